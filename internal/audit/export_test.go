// Exporting: an export stands by itself and shows any damage.

package audit_test

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
)

func export(t testing.TB, log *audit.Log, from int64) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, log.Export(t.Context(), &b, from))
	return b.String()
}

func verifyExport(t testing.TB, text string) audit.Report {
	t.Helper()
	report, err := audit.VerifyExport(strings.NewReader(text))
	require.NoError(t, err)
	return report
}

func TestExportVerifiesByItself(t *testing.T) {
	log, store := filled(t, 5)
	for from, entries := range map[int64]int{-3: 5, 1: 5, 2: 4, 5: 1, 6: 0, 60: 0} {
		text := export(t, log, from)
		report := verifyExport(t, text)
		assert.True(t, report.Sound(), "from %d: %v", from, report)
		assert.Equal(t, entries, report.Entries)
		assert.Equal(t, store.hash, report.Hash)
		assert.Equal(t, entries+1, strings.Count(text, "\n"))
	}
	empty, _ := filled(t, 0)
	assert.True(t, verifyExport(t, export(t, empty, 1)).Sound())
}

func TestExportShowsDamageOfTheLog(t *testing.T) {
	for _, d := range damages {
		t.Run(d.name, func(t *testing.T) {
			log, store := filled(t, 5)
			d.damage(store)
			report := verifyExport(t, export(t, log, 1))
			require.False(t, report.Sound())
			assert.Equal(t, d.seq, report.Finding.Seq, report)
		})
	}
}

func TestExportDamagedAfterwards(t *testing.T) {
	log, _ := filled(t, 4)
	lines := strings.SplitAfter(strings.TrimSuffix(export(t, log, 1), "\n"), "\n")
	lines[4] += "\n"
	join := func(parts ...string) string { return strings.Join(parts, "") }
	cases := []struct {
		name, text string
		seq        int64
	}{
		{"empty", "", 1},
		{"only the last line", lines[4], 1},
		{"first line gone", join(lines[1:]...), 1},
		{"middle line gone", join(lines[0], lines[2], lines[3], lines[4]), 2},
		{"newest line gone", join(lines[0], lines[1], lines[2], lines[4]), 4},
		{"last line gone", join(lines[:4]...), 5},
		{"cut in a line", join(lines...)[:len(lines[0])+10], 2},
		{"last newline gone", strings.TrimSuffix(join(lines...), "\n"), 5},
		{"swapped", join(lines[0], lines[2], lines[1], lines[3], lines[4]), 2},
		{"line doubled", join(lines[0], lines[0], lines[1]), 1},
		{"something after the end", join(lines...) + "\n", 5},
		{"two exports in one file", join(lines...) + join(lines...), 5},
		{"spaces put in", join(" ", lines[0]), 1},
		{"key doubled", strings.Replace(join(lines...), `{"seq":1,`, `{"seq":1,"seq":1,`, 1), 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			report := verifyExport(t, c.text)
			require.False(t, report.Sound())
			assert.Equal(t, c.seq, report.Finding.Seq, report)
		})
	}
}

func TestExportFindsEveryFlippedByte(t *testing.T) {
	log, _ := filled(t, 2)
	text := []byte(export(t, log, 1))
	for at := range text {
		text[at] ^= 1
		require.False(t, verifyExport(t, string(text)).Sound(), "byte %d", at)
		text[at] ^= 1
	}
}

func TestExportSaysThatItFailed(t *testing.T) {
	log, _ := filled(t, 2)
	full := errors.New("disk is full")
	require.ErrorIs(t, log.Export(t.Context(), failing{full}, 1), full)
	require.ErrorIs(t, audit.NewLog(broken{err: full}, clock()).Export(t.Context(), failing{}, 1), full)
	_, err := audit.VerifyExport(failing{full})
	require.ErrorIs(t, err, full)
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
func (f failing) Read([]byte) (int, error)  { return 0, f.err }

// The steps that the documentation gives to auditors without govgroup.
func TestExportVerifiesWithStandardTools(t *testing.T) {
	if _, err := exec.LookPath("sha256sum"); err != nil {
		t.Skip("no sha256sum here")
	}
	log, store := filled(t, 3)
	script := `previous=
while IFS= read -r line; do
  case $line in '{"from":'*) break;; esac
  entry=${line#*,\"entry\":} entry=${entry%\}}
  prev=${line#*,\"prev\":\"} prev=${prev%%\"*}
  [ "$prev" = "$previous" ] || exit 1
  previous=$(printf '%s\n%s' "$prev" "$entry" | sha256sum | cut -d ' ' -f 1)
done
echo "$previous"`
	command := exec.CommandContext(t.Context(), "sh", "-c", script)
	command.Stdin = strings.NewReader(export(t, log, 1))
	out, err := command.Output()
	require.NoError(t, err)
	assert.Equal(t, store.hash, strings.TrimSpace(string(out)))
}
