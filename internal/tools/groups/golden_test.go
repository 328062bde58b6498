// Golden: texts that people and models read are kept as files, so that a change to
// one is seen. go test -update writes them anew.

package groups_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestMain lets more tests run at once than there are processors: most of them
// wait, for an answer that does not come or before looking again.
func TestMain(m *testing.M) {
	flag.Parse()
	if n := flag.Lookup("test.parallel"); n.Value.String() == n.DefValue && flag.Lookup("test.fuzz").Value.String() == "" {
		_ = n.Value.Set("8") // a number is always taken
	}
	os.Exit(m.Run())
}

// passing are the parts of a text that differ from run to run.
var passing = regexp.MustCompile(`(tracking id )[0-9a-f]+|(http://127\.0\.0\.1:)\d+`)

// stamps are the dates of changes made by a test.
var stamps = regexp.MustCompile(`modified 20[2-9]\d-\d\d-\d\d [0-9:.]+`)

// golden compares the text with testdata/name.txt.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	text = passing.ReplaceAllString(text, "${1}${2}…") + "\n"
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run go test -update to write it")
	assert.Equal(t, string(want), text)
}
