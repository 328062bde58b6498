// What a line of the log says of the call that it is about.

package observe_test

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"

	"govgroup/internal/observe"
)

func TestLinesNameTheCallThatTheyAreAbout(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := slog.New(observe.Handler(slog.NewTextHandler(&out, nil)))
	id := observe.NewCall()
	assert.NotEqual(t, id, observe.NewCall())
	ctx := observe.WithCall(t.Context(), id)

	log.With("part", "tenant").InfoContext(ctx, "sent")
	assert.Contains(t, out.String(), "part=tenant call="+id)
	out.Reset()
	log.InfoContext(t.Context(), "started")
	log.Info("started")
	assert.NotContains(t, out.String(), "call=")
}
