// Options: what a tenant is started with.

package sandbox

import (
	"crypto/rand"
	"fmt"
	"io"
	"time"
)

// Defaults for the zero values of Options.
const (
	DefaultGroups        = 200
	DefaultPeople        = 2000
	DefaultRateLimit     = 100
	DefaultTokenLifetime = 12 * time.Hour
	defaultSeed          = 1
)

// Options describes a tenant. The zero value is a tenant with 200 groups, 2,000
// people, seed 1, the API's own rate limit and a secret made at the start.
type Options struct {
	// Seed decides every name, id and date of the invented data: the same seed
	// and sizes give the same tenant on every machine. 0 means 1.
	Seed uint64
	// Groups and People are sizes; 0 means 200 and 2,000. The notable groups and
	// people of Scenario always exist, so a tenant never has fewer than those
	// (about 50 groups and 650 people).
	Groups, People int
	// Content fills the tenant instead of invented groups and people; nil invents.
	// Scenario then has only its Admin, and Seed and the sizes count for nothing.
	Content *Content
	// Journal is told of every request before its answer is sent, in order, and
	// holds the others up meanwhile; nil tells nobody.
	Journal func(Exchange)
	// Switches answers what is not known about the real API.
	Switches Switches
	// RateLimit is in requests per 10 seconds for each client and API version.
	// 0 means 100, negative means no limit. Token requests are not counted.
	RateLimit int
	// TokenLifetime is how long an access token is good for; 0 means 12 hours,
	// which is what a personal access token gets.
	TokenLifetime time.Duration
	// ClientID and ClientSecret are the personal access token of the first
	// client, an organisation administrator with every scope. An empty id gets
	// one made from the seed, an empty secret a random one.
	ClientID     string
	ClientSecret string `json:"-"`
	// Unchecked leaves out what tests do by themselves: holding every answer to
	// its schema. It is for benchmarks.
	Unchecked bool
	// Latency is added to every answer, as a network would; faults come on top.
	Latency time.Duration
	// Now is the tenant's clock for tokens, the rate limit and dates; nil means
	// time.Now. Latency and held requests run on real timers.
	Now func() time.Time
}

// Format prints the options without the secret, whatever the verb.
func (o Options) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, fmt.Sprintf("sandbox.Options{Seed:%d Groups:%d People:%d ClientID:%q}",
		o.Seed, o.Groups, o.People, o.ClientID))
}

// withDefaults fills in every zero value.
func (o Options) withDefaults() Options {
	o.Seed = orDefault(o.Seed, defaultSeed)
	o.Groups = orDefault(o.Groups, DefaultGroups)
	o.People = orDefault(o.People, DefaultPeople)
	o.RateLimit = orDefault(o.RateLimit, DefaultRateLimit)
	o.TokenLifetime = orDefault(o.TokenLifetime, DefaultTokenLifetime)
	if o.ClientID == "" {
		o.ClientID = hexID(stream(o.Seed, streamClient))
	}
	if o.ClientSecret == "" {
		o.ClientSecret = rand.Text()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// orDefault gives def for the zero value.
func orDefault[T comparable](v, def T) T {
	var zero T
	if v == zero {
		return def
	}
	return v
}
