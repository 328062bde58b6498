// Package sandbox is an embedded governance-group tenant: the part of SailPoint
// Identity Security Cloud that govgroup uses, over real HTTP, with invented
// people and groups.
//
// It exists so that tests and newcomers meet the API as it behaves, refusals
// included, without a tenant of their own. It shares no code with the client on
// purpose: a misreading of the API in one must show up against the other.
//
// Where nothing settles how the real API behaves, Switches holds the question
// and the stated default. Faults (see Fault) make the tenant misbehave on
// demand, and Effects tells what was really changed, whatever the caller was
// told. Scenario names groups and people worth trying things on. The setters, such
// as RenameGroup, change the tenant behind the caller's back. Other processes do
// all of this over HTTP, under /_sandbox/. Content fills it with a user's own groups,
// the page at / shows what happens, and while tests run, whoever's they are, every
// answer is held to its JSON Schema.
//
// A request goes through tenant.go: the path is mapped to an operation (route.go),
// a waiting fault is met (fault.go), the caller is let in (auth.go, ratelimit.go,
// client.go), the operation is done (groups.go, members.go and so on) on the state
// (directory.go), and the answer leaves (deliver.go), having been written down
// (journal.go).
package sandbox
