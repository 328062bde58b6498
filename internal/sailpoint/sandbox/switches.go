// Switches: what SailPoint's documents leave open, each with the answer that the
// tenant gives unless told otherwise, and why. docs/reference/sandbox.md lists them.

package sandbox

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// UnknownMember is what becomes of a person nobody knows in an add-members call.
type UnknownMember string

// The possible answers to an unknown person in an add-members call.
const (
	UnknownMemberItem404 UnknownMember = ""        // the item is answered 404, the others are added
	UnknownMemberItem400 UnknownMember = "item400" // the item is answered 400, the others are added
	UnknownMemberRequest UnknownMember = "request" // the whole request is answered 400 and nobody is added
)

// Refusal is the status of a refusal, 400 to 599.
type Refusal int

// Switches answers the API's open questions. Each zero value is the default; a
// caller that is right works with every combination.
type Switches struct {
	// DeleteInUseConflict answers DELETE of a group in use with 409. By default
	// it is 400 with "400.2.1.0 Object in use by another", the code that
	// SailPoint's documents have for that.
	DeleteInUseConflict bool
	// UnknownMember is the answer to adding somebody who does not exist: "item400"
	// or "request", a 400 for all. By default the item is answered 404 and the
	// others are added, as bulk-delete does with groups.
	UnknownMember UnknownMember
	// BulkDeleteOverLimit is the status for more than 100 ids in bulk-delete.
	// By default it is 400, as for every other limit. Nothing is deleted in any case.
	BulkDeleteOverLimit Refusal
	// MaxBulkMembers caps the people of one add or remove call; more is a 400.
	// By default there is no cap, because none is documented.
	MaxBulkMembers int
	// UniqueNames refuses a group name that another group has, in whatever
	// case. By default two groups may share a name, because no document forbids it.
	UniqueNames bool
	// MaxNameLength refuses longer group names, in characters. By default there
	// is no limit, because none is documented.
	MaxNameLength int
	// MembershipModifies sets a group's modified date when members come or go.
	// By default only a patch does: members are not among the group's own fields.
	MembershipModifies bool
	// CaseSensitiveFilters compares filter values exactly. By default case does
	// not matter, as the documents say of most comparisons.
	CaseSensitiveFilters bool
	// UnorderedLists gives lists that ask for no sorters another order on every
	// call. By default they come in the order of creation, which is what people see.
	UnorderedLists bool
	// StringStatus sends the status of 207 items as text, as older tenants did.
	// By default it is a number, as documented.
	StringStatus bool
	// RequireExperimental refuses governance-group calls on /v2024, /v2025 and
	// /beta without "X-SailPoint-Experimental: true". By default the header is
	// taken anywhere and needed nowhere, as since the calls are public.
	RequireExperimental bool
	// OwnsAsObject sends "owns" in search results as one object. By default it
	// is an array of objects, as specified.
	OwnsAsObject bool
	// SearchPage is how many rows a search without a limit gives. By default it
	// is 250, as specified; another page of the documents says 10,000.
	SearchPage int
	// SearchLag is how long the search index stays behind changes. By default it
	// is always up to date, so that what people try is what they see.
	SearchLag time.Duration
	// PatchOwnerID takes a patch of "/owner/id", which SailPoint's command line
	// sends. By default it is a 400, because the document names only "/owner".
	PatchOwnerID bool
	// RefuseEmptyExpressions answers 400 to "filters=" and "sorters=". By
	// default they count as left out, because generated clients send them.
	RefuseEmptyExpressions bool
	// RetryAfterDate sends Retry-After as an HTTP date. By default it is in
	// seconds, as seen on tenants.
	RetryAfterDate bool
}

// Set turns a switch by its name in kebab case: "unique-names" turns it on,
// "search-lag=5s" gives it a value. The error lists what there is.
func (s *Switches) Set(text string) error {
	name, value, given := strings.Cut(text, "=")
	fields := reflect.ValueOf(s).Elem()
	names := make([]string, 0, fields.NumField())
	for i := range fields.NumField() {
		known := kebab(fields.Type().Field(i).Name)
		if known == name {
			if err := setSwitch(fields.Field(i), value, given); err != nil {
				return fmt.Errorf("the switch %s: %w", name, err)
			}
			return nil
		}
		names = append(names, known)
	}
	slices.Sort(names)
	return fmt.Errorf("there is no switch %q; there are %s", name, strings.Join(names, ", "))
}

// setSwitch gives a switch the value of its kind.
func setSwitch(field reflect.Value, value string, given bool) error {
	switch field.Interface().(type) {
	case bool:
		on, err := strconv.ParseBool(orDefault(value, "true"))
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", value)
		}
		field.SetBool(on)
		return nil
	case Refusal:
		n, err := strconv.Atoi(value)
		if n < 400 || n > 599 {
			err = errors.New("no refusal")
		}
		return setNumber(field, int64(n), err, "a status from 400 to 599, such as =422")
	case int:
		n, err := strconv.Atoi(value)
		return setNumber(field, int64(n), err, "a number, such as =3")
	case time.Duration:
		d, err := time.ParseDuration(value)
		return setNumber(field, int64(d), err, "a duration, such as =5s")
	}
	if !given || !slices.Contains([]UnknownMember{UnknownMemberItem404, UnknownMemberItem400, UnknownMemberRequest}, UnknownMember(value)) {
		return fmt.Errorf("%q is none of its values: %s, %s", value, UnknownMemberItem400, UnknownMemberRequest)
	}
	field.SetString(value)
	return nil
}

func setNumber(field reflect.Value, n int64, err error, want string) error {
	if err != nil || n < 0 {
		return errors.New("it needs " + want)
	}
	field.SetInt(n)
	return nil
}

// kebab writes a Go name as a flag's value: UniqueNames is unique-names.
func kebab(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 && unicode.IsLower(rune(name[i-1])) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
