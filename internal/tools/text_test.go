// Text: text written by strangers loses what could deceive its reader.

package tools_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/tools"
)

func TestCleanTakesAwayWhatDeceives(t *testing.T) {
	t.Parallel()
	for hostile, clean := range map[string]string{
		"DB Access":                       "DB Access",
		"  padded\t":                      "padded",
		"Two\nLines\tand a\r\nTab":        "Two Lines and a  Tab",
		"line\u2028and\u2029paragraph":    "line and paragraph",
		"Access \u202etpircS\u202c":       "Access tpircS",
		"\u2066isolated\u2069 \u200fmark": "isolated mark",
		"Zero\u200bWidth\u200d\ufeff":     "ZeroWidth",
		"soft\u00adhyphen\u2060joined":    "softhyphenjoined",
		"tag\U000e0041\U000e0042s":        "tags",
		"filler\u3164\u115f\uffa0s":       "fillers",
		"variation\ufe01\U000e0100s":      "variations",
		"heart \u2764\ufe0f stays":        "heart \u2764\ufe0f stays",
		"bell\a null\x00 escape\x1b[31m":  "bell null escape[31m",
		"private\ue000\U0010fffd":         "private",
		"bad\xff\xfebytes":                "bad\ufffdbytes",
		"Ünïcödé 測試 مجموعة 🚀":             "Ünïcödé 測試 مجموعة 🚀",
		"<b>&amp;</b> %s %d \\n":          "<b>&amp;</b> %s %d \\n",
		"\u200b\u200b":                    "",
		"":                                "",
	} {
		assert.Equal(t, clean, tools.Clean(hostile), "%+q", hostile)
	}
}

func TestCleanSaysWhatItCuts(t *testing.T) {
	t.Parallel()
	assert.Equal(t, strings.Repeat("é", 200), tools.Clean(strings.Repeat("é", 200)))
	for given, clean := range map[int]func(string) string{201: tools.Clean, 5_000: tools.Clean, 1_500: tools.CleanText} {
		said := clean(strings.Repeat("é", given))
		var missing int
		_, err := fmt.Sscanf(strings.TrimLeft(said, "é"), "… (%d more characters)", &missing)
		require.NoError(t, err, said)
		assert.Equal(t, given, strings.Count(said, "é")+missing, said)
	}
}

// harmless holds of every cleaned text.
func harmless(t *testing.T, s string, most int) {
	t.Helper()
	assert.True(t, utf8.ValidString(s))
	assert.LessOrEqual(t, utf8.RuneCountInString(s), most)
	assert.Equal(t, strings.TrimSpace(s), s)
	for _, r := range s {
		selector := r == '\ufe0e' || r == '\ufe0f' // people see what these do
		if !selector && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Bidi_Control, unicode.Co,
			unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point)) {
			t.Errorf("%U is left in %+q", r, s)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "DB Access", "\u202e\u2066\u200b", "\xff\xfe", "\u2028\x1b]8;;", strings.Repeat("🚀\u200d", 300), " \u200b "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := tools.Clean(s)
		harmless(t, once, 200)
		harmless(t, tools.CleanText(s), 1000)
		assert.Equal(t, once, tools.Clean(once), "cleaning what is clean changes it")
	})
}

func TestWhatCannotBeSeenIsRevealed(t *testing.T) {
	for name, want := range map[string]string{
		"DB Access":       "“DB Access”",
		"DB\u200b Access": "“DB⟨U+200B⟩ Access”",
		"DB\u00a0Access":  "“DB⟨U+00A0⟩Access”",
		"DВ Access":       "“DВ⟨U+0412⟩ Access”",
		"Équipe Zürich":   "“Équipe Zürich”",
		"a\u202eb":        "“a⟨U+202E⟩b”",
	} {
		assert.Equal(t, want, tools.Revealed(name))
		assert.Equal(t, name, strings.Trim(tools.Unrevealed(tools.Revealed(name)), "“”"), "what is shown can be used")
	}
}
