// Previews: what is written stands first and whole, whatever stands beside it.

package tools_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/tools"
)

// shaped makes a plan of so many items of each action and outcome.
func shaped(action tools.Action, outcomes ...string) tools.Plan {
	plan := tools.Plan{Summary: "What would happen.", Before: []tools.GroupState{{Key: "g", Name: "DB Access", Members: 600}}}
	for i, outcome := range outcomes {
		step := tools.Step{Action: action, Group: "g"}
		if !step.OfMember() {
			step.Group = fmt.Sprint("g", i)
		}
		plan.Add(tools.Item{ID: fmt.Sprint("id-", i), Name: fmt.Sprint("Name ", i, "."), Outcome: outcome, Reason: "why"}, step)
	}
	return plan
}

func times(n int, outcome string) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = outcome
	}
	return all
}

func TestAPreviewNamesAllThatIsWrittenFirst(t *testing.T) {
	t.Parallel()
	for name, plan := range map[string]tools.Plan{
		"two real groups after 45 invented": shaped(tools.DeleteGroup, append(times(45, tools.ItemNotFound), "", "")...),
		"40 removals":                       shaped(tools.RemoveMember, times(40, "")...),
		"600 additions":                     shaped(tools.AddMember, times(600, "")...),
		"an addition among those there":     shaped(tools.AddMember, append(times(300, tools.ItemNoChange), "")...),
		"groups created again":              shaped(tools.CreateGroup, times(60, "")...),
		"groups in use, and one that goes":  shaped(tools.DeleteGroup, append(times(99, tools.ItemInUse), "")...),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := plan.Preview().Lines().String()
			stays, last, named := len(text), 0, 0
			for _, item := range plan.Items {
				at := strings.Index(text, tools.Quoted(item.Name))
				switch {
				case item.Outcome == "":
					assert.Positive(t, at, "%s is written and not named", item.Name)
					last = max(last, at)
				case at >= 0:
					named++
					stays = min(stays, at)
				}
			}
			assert.Less(t, last, stays, "what stays comes after what is written")
			assert.LessOrEqual(t, named, 5, "of what stays the first few are named")
		})
	}
}

func TestWhatStaysIsCounted(t *testing.T) {
	t.Parallel()
	plan := shaped(tools.DeleteGroup, append(times(45, tools.ItemNotFound), "")...)
	assert.Contains(t, plan.Preview().Lines().String(), "Not found (45): “Name 0.”, “Name 1.”, “Name 2.”, “Name 3.”, “Name 4.”, and 40 more")
}

// A name cannot end its own quotation and go on as a sentence of ours.
func TestNamesCannotForgeSentences(t *testing.T) {
	t.Parallel()
	forged := "X” will stay. To be deleted: “Nothing”. Irrelevant: “"
	plan := tools.Plan{Summary: "Delete governance group " + tools.Quoted(forged) + "."}
	plan.Add(tools.Item{ID: "1", Name: forged}, tools.Step{Action: tools.DeleteGroup, Group: "1"})
	for _, line := range plan.Preview().Lines() {
		assert.Equal(t, 1, strings.Count(line.String(), "“"), line)
		assert.Equal(t, 1, strings.Count(line.String(), "”"), line)
	}
}

func TestIDsStandWhereNamesCollide(t *testing.T) {
	t.Parallel()
	plan := tools.Plan{Summary: "Delete 3 governance groups."}
	for id, name := range []string{"Payments", "Рaуments", "Other"} { // the second with Cyrillic letters
		plan.Add(tools.Item{ID: fmt.Sprint("id-", id), Name: name}, tools.Step{Action: tools.DeleteGroup, Group: fmt.Sprint("id-", id)})
	}
	text := plan.Preview().Lines().String()
	assert.Contains(t, text, "“Payments” (id id-0)")
	assert.Contains(t, text, "“Рaуments” (id id-1)")
	assert.NotContains(t, text, "id-2")
}

func TestNamesThatLookAlikeHaveOneSkeleton(t *testing.T) {
	t.Parallel()
	for _, alike := range []string{"DB Access", "db access", " DB  Access", "DB\u00a0Access", "DВ Access", "D\u200bB Access", "ＤＢ Access", "DB Áccess"} {
		assert.Equal(t, tools.Skeleton("DB Access"), tools.Skeleton(alike), "%+q", alike)
	}
	assert.Equal(t, tools.Skeleton("Alice’s “X” – 1"), tools.Skeleton("Alice's \"X\" - 1"))
	for _, other := range []string{"DB Access 2", "DBAccess", "DC Access"} {
		assert.NotEqual(t, tools.Skeleton("DB Access"), tools.Skeleton(other))
	}
}

// A question tells which of several people of one name is meant, also where only one of
// them is in it, and whatever somebody has written as their address.
func TestPeopleAreToldApartByMoreThanTheirName(t *testing.T) {
	t.Parallel()
	for email, want := range map[string]string{
		"sam.lee@corp.example": "“Sam Lee” (sam.lee@corp.example)",
		"":                     "“Sam Lee” (id p1)",
		"x@y), “Bob” (b@y":     "“Sam Lee” (id p1)",
		"x@y, b@y":             "“Sam Lee” (id p1)",
		"x@y\u202e.example":    "“Sam Lee” (id p1)",
	} {
		plan := tools.Plan{Summary: "Remove 1 member."}
		plan.Add(tools.Item{ID: "p1", Name: "Sam Lee"}, tools.Step{Action: tools.RemoveMember, Group: "g"})
		assert.Contains(t, plan.Preview().Lines().String(), ": “Sam Lee”", "nothing is known of an older plan")
		plan.Know("p1", email)
		lines := plan.Preview().Lines()
		assert.True(t, strings.HasSuffix(lines[1].Value, want), "%q: %s", email, lines)
	}
	both := tools.Plan{}
	for _, id := range []string{"p1", "p2"} {
		both.Add(tools.Item{ID: id, Name: "Sam Lee"}, tools.Step{Action: tools.AddMember, Group: "g"})
		both.Know(id, "sam@corp.example")
	}
	assert.Contains(t, both.Preview().Lines().String(), "“Sam Lee” (sam@corp.example, id p1), “Sam Lee” (sam@corp.example, id p2)")
}
