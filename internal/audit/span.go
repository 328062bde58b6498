// Spans: the times and days that people name.

package audit

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"govgroup/internal/tools"
)

// span is the time that a word means. A moment begins and ends at once.
type span struct{ from, to time.Time }

// spanOf reads a time or a word for one. Days are those of UTC, so that the answer
// does not depend on where the server stands, and begin at midnight; weeks begin on
// Monday. Nothing is no span at all.
func spanOf(text string, now time.Time) (span, error) {
	word := strings.ToLower(strings.Join(strings.Fields(tools.Clean(text)), " "))
	if word == "" {
		return span{}, nil
	}
	if t, err := time.Parse(time.RFC3339, strings.ToUpper(word)); err == nil {
		return span{t, t}, nil
	}
	if day, err := time.Parse(time.DateOnly, word); err == nil {
		return days(day, 1), nil
	}
	now = now.UTC()
	if s, ok := calendar(word, now); ok {
		return s, nil
	}
	if t, ok := ago(word, now); ok {
		return span{t, t}, nil
	}
	return span{}, tools.Errorf(tools.InvalidInput,
		"“%s” is not a time. Accepted: a date such as 2026-01-31, a time such as 2026-01-31T09:00:00Z, today, yesterday, a day of the week, this or last week or month, or a span such as 7d, 12h or 2 weeks.", tools.Clean(text))
}

// days is so many days from the beginning of one.
func days(day time.Time, n int) span { return span{day, day.AddDate(0, 0, n)} }

// calendar has the words that mean a day, a week or a month.
func calendar(word string, now time.Time) (span, bool) {
	today := now.Truncate(24 * time.Hour)
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	words := map[string]span{
		"now":        {now, now},
		"today":      days(today, 1),
		"yesterday":  days(today.AddDate(0, 0, -1), 1),
		"this week":  days(monday, 7),
		"last week":  days(monday.AddDate(0, 0, -7), 7),
		"this month": {month, month.AddDate(0, 1, 0)},
		"last month": {month.AddDate(0, -1, 0), month},
	}
	for back := range 7 { // the last day of that name, today included
		day := today.AddDate(0, 0, -back)
		name := strings.ToLower(day.Weekday().String())
		words[name], words["last "+name], words[name[:3]] = days(day, 1), days(day, 1), days(day, 1)
	}
	s, known := words[word]
	return s, known
}

var spanForm = regexp.MustCompile(`^(?:last |past )?(\d{1,5}) ?(h|hours?|d|days?|w|weeks?|months?|y|years?)(?: ago)?$`)

// ago is the moment so long before now.
func ago(word string, now time.Time) (time.Time, bool) {
	m := spanForm.FindStringSubmatch(word)
	if m == nil {
		return time.Time{}, false
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return time.Time{}, false
	}
	switch m[2][0] {
	case 'h':
		return now.Add(-time.Duration(n) * time.Hour), true
	case 'd':
		return now.AddDate(0, 0, -n), true
	case 'w':
		return now.AddDate(0, 0, -7*n), true
	case 'm':
		return now.AddDate(0, -n, 0), true
	}
	return now.AddDate(-n, 0, 0), true
}
