// Flow: what has to be remembered between leaving for the provider and coming back.
// It travels in a sealed cookie, so that strangers who begin and never finish cost no
// memory.

package approvals

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"regexp"
	"time"
)

// flowLifetime is how long a person may take at the provider.
const flowLifetime = 10 * time.Minute

// flow is one sign-in in progress.
type flow struct {
	State    string    `json:"state"`    // comes back with the code: the answer is to this browser's question
	Nonce    string    `json:"nonce"`    // comes back within the token: so is the token
	Verifier string    `json:"verifier"` // proves to the provider that the code is ours (PKCE)
	Path     string    `json:"path"`     // where the person was going
	Until    time.Time `json:"until"`
}

// ours are the paths to which a sign-in may lead. Nothing else is ever a place
// to go to, whatever somebody managed to put into a flow.
var ours = regexp.MustCompile(`^/approvals/(decided|requests/[0-9a-f]{1,64})?$`)

// back is where to go after a sign-in: always a page of ours.
func (f flow) back() string {
	if ours.MatchString(f.Path) {
		return f.Path
	}
	return Root
}

// sealer encrypts what a browser keeps for us, with a key that this process
// alone has.
type sealer struct{ box cipher.AEAD }

func newSealer() sealer {
	key := make([]byte, 32)
	rand.Read(key) // never fails: see crypto/rand
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // the key's length is right
	}
	box, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // the block's length is right
	}
	return sealer{box}
}

// seal gives the flow in a form that only open reads.
func (s sealer) seal(f flow) string {
	plain, err := json.Marshal(f)
	if err != nil {
		return "" // cannot happen to texts and a time; opens as no flow
	}
	return base64.RawURLEncoding.EncodeToString(s.box.Seal(nil, nil, plain, nil))
}

var errFlow = errors.New("not a sign-in of this server, or one that took too long")

// open reads what seal gave, unless its time is over.
func (s sealer) open(sealed string, now time.Time) (flow, error) {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return flow{}, errFlow
	}
	plain, err := s.box.Open(nil, nil, raw, nil)
	var f flow
	if err != nil || json.Unmarshal(plain, &f) != nil || now.After(f.Until) {
		return flow{}, errFlow
	}
	return f, nil
}
