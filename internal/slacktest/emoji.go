// The emoji that apps commonly write by name.

package slacktest

import "cmp"

// emoji gives the character for a name between colons. Names that are not
// known here stay as they are.
func emoji(name string) string {
	known := map[string]string{
		":white_check_mark:":       "✅",
		":warning:":                "⚠️",
		":x:":                      "❌",
		":no_entry:":               "⛔",
		":no_entry_sign:":          "🚫",
		":hourglass:":              "⌛",
		":hourglass_flowing_sand:": "⏳",
		":information_source:":     "ℹ️",
		":question:":               "❓",
		":wastebasket:":            "🗑️",
		":lock:":                   "🔒",
		":mag:":                    "🔍",
		":bust_in_silhouette:":     "👤",
		":busts_in_silhouette:":    "👥",
		":link:":                   "🔗",
		":smile:":                  "😄",
	}
	return cmp.Or(known[name], name)
}
