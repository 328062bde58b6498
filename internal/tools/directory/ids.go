// Ids: what has the form of one, and when two references are the same.

package directory

import (
	"regexp"
	"slices"
	"strings"
)

var (
	dashedID = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	plainID  = regexp.MustCompile(`^[0-9a-fA-F]{32}$`)
)

// IsGroupID reports whether a text has the form of a group's id, new or old.
func IsGroupID(text string) bool { return dashedID.MatchString(text) || plainID.MatchString(text) }

// IsIdentityID reports whether a text has the form of an identity's id.
func IsIdentityID(text string) bool { return plainID.MatchString(text) }

// sameASCII compares ids and e-mails: capitals of the plain alphabet do not
// matter, and nothing else is folded. Elsewhere letters fold into plain ones (ſ
// into s), and would give one person's address to another.
func sameASCII(a, b string) bool { return lowerASCII(a) == lowerASCII(b) }

func lowerASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

// Distinct drops surrounding blanks and repeats.
func Distinct(refs []string) []string {
	var unique []string
	for _, ref := range refs {
		if ref = strings.TrimSpace(ref); !slices.Contains(unique, ref) {
			unique = append(unique, ref)
		}
	}
	return unique
}

// looksLikeEMail tells an address from a display name that has an "@" in it.
func looksLikeEMail(ref string) bool {
	local, domain, at := strings.Cut(ref, "@")
	return at && local != "" && strings.Contains(domain, ".") && !strings.ContainsAny(ref, " \t")
}
