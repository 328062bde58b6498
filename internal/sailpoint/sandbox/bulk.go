// Bulk: the 207 answer, one outcome for each item of a call, the call itself being a
// success even if no item was.

package sandbox

import (
	"net/http"
	"strconv"
)

// itemJSON is the outcome of one item. Status is a number, or a text where a
// switch or fault asks for it.
type itemJSON struct {
	ID          string `json:"id"`
	Status      any    `json:"status"`
	Description string `json:"description"`
}

// eachItem does something with every item in order; the lock is held.
func (t *Tenant) eachItem(c *call, ids []string, do func(*call, string) (int, string)) reply {
	asText := t.opts.Switches.StringStatus || c.fault.is(FaultStringStatus)
	items := make([]itemJSON, len(ids))
	for i, id := range ids {
		status, description := http.StatusInternalServerError, "An internal fault occurred."
		if !c.fault.failsItem(id) {
			status, description = do(c, id)
		}
		items[i] = itemJSON{id, status, description}
		if asText {
			items[i].Status = strconv.Itoa(status)
		}
	}
	return reply{status: http.StatusMultiStatus, body: items}
}
