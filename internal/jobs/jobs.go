// Package jobs turns a wish about many governance groups, or about all of a group, into
// one plan: what is wished is compared with what is, and the difference is shown,
// approved, carried out and undone as a whole.
package jobs

import "govgroup/internal/tools"

// Tools gives the jobs, in the order in which they are listed everywhere.
func Tools() []tools.Tool { return []tools.Tool{membersSet(), handover()} }
