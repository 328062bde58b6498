// Bulk: the answers to calls on many things at once.

package sailpoint

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
)

// ItemStatus is the tenant's answer for one item of a bulk call.
type ItemStatus struct {
	ID string
	// Status is as of HTTP; 0 where the tenant said nothing of this item, so
	// that its outcome is unknown.
	Status      int
	Description string // the tenant's words
}

// bulk sends a call and gives one answer for each of ids, in their order. The
// tenant answers 207 even where every item failed.
func (c *Client) bulk(ctx context.Context, k call, ids []string) ([]ItemStatus, error) {
	var items []wireItem
	if _, err := c.do(ctx, k, &items); err != nil {
		return nil, err
	}
	said := make(map[string]wireItem, len(items))
	for _, item := range items {
		said[strings.ToLower(item.ID)] = item
	}
	answers := make([]ItemStatus, len(ids))
	for i, id := range ids {
		answers[i] = ItemStatus{ID: id, Description: "the tenant's answer does not mention it"}
		if item, ok := said[strings.ToLower(id)]; ok {
			answers[i].Status, answers[i].Description = int(item.Status), tidy(item.Description)
		}
	}
	return answers, nil
}

// withoutRepeats keeps the first of each id: sent twice, an id gets two
// answers that contradict each other.
func withoutRepeats(ids []string) []string {
	seen := make(map[string]bool, len(ids))
	var kept []string
	for _, id := range ids {
		if folded := strings.ToLower(id); !seen[folded] {
			seen[folded] = true
			kept = append(kept, id)
		}
	}
	return kept
}

// wireItem is an answer for one item as the API sends it.
type wireItem struct {
	ID          string     `json:"id"`
	Status      statusCode `json:"status"`
	Description string     `json:"description"`
}

// statusCode is a number, or, from older tenants, a string that begins with
// one. Anything else is 0: unknown.
type statusCode int

// UnmarshalJSON never fails: one odd item must not hide the other answers.
func (s *statusCode) UnmarshalJSON(text []byte) error {
	var word string
	if json.Unmarshal(text, &word) != nil {
		word = string(text)
	}
	digits, _, _ := strings.Cut(strings.TrimSpace(word), " ")
	n, err := strconv.Atoi(digits)
	if err != nil {
		n = 0
	}
	*s = statusCode(n)
	return nil
}
