package sandbox

// This file lists what is not known about the real API, with the answer that
// the tenant gives unless told otherwise.

import "time"

// UnknownMember is what becomes of a person nobody knows in an add-members call.
type UnknownMember string

// The possible answers to an unknown person in an add-members call.
const (
	UnknownMemberItem404 UnknownMember = ""        // the item is answered 404, the others are added
	UnknownMemberItem400 UnknownMember = "item400" // the item is answered 400, the others are added
	UnknownMemberRequest UnknownMember = "request" // the whole request is answered 400 and nobody is added
)

// Switches answers the API's open questions. Each zero value is the default; a
// caller that is right works with every combination.
type Switches struct {
	// DeleteInUseConflict answers DELETE of a group in use with 409; by default
	// it is 400 with "400.2.1.0 Object in use by another".
	DeleteInUseConflict bool
	// UnknownMember is the answer to adding somebody who does not exist.
	UnknownMember UnknownMember
	// BulkDeleteOverLimit is the status for more than 100 ids in bulk-delete;
	// 0 means 400. Nothing is deleted in any case.
	BulkDeleteOverLimit int
	// MaxBulkMembers caps the people of one add or remove call; more is a 400.
	// 0 means no cap.
	MaxBulkMembers int
	// UniqueNames refuses a group name that another group has, in whatever
	// case. By default two groups may share a name.
	UniqueNames bool
	// MaxNameLength refuses longer group names, in characters; 0 means no limit.
	MaxNameLength int
	// MembershipModifies sets a group's modified date when members come or go.
	// By default only a patch does.
	MembershipModifies bool
	// CaseSensitiveFilters compares filter values exactly. By default case does
	// not matter.
	CaseSensitiveFilters bool
	// UnorderedLists gives lists that ask for no sorters another order on every
	// call. By default they come in the order of creation.
	UnorderedLists bool
	// StringStatus sends the status of 207 items as text, as older tenants did.
	StringStatus bool
	// RequireExperimental refuses governance-group calls on /v2024, /v2025 and
	// /beta without "X-SailPoint-Experimental: true". By default the header is
	// taken anywhere and needed nowhere.
	RequireExperimental bool
	// OwnsAsObject sends "owns" in search results as one object instead of an
	// array of objects.
	OwnsAsObject bool
	// SearchLag is how long the search index stays behind changes; 0 means that
	// it is always up to date.
	SearchLag time.Duration
	// PatchOwnerID takes a patch of "/owner/id", which SailPoint's command line
	// sends. By default it is a 400, because the document names only "/owner".
	PatchOwnerID bool
	// RefuseEmptyExpressions answers 400 to "filters=" and "sorters=". By
	// default they count as left out, because generated clients send them.
	RefuseEmptyExpressions bool
	// RetryAfterDate sends Retry-After as an HTTP date instead of seconds.
	RetryAfterDate bool
}
