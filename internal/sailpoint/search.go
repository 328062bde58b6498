// This file holds what only the search index knows. It lags behind writes.

package sailpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// MaxSearch is how many people SearchIdentities gives at most.
const MaxSearch = 250

// OwnedGroup is a group that a person owns, as the search index has it.
type OwnedGroup struct{ ID, Name string }

// SearchIdentities finds up to limit people who have every word of text at the
// beginning of a word of their name, account name or e-mail. limit 0 means
// MaxSearch, which is also the most.
func (c *Client) SearchIdentities(ctx context.Context, text string, limit int) ([]Person, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return nil, invalid("there is nothing to search for: a word of a name, an account name or an e-mail is accepted")
	}
	if limit < 0 || limit > MaxSearch {
		return nil, invalid("the limit %d is out of range: 1 to %d are accepted, and 0 for %d", limit, MaxSearch, MaxSearch)
	}
	if limit == 0 {
		limit = MaxSearch
	}
	// All fields are named, because a word without a field would be looked for
	// in the whole document: its entitlements, its manager, its city.
	clauses := make([]string, len(words))
	for i, word := range words {
		word = escapeLucene(word) + "*"
		clauses[i] = "(name:" + word + " OR displayName:" + word + " OR email:" + word + ")"
	}
	var found []wirePerson
	if err := c.search(ctx, strings.Join(clauses, " AND "), limit, &found); err != nil {
		return nil, err
	}
	return values[wirePerson, Person](distinct(found)), nil
}

// OwnedGroups finds the groups that a person owns. A group whose owner was
// changed in the last minutes may be missing, or still be there.
func (c *Client) OwnedGroups(ctx context.Context, identityID string) ([]OwnedGroup, error) {
	if err := checkIdentityID(identityID); err != nil {
		return nil, err
	}
	var found []struct {
		Owns oneOrMany[struct {
			Groups []OwnedGroup `json:"governanceGroups"`
		}] `json:"owns"`
	}
	if err := c.search(ctx, "id:"+identityID, 1, &found); err != nil {
		return nil, err
	}
	var groups []OwnedGroup
	for _, person := range found {
		for _, owns := range person.Owns {
			groups = append(groups, owns.Groups...)
		}
	}
	return groups, nil
}

// search sends a Lucene query on identities. Though a POST, it is a read.
func (c *Client) search(ctx context.Context, query string, limit int, out any) error {
	body := map[string]any{
		"indices": []string{"identities"},
		"query":   map[string]string{"query": query},
		"sort":    []string{"id"},
	}
	k := call{method: http.MethodPost, path: c.path("search"), query: url.Values{"limit": {strconv.Itoa(limit)}}, body: body}
	_, err := c.do(ctx, k, out)
	return needsUser(err)
}

// escapeLucene takes the meaning from every character that has one.
func escapeLucene(word string) string {
	var b strings.Builder
	for _, r := range word {
		if strings.ContainsRune(`+-=&|><!(){}[]^"~*?:\/`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// oneOrMany reads a list that some tenants send as a single object.
type oneOrMany[T any] []T

// UnmarshalJSON takes an array, an object or null.
func (m *oneOrMany[T]) UnmarshalJSON(text []byte) error {
	if bytes.HasPrefix(text, []byte("{")) {
		*m = make([]T, 1)
		return json.Unmarshal(text, &(*m)[0])
	}
	var list []T
	err := json.Unmarshal(text, &list)
	*m = list
	return err
}
