// Notable: the people and groups of the scenario. What each is for stands at the
// field of Scenario.

package sandbox

import (
	"strings"
	"time"
)

// hostileNames are names that break what handles them carelessly: quoting,
// escaping, markup, formats, and characters that do not show.
func hostileNames() []string {
	return []string{
		`Quote "Double" Approvers`,
		`It's O'Neill's Group`,
		`Back\slash \"Both\" Ends\`,
		`name eq "x" or name sw "`,
		"Rocket 🚀 Crew 👩‍🔬",
		"<!channel> *bold* _it_ ~gone~ `code` <@U123|you>",
		"<script>alert('hi')</script> & <b>more</b>",
		"Access \u202etpircS\u202c Reviewers",
		"Zero\u200bWidth\u200d Group\ufeff",
		"100%s %d %n %[1]q %",
		"Two\nLines\tand a Tab",
		"  Padded Name  ",
		"../../etc/passwd?x=1#top",
		"Long " + strings.Repeat("Name ", 80) + "End",
		"Ünïcödé Ğroup 測試 مجموعة",
	}
}

// notablePeople makes the people in a fixed order, as notableGroups does.
func (b *builder) notablePeople() {
	w := b.words
	jane := named(w, "Jane", "", "Doe")
	jane.Alias = "jdoe"
	b.s.JaneDoe = b.person(jane)
	b.s.Admin = b.person(named(w, "Avery", "", "Stone"))
	b.s.Approver = b.person(named(w, "Morgan", "", "Hale"))

	shared := named(w, "Robin", "", "Marsh")
	b.s.SameEmail[0] = b.person(shared)
	shared.Name, shared.FirstName, shared.Alias = "Rowan Marsh", "Rowan", "rowan.marsh"
	b.s.SameEmail[1] = b.person(shared)

	twin := named(w, "Sam", "", "Rivers")
	b.s.SameDisplayName[0] = b.person(twin)
	twin.Alias, twin.Email = "sam.rivers2", "sam.rivers2@corp.example"
	b.s.SameDisplayName[1] = b.person(twin)

	away := named(w, "Casey", "", "Bloom")
	away.Status, away.State = "leaveOfAbsence", "INACTIVE_SHORT_TERM"
	b.s.InactiveShortTerm = b.person(away)
	gone := named(w, "Drew", "", "Winters")
	gone.Status, gone.State = "terminated", "INACTIVE_LONG_TERM"
	b.s.InactiveLongTerm = b.person(gone)
	unknown := named(w, "Jordan", "", "Frost")
	unknown.State = ""
	b.s.NullState = b.person(unknown)
	silent := named(w, "Taylor", "", "Reed")
	silent.Email = ""
	b.s.NoEmail = b.person(silent)
	b.hostilePeople()
}

func (b *builder) hostilePeople() {
	for _, name := range [][2]string{
		{`Robert "Bob"`, `O'Brien\Smith`}, {"<!here> *Max*", "<script>"}, {"Rita \u202edetrever", "Zero\u200bWidth"}, {"100%s", "%d 🚀"},
	} {
		p := named(b.words, name[0], "", name[1])
		p.Alias = "hostile" + string(rune('1'+len(b.s.HostilePeople)))
		p.Email = p.Alias + "@corp.example"
		b.s.HostilePeople = append(b.s.HostilePeople, b.person(p))
	}
}

// sized is a group of n ordinary members that nothing uses.
func (b *builder) sized(name string, n int) Group {
	return Group{Name: name, Description: "Looks after " + strings.ToLower(name) + ".", OwnerID: b.anyone(), Members: b.members(n)}
}

// used is such a group that one object uses.
func (b *builder) used(name string, n int, k kind) Group {
	g := b.sized(name, n)
	g.Connections = []Connection{b.use(k)}
	return g
}

// notableGroups makes the groups in a fixed order: each takes its chance from the
// same stream, so another order would change every id.
func (b *builder) notableGroups() {
	db := b.sized("DB Access", 12)
	db.OwnerID = b.s.JaneDoe.ID
	b.s.DBAccess = b.group(db)
	b.s.PaymentsApprovers = b.group(b.used("Payments Approvers", 8, kind{ObjectAccessProfile, ConnectionReviewer}))
	b.s.Sixty = b.group(b.sized("Regional Reviewers", 60))
	b.s.SixHundred = b.group(b.sized("All Certifiers", 600))
	b.usedGroups()
	b.nullGroups()
	b.s.Unused = b.group(b.sized("Retired Project Board", 0))
	for i := range b.s.SameName {
		b.s.SameName[i] = b.group(b.sized("Finance Reviewers", 3+i))
	}
	for i, name := range []string{"Ledger Review", "LEDGER REVIEW"} {
		b.s.CaseTwins[i] = b.group(b.sized(name, 2))
	}
	old := b.sized("Founding Approvers", 4)
	old.ID = hexID(b.groups)
	b.s.OldID = b.group(old)
	for i, name := range hostileNames() {
		b.s.Hostile = append(b.s.Hostile, b.group(b.sized(name, i%4)))
	}
}

// usedGroups are those that cannot be deleted.
func (b *builder) usedGroups() {
	b.s.AccessProfile = b.group(b.used("Warehouse Tool Reviewers", 5, kind{ObjectAccessProfile, ConnectionReviewer}))
	b.s.Role = b.group(b.used("Role Mining Board", 6, kind{ObjectRole, ConnectionReviewer}))
	b.s.SODPolicy = b.group(b.used("Conflict Policy Owners", 4, kind{ObjectSODPolicy, ConnectionOwner}))
	b.s.Source = b.group(b.used("Directory Source Managers", 7, kind{ObjectSource, ConnectionManagement}))

	const connections = 64 // more than a page of 50
	many := b.sized("Platform Governance", 9)
	for i := range connections {
		many.Connections = append(many.Connections, b.use(connectionKinds()[i%6]))
	}
	b.s.ManyConnections = b.group(many)
	b.s.EmptyApprover = b.group(b.used("Night Shift Approvers", 0, kind{ObjectRole, ConnectionReviewer}))
	b.s.LastMember = b.group(b.used("Weekend Approvers", 1, kind{ObjectAccessProfile, ConnectionReviewer}))
}

// nullGroups are those with nulls on the wire.
func (b *builder) nullGroups() {
	bare := b.sized("Undescribed Reviewers", 2)
	bare.Description = ""
	bare.Members = append(bare.Members, b.s.NoEmail.ID)
	b.s.NoDescription = b.group(bare)

	dateless := b.group(b.sized("Timeless Reviewers", 3))
	g := b.dir.groups.get(dateless.ID)
	g.Created, g.Modified = time.Time{}, time.Time{}
	b.s.NoDates = dateless

	silent := b.sized("Silent Owner Reviewers", 3)
	silent.OwnerID = b.s.NoEmail.ID
	b.s.OwnerWithoutEmail = b.group(silent)
	inactive := b.sized("Departed Owner Reviewers", 3)
	inactive.OwnerID = b.s.InactiveLongTerm.ID
	b.s.InactiveOwner = b.group(inactive)
}
