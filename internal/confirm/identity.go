// Ids and digests: what ties an approval to one request.

package confirm

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"govgroup/internal/tools"
)

// newID gives 128 random bits in hex.
func newID() string {
	var bits [16]byte
	rand.Read(bits[:]) // never fails: see crypto/rand
	return hex.EncodeToString(bits[:])
}

// digest ties a plan to its tool, resolved arguments and tenant.
func digest(plan tools.Plan, tenant string) string {
	return hash(plan.Tool, string(plan.Arguments), tenant)
}

// callDigest ties an answer to the call that it was asked for. Arguments that
// differ only in spacing or the order of names are the same call.
func callDigest(tool string, arguments json.RawMessage) string {
	var value any
	if json.Unmarshal(arguments, &value) == nil {
		if canonical, err := json.Marshal(value); err == nil {
			arguments = canonical
		}
	}
	return hash(tool, string(arguments))
}

// hash is over the parts and their lengths, so that no two lists of parts run
// together into the same text.
func hash(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}
