// Ids: what has the form of one.

package directory

import "regexp"

var (
	dashedID = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	plainID  = regexp.MustCompile(`^[0-9a-fA-F]{32}$`)
)

// IsGroupID reports whether a text has the form of a group's id, new or old.
func IsGroupID(text string) bool { return dashedID.MatchString(text) || plainID.MatchString(text) }

// IsIdentityID reports whether a text has the form of an identity's id.
func IsIdentityID(text string) bool { return plainID.MatchString(text) }
