// File: the policy as it is written. What it means is in the files named after its
// parts.

package policy

import (
	"github.com/goccy/go-yaml"
)

// form is the whole file.
type form struct {
	Protected groupsForm              `yaml:"protected"`
	Roles     map[string]at[roleForm] `yaml:"roles"`
	Rules     []at[ruleForm]          `yaml:"rules"`
	Levels    []at[levelForm]         `yaml:"levels"`
	Limits    []at[limitForm]         `yaml:"limits"`
	Approvers []at[approverForm]      `yaml:"approvers"`
	Expires   map[string]word         `yaml:"expires"`
}

// word is a text of the file.
type word = at[string]

// roleForm says whose a role is: of everyone whom any of it fits.
type roleForm struct {
	Emails       []word            `yaml:"emails"`
	Identities   []word            `yaml:"identities"`
	Subjects     []word            `yaml:"subjects"`
	MembersOf    []word            `yaml:"members_of"`
	SlackGroups  []word            `yaml:"slack_groups"`
	Claims       map[string][]word `yaml:"claims"`
	OwnerOfGroup bool              `yaml:"owner_of_group"`
	Anyone       bool              `yaml:"anyone"`
}

// groupsForm selects governance groups. Names or ids, any of which fits, and
// beside them whether the group is protected.
type groupsForm struct {
	Names     []word `yaml:"names"`
	IDs       []word `yaml:"ids"`
	Protected *bool  `yaml:"protected"`
}

// ruleForm allows or denies.
type ruleForm struct {
	Name   word        `yaml:"name"`
	Roles  []word      `yaml:"roles"`
	Allow  []word      `yaml:"allow"`
	Deny   []word      `yaml:"deny"`
	Groups *groupsForm `yaml:"groups"`
}

// levelForm raises the level of an approval.
type levelForm struct {
	Level    word        `yaml:"level"`
	Tools    []word      `yaml:"tools"`
	Groups   *groupsForm `yaml:"groups"`
	MoreThan *at[int]    `yaml:"more_than"`
}

// limitForm bounds how much one person changes.
type limitForm struct {
	Roles          []word   `yaml:"roles"`
	Tools          []word   `yaml:"tools"`
	MembersPerCall *at[int] `yaml:"members_per_call"`
	GroupsPerCall  *at[int] `yaml:"groups_per_call"`
	MembersPerDay  *at[int] `yaml:"members_per_day"`
	GroupsPerDay   *at[int] `yaml:"groups_per_day"`
}

// approverForm says who may decide in others' place.
type approverForm struct {
	Roles  []word      `yaml:"roles"`
	Tools  []word      `yaml:"tools"`
	Groups *groupsForm `yaml:"groups"`
}

// largest is the longest file that is read, in bytes.
const largest = 1 << 20

// decode reads the file's form: unknown keys and wrong types are mistakes.
func decode(text []byte) (form, error) {
	var f form
	if len(text) > largest {
		return f, wrong(0, "the policy is longer than %d bytes", largest)
	}
	node, err := parse(text)
	if err != nil {
		return f, err
	}
	if err := yaml.NodeToValue(node, &f, yaml.Strict()); err != nil {
		return f, located(err)
	}
	return f, nil
}
