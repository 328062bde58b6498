// The emoji that apps commonly write by name.

package slacktest

// emoji gives the character for a name between colons. Names that are not
// known here stay as they are.
func emoji(name string) string {
	switch name {
	case ":white_check_mark:":
		return "✅"
	case ":warning:":
		return "⚠️"
	case ":x:":
		return "❌"
	case ":no_entry:", ":no_entry_sign:":
		return "⛔"
	case ":hourglass:", ":hourglass_flowing_sand:":
		return "⏳"
	case ":information_source:":
		return "ℹ️"
	case ":question:":
		return "❓"
	case ":wastebasket:":
		return "🗑️"
	case ":lock:":
		return "🔒"
	case ":mag:":
		return "🔍"
	case ":bust_in_silhouette:":
		return "👤"
	case ":busts_in_silhouette:":
		return "👥"
	case ":link:":
		return "🔗"
	case ":smile:":
		return "😄"
	default:
		return name
	}
}
