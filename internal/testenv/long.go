// Long: tests that take time, which are left out where only the quick ones are
// wanted.

package testenv

import "testing"

// Long leaves a test out of go test -short, and says why it takes long.
func Long(t testing.TB, why string) {
	t.Helper()
	if testing.Short() {
		t.Skip("left out by -short: " + why)
	}
}
