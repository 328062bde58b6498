// The accessibility check: axe-core, run within each page that is looked at.

package approvals_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// axeVersion is the release that the pages are checked with.
const axeVersion = "4.14.1"

// axe is the script, got by npm once and kept in the user's cache.
var axe = sync.OnceValues(func() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(cache, "govgroup-test", "axe-core-"+axeVersion)
	file := filepath.Join(folder, "node_modules", "axe-core", "axe.min.js")
	if _, err := os.Stat(file); err != nil {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return "", err
		}
		out, err := exec.Command("npm", "install", "--prefix", folder, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "axe-core@"+axeVersion).CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("npm install: %w: %s", err, out)
		}
	}
	script, err := os.ReadFile(file)
	return string(script), err
})

// fault is something that axe finds.
type fault struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		HTML string `json:"html"`
	} `json:"nodes"`
}

// accessible fails for what is serious or critical. Where axe-core cannot be had,
// it says so and checks nothing.
func (b *tab) accessible(name string) {
	b.Helper()
	script, err := axe()
	if err != nil {
		b.Logf("%s was not checked for accessibility: %v", name, err)
		return
	}
	b.run(chromedp.Evaluate[chromedp.Void](script + ";undefined"))
	raw := ask(b, chromedp.Evaluate[string](
		`axe.run().then(found => JSON.stringify({faults: found.violations, passed: found.passes.length}))`, chromedp.EvalAwaitPromise))
	var found struct {
		Faults []fault `json:"faults"`
		Passed int     `json:"passed"`
	}
	require.NoError(b, json.Unmarshal([]byte(raw), &found))
	assert.Positive(b, found.Passed, "axe checked nothing")
	for _, f := range found.Faults {
		assert.NotContains(b, []string{"serious", "critical"}, f.Impact, "%s: %s: %s: %v", name, f.ID, f.Help, f.Nodes)
		b.Logf("%s: %s (%s): %s", name, f.ID, f.Impact, f.Help)
	}
}

func TestAxeCanBeHad(t *testing.T) {
	if _, err := axe(); err != nil {
		t.Skipf("the pages are not checked for accessibility, because axe-core could not be installed: %v", err)
	}
}
