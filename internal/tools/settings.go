// Settings: what an operator chooses.

package tools

// Settings are what an operator chooses for all calls.
type Settings struct {
	ReadOnly    bool // only tools that read can be called
	MemberBatch int  // members written per request; 0 means 100
	Sandbox     bool // the tenant is the embedded one

	// Only are names of tools, or patterns with * and ?, of those that can be called;
	// none: all.
	Only []string
}
