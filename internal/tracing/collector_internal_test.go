// A collector that is busy, in the time of a bubble.

package tracing

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// answers is a way to a collector that answers with one status after the other.
type answers []int

func (a *answers) RoundTrip(*http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	w.WriteHeader((*a)[0])
	*a = (*a)[1:]
	return w.Result(), nil
}

func TestABusyCollectorIsTriedAgainWhileThereIsTime(t *testing.T) {
	for name, c := range map[string]struct {
		answers answers
		left    int // answers that nobody waited for
		fails   bool
	}{
		"busy for a moment": {answers{503, 429, 200, 200}, 1, false},
		"busy for long":     {answers{503, 503, 503, 503, 503, 503}, 2, true}, // tried at 0, 1, 3 and 7 seconds
		"refused":           {answers{401, 200}, 1, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			to := &collector{address: "http://collector.example", headers: http.Header{}, timeout: 10 * time.Second, client: &http.Client{Transport: &c.answers}}
			err := to.UploadTraces(t.Context(), nil)
			require.Equal(t, c.fails, err != nil, "%s: %v", name, err)
			assert.Len(t, c.answers, c.left, name)
		})
	}
}
