// Ids, digests and lease owners: what ties an approval to one request and a lease to one
// process.

package confirm

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"

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

// newLeaseOwner names this process: where its process id counts, the id, and a random
// part because process ids come again.
func newLeaseOwner() string {
	host, _ := os.Hostname() // without a name leases still work, by time alone
	// Containers may share a host's name and not its process ids.
	space, _ := os.Readlink("/proc/self/ns/pid")
	return fmt.Sprintf("%s %s/%d/%s", host, space, os.Getpid(), newID()[:8])
}

// ownerDead reports whether the owner of a lease certainly lives no more: a process of this
// host whose id belongs to nobody now.
func (g *Gate) ownerDead(holder string) bool {
	theirs, ours := strings.Split(holder, "/"), strings.Split(g.leaseOwner, "/")
	if len(theirs) != 3 || strings.TrimSpace(theirs[0]) == "" || theirs[0] != ours[0] {
		return false
	}
	pid, err := strconv.Atoi(theirs[1])
	if err != nil {
		return false
	}
	process, err := os.FindProcess(pid)
	return err != nil || errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
