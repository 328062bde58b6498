// The chain: each record's hash covers its own bytes and the hash of the record
// before, so that nothing can be altered without altering all that follows.

package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// HashLength is how many digits the hash of a record has.
const HashLength = 2 * sha256.Size

// digest is the hash of a record: SHA-256, in hexadecimal, over the hash of the
// record before, a newline, and the entry's bytes.
func digest(prev string, body []byte) string {
	h := sha256.New()
	h.Write([]byte(prev + "\n"))
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// seal turns an entry into the record that follows the one with the given hash.
func seal(prev string, e Entry) (Record, error) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false) // the arguments stay as they were digested
	if err := encoder.Encode(e); err != nil {
		return Record{}, fmt.Errorf("entry cannot be written as JSON: %w", err)
	}
	line := bytes.TrimSuffix(body.Bytes(), []byte("\n"))
	return Record{Seq: e.Seq, Body: line, Prev: prev, Hash: digest(prev, line), Index: e.index()}, nil
}

// Finding names the first entry at which a log is not what was appended.
type Finding struct {
	Seq  int64  // the number of the entry, or of the first that is missing
	What string // what is wrong with it, as the end of a sentence
}

// String is the finding in one line.
func (f Finding) String() string { return fmt.Sprintf("entry %d %s", f.Seq, f.What) }

// chain follows records in order. Its zero value expects entry 1.
type chain struct {
	seq  int64 // of the last sound record
	hash string
}

// follow takes the next record, or says why it is not the next one. The order
// of the checks matters: a record that does not even hash to its own hash was
// altered itself, while a sound one that does not fit accuses its neighbour.
func (c *chain) follow(r Record) *Finding {
	expected := c.seq + 1
	switch {
	case r.Seq > expected:
		return missing(expected, r.Seq-1)
	case r.Seq < expected:
		return &Finding{r.Seq, "was put in: its number is out of order"}
	case r.Hash != digest(r.Prev, r.Body):
		return &Finding{r.Seq, "was changed: it does not match its own hash"}
	}
	if f := numbered(r); f != nil {
		return f
	}
	if r.Prev != c.hash {
		return unlinked(r)
	}
	c.seq, c.hash = r.Seq, r.Hash
	return nil
}

// end compares what was followed with the head.
func (c *chain) end(seq int64, hash string) *Finding {
	switch {
	case seq > c.seq:
		return missing(c.seq+1, seq)
	case seq < c.seq:
		return &Finding{seq + 1, "is beyond the end that the head records: it was put in, or the head was set back"}
	case hash != c.hash:
		return &Finding{seq, "is not the one that the head records: it was replaced"}
	}
	return nil
}

func missing(from, to int64) *Finding {
	if from == to {
		return &Finding{from, "is missing"}
	}
	return &Finding{from, fmt.Sprintf("and those after it up to %d are missing", to)}
}

// numbered checks that the number within the hashed bytes is where they stand.
func numbered(r Record) *Finding {
	var inside struct {
		Seq int64 `json:"seq"`
	}
	if json.Unmarshal(r.Body, &inside) != nil {
		return &Finding{r.Seq, "is not an audit entry: it was replaced"}
	}
	if inside.Seq != r.Seq {
		return &Finding{r.Seq, fmt.Sprintf("holds entry %d: the order was changed", inside.Seq)}
	}
	return nil
}

// unlinked blames the record before, which must have been hashed anew after a
// change: this one still vouches for another. The first record has none before.
func unlinked(r Record) *Finding {
	if r.Seq == 1 {
		return &Finding{1, "continues something older: entries before it were taken away"}
	}
	return &Finding{r.Seq - 1, fmt.Sprintf("was replaced and hashed anew, or entry %d was: the two do not fit together", r.Seq)}
}
