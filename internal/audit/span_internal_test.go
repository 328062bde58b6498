// Words for times.

package audit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWordsForTimes(t *testing.T) {
	now := time.Date(2026, 3, 4, 15, 30, 0, 0, time.UTC) // a Wednesday
	for text, want := range map[string]string{           // from, to
		"":                       "0001-01-01 00:00 0001-01-01 00:00",
		"2026-01-31":             "2026-01-31 00:00 2026-02-01 00:00",
		"2026-01-31t09:00:00z":   "2026-01-31 09:00 2026-01-31 09:00",
		"Today":                  "2026-03-04 00:00 2026-03-05 00:00",
		" yesterday ":            "2026-03-03 00:00 2026-03-04 00:00",
		"monday":                 "2026-03-02 00:00 2026-03-03 00:00",
		"wed":                    "2026-03-04 00:00 2026-03-05 00:00",
		"last thursday":          "2026-02-26 00:00 2026-02-27 00:00",
		"this week":              "2026-03-02 00:00 2026-03-09 00:00",
		"last  week":             "2026-02-23 00:00 2026-03-02 00:00",
		"this month":             "2026-03-01 00:00 2026-04-01 00:00",
		"last month":             "2026-02-01 00:00 2026-03-01 00:00",
		"7d":                     "2026-02-25 15:30 2026-02-25 15:30",
		"2 weeks":                "2026-02-18 15:30 2026-02-18 15:30",
		"3 hours ago":            "2026-03-04 12:30 2026-03-04 12:30",
		"last 30 days":           "2026-02-02 15:30 2026-02-02 15:30",
		"1 month":                "2026-02-04 15:30 2026-02-04 15:30",
		"now":                    "2026-03-04 15:30 2026-03-04 15:30",
		"2026-01-31T10:00+01:00": "",
		"soon":                   "",
		"7":                      "",
		"-7d":                    "",
		"999999d":                "",
		"31.01.2026":             "",
	} {
		s, err := spanOf(text, now)
		if want == "" {
			require.ErrorContains(t, err, "is not a time. Accepted: a date such as 2026-01-31", text)
			continue
		}
		require.NoError(t, err, text)
		const layout = "2006-01-02 15:04"
		assert.Equal(t, want, s.from.UTC().Format(layout)+" "+s.to.UTC().Format(layout), text)
	}
}

func TestAnEmptySpanIsRefused(t *testing.T) {
	now := time.Date(2026, 3, 4, 15, 30, 0, 0, time.UTC)
	_, err := historyInput{Since: "today", Until: "yesterday"}.query(now)
	require.ErrorContains(t, err, "does not lie before until")
	q, err := historyInput{Since: "yesterday", Until: "yesterday"}.query(now)
	require.NoError(t, err)
	assert.Equal(t, 24*time.Hour, q.Until.Sub(q.Since), "a day is meant with all of it")
}
