// Seal: session ids that are known again after a restart, and by other processes on the
// same state.

package mcpserver

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// sealedFor is how long after it was opened a session may be taken over.
const sealedFor = 24 * time.Hour

// seal makes ids that say, so that nobody else can, who opened a session and by which
// process. Without a key ids are known to this process alone.
type seal struct {
	key      []byte
	instance string
}

func newSeal(key []byte) seal { return seal{key, rand.Text()} }

// sealed is what an id says. The subject is not told, only recognised.
type sealed struct {
	Random   string    `json:"r"`
	Instance string    `json:"i"`
	Subject  []byte    `json:"s"`
	Version  string    `json:"v"`
	Opened   time.Time `json:"t"`
}

// id makes a new one.
func (s seal) id(subject, version string) string {
	if s.key == nil {
		return rand.Text()
	}
	raw, err := json.Marshal(sealed{rand.Text(), s.instance, s.mark(subject), version, time.Now().UTC().Truncate(time.Second)})
	if err != nil { // texts and a time: cannot fail
		return rand.Text()
	}
	text := base64.RawURLEncoding.EncodeToString(raw)
	return text + "." + base64.RawURLEncoding.EncodeToString(s.mark(text))
}

// knows reports whether another process gave out the id, to this subject, and for which
// version of the protocol. What this process gave out and has not open is closed.
func (s seal) knows(id, subject string) (version string, known bool) {
	text, mark, is := strings.Cut(id, ".")
	given, err := base64.RawURLEncoding.DecodeString(mark)
	if !is || err != nil || s.key == nil || !hmac.Equal(given, s.mark(text)) {
		return "", false
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	var said sealed
	if err != nil || json.Unmarshal(raw, &said) != nil {
		return "", false
	}
	return said.Version, said.Instance != s.instance && hmac.Equal(said.Subject, s.mark(subject)) && time.Since(said.Opened) < sealedFor
}

func (s seal) mark(text string) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
