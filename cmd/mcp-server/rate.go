// Rate: a number on the command line that may be below zero.

package main

import (
	"fmt"
	"strconv"

	"github.com/alecthomas/kong"
)

// rate is requests per 10 seconds. "--rate-limit -1" is taken like
// "--rate-limit=-1"; by itself the parser would look for a flag named 1.
type rate int

// Decode takes the next word, whatever it begins with.
func (r *rate) Decode(ctx *kong.DecodeContext) error {
	word := ctx.Scan.Pop()
	if word.IsEOL() {
		return fmt.Errorf("a whole number is missing")
	}
	n, err := strconv.Atoi(word.String())
	if err != nil {
		return fmt.Errorf("%q is not a whole number", word.String())
	}
	*r = rate(n)
	return nil
}
