// This file reads the answers to calls on many things at once.

package sailpoint

// ItemStatus is the tenant's answer for one item of a bulk call.
type ItemStatus struct {
	ID          string
	Status      int    // as an HTTP status; 0 where the tenant said nothing of this item: its outcome is unknown
	Description string // the tenant's words
}
