// The shapes of plan: each changing tool, for few and for many, mixed with what
// is not there, and with names that want to be something else.

package e2e_test

import (
	"slices"

	"govgroup/internal/testenv"
	"govgroup/internal/tools"
)

// shape is a call that a person is asked about.
type shape struct {
	name string
	call func(m maker) (tool string, args testenv.Args)
}

// The names that want to be something else. None holds a mark of its own.
const (
	quoting = `” (deleted) and “`
	markup  = ` *b* _i_ <!channel> <@U0JANE> &amp; </td></dd><b>x</b> <script>`
	unseen  = " \u202egnp\u202c\u200b\u00ad"
)

func shapes() []shape {
	return slices.Concat(creations(), updates(), deletions(), bulkDeletions(), additions(), removals(), undos())
}

func creations() []shape {
	create := func(m maker, members []string, more ...string) (string, testenv.Args) {
		args := testenv.Args{"name": m.mark("G") + tail(more), "owner": m.person().Email}
		if members != nil {
			args["members"] = members
		}
		return tools.NameCreate, args
	}
	return []shape{
		{"create", func(m maker) (string, testenv.Args) { return create(m, nil) }},
		{"create with members", func(m maker) (string, testenv.Args) { return create(m, ids(m.people(3))) }},
		{"create with many", func(m maker) (string, testenv.Args) { return create(m, ids(m.people(60))) }},
		{"create with hostile names", func(m maker) (string, testenv.Args) { return create(m, ids(m.people(2, quoting)), markup) }},
		{"create with a description", func(m maker) (string, testenv.Args) {
			tool, args := create(m, nil)
			args["description"] = m.mark("D") + quoting
			return tool, args
		}},
	}
}

func updates() []shape {
	update := func(change func(m maker) testenv.Args, more ...string) func(m maker) (string, testenv.Args) {
		return func(m maker) (string, testenv.Args) {
			args := change(m)
			args["group"] = m.group(m.people(2), more...).ID
			return tools.NameUpdate, args
		}
	}
	return []shape{
		{"rename", update(func(m maker) testenv.Args { return testenv.Args{"name": m.mark("G")} })},
		{"rename to a hostile name", update(func(m maker) testenv.Args { return testenv.Args{"name": m.mark("G") + quoting} }, markup)},
		{"describe", update(func(m maker) testenv.Args { return testenv.Args{"description": m.mark("D") + markup} })},
		{"another owner", update(func(m maker) testenv.Args { return testenv.Args{"owner": m.person(quoting).Email} })},
		{"all at once", update(func(m maker) testenv.Args {
			return testenv.Args{"name": m.mark("G"), "description": m.mark("D"), "owner": m.person().ID}
		})},
	}
}

func deletions() []shape {
	deletion := func(members int, more ...string) func(m maker) (string, testenv.Args) {
		return func(m maker) (string, testenv.Args) {
			return tools.NameDelete, testenv.Args{"group": m.group(m.people(members), more...).ID}
		}
	}
	return []shape{
		{"delete an empty group", deletion(0)},
		{"delete", deletion(3)},
		{"delete with many members", deletion(60)},
		{"delete a quoting name", deletion(1, quoting)},
		{"delete a name of markup", deletion(1, markup)},
		{"delete a name that is unseen", deletion(1, unseen)},
	}
}

func bulkDeletions() []shape {
	bulk := func(groups func(m maker) []string) func(m maker) (string, testenv.Args) {
		return func(m maker) (string, testenv.Args) {
			return tools.NameBulkDelete, testenv.Args{"groups": groups(m)}
		}
	}
	return []shape{
		{"delete two groups", bulk(func(m maker) []string { return m.groups(2) })},
		{"delete 60 groups", bulk(func(m maker) []string { return m.groups(60) })},
		{"delete two groups after 45 that are not there", bulk(func(m maker) []string { return append(m.junk(45), m.groups(2)...) })},
		{"delete groups between others", bulk(func(m maker) []string {
			return slices.Concat(m.groups(3), m.junk(3), m.groups(20), m.junk(20))
		})},
		{"delete groups of hostile names", bulk(func(m maker) []string {
			return []string{m.group(nil, quoting).ID, m.group(nil, markup).ID, m.group(nil, unseen).ID}
		})},
	}
}

func additions() []shape {
	return []shape{
		{"add one", members(tools.NameMembersAdd, 1, 0)},
		{"add 60", members(tools.NameMembersAdd, 60, 0)},
		{"add two after 40 who are in", members(tools.NameMembersAdd, 2, 40)},
		{"add hostile names", members(tools.NameMembersAdd, 2, 1, quoting)},
	}
}

func removals() []shape {
	return []shape{
		{"remove one", members(tools.NameMembersRemove, 1, 0)},
		{"remove 40", members(tools.NameMembersRemove, 40, 0)},
		{"remove two after 40 who are not in", members(tools.NameMembersRemove, 2, 40)},
		{"remove hostile names", members(tools.NameMembersRemove, 2, 1, markup)},
	}
}

// members changes so many members of a group, after so many who stay what they
// are.
func members(tool string, changed, stay int, more ...string) func(m maker) (string, testenv.Args) {
	return func(m maker) (string, testenv.Args) {
		change, same := m.people(changed, more...), m.people(stay)
		in := same
		if tool == tools.NameMembersRemove {
			in = change
		}
		return tool, testenv.Args{"group": m.group(in, more...).ID, "members": append(ids(same), ids(change)...)}
	}
}

func undos() []shape {
	undo := func(call func(m maker) (string, testenv.Args)) func(m maker) (string, testenv.Args) {
		return func(m maker) (string, testenv.Args) {
			tool, args := call(m)
			return tools.NameUndo, testenv.Args{"change": m.done(tool, args)}
		}
	}
	return []shape{
		{"undo a deletion", undo(deletions()[1].call)},
		{"undo a rename", undo(updates()[0].call)},
		{"undo an addition of 60", undo(additions()[1].call)},
		{"undo a removal of 40", undo(removals()[1].call)},
	}
}
