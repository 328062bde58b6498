// Identifier: ids, secrets and time stamps in the forms that Slack gives them.

package slacktest

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"
)

// ids counts what was numbered so far.
type ids struct{ last int }

// next gives an identifier that begins with the letter of its kind.
func (i *ids) next(kind string) string {
	i.last++
	return fmt.Sprintf("%s0%07d", kind, i.last)
}

// secret gives 128 random bits in hexadecimal.
func secret() string {
	b := make([]byte, 16)
	rand.Read(b) // never fails, as documented
	return hex.EncodeToString(b)
}

// stamp gives a message's ts, which is also its identifier in its channel:
// two messages of one microsecond still differ.
func (s *Slack) stamp() string {
	now := s.now().UnixMicro()
	now = max(now, s.lastStamp+1)
	s.lastStamp = now
	return fmt.Sprintf("%d.%06d", now/1e6, now%1e6)
}

// now is the workspace's clock. The caller holds the lock.
func (s *Slack) now() time.Time { return s.options.Now().Add(s.ahead) }
