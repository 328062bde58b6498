// IDs: the seed gives the ids of the data of the start; all later ones are random, so
// that none is ever used again.

package sandbox

import (
	"fmt"
	"math/rand/v2"
)

// The streams of chance. Each use has its own, so that more people do not change
// the groups' ids.
const (
	streamPeople uint64 = iota + 1
	streamGroups
	_
	streamClient
)

func stream(seed, number uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, number)) }

// hexID makes 32 hex digits: the form of identity ids and of a few old groups.
func hexID(r *rand.Rand) string { return hexDigits(r.Uint64(), r.Uint64()) }

// newHexID is one that was never there before.
func newHexID() string { return hexDigits(rand.Uint64(), rand.Uint64()) }

func hexDigits(hi, lo uint64) string { return fmt.Sprintf("%016x%016x", hi, lo) }

// uuid makes a dashed UUID of version 4.
func uuid(r *rand.Rand) string { return dashed(r.Uint64(), r.Uint64()) }

// newUUID is one that was never there before.
func newUUID() string { return dashed(rand.Uint64(), rand.Uint64()) }

func dashed(hi, lo uint64) string {
	hi = hi&^0xf000 | 0x4000
	lo = lo&^(3<<62) | 2<<62
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", hi>>32, hi>>16&0xffff, hi&0xffff, lo>>48, lo&0xffffffffffff)
}
