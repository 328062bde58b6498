package confirm_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// asked opens the question of a fresh request to delete DB Access.
func asked(t *testing.T, w *world) (o tools.Outcome, token string) {
	t.Helper()
	o = w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	question, token, err := w.gate.Ask(t.Context(), o.Change, ann, "govgroup_delete", args{"group": "DB Access"}.raw())
	require.NoError(t, err)
	assert.Equal(t, "DB Access", question.Phrase)
	assert.Contains(t, question.Text, "12 members")
	return o, token
}

func TestAnswersThatDoNotCount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	yes := confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: ann}
	bobs := yes
	bobs.By = tools.Caller{Surface: "stdio", Subject: "bob"}
	same := args{"group": "DB Access"}
	cases := map[string]struct {
		token  func(o tools.Outcome, token string) string
		tool   string
		args   args
		answer confirm.Answer
		code   tools.Code
		said   string
	}{
		"never asked":        {func(tools.Outcome, string) string { return "" }, "govgroup_delete", same, yes, tools.NotAllowed, "never asked"},
		"the id alone":       {func(o tools.Outcome, _ string) string { return string(o.Change) }, "govgroup_delete", same, yes, tools.NotAllowed, "altered"},
		"a guessed secret":   {func(o tools.Outcome, _ string) string { return string(o.Change + "." + o.Change) }, "govgroup_delete", same, yes, tools.NotAllowed, "altered"},
		"one letter changed": {func(_ tools.Outcome, token string) string { return token[:len(token)-1] + "x" }, "govgroup_delete", same, yes, tools.NotAllowed, "altered"},
		"an unknown request": {func(_ tools.Outcome, token string) string { return strings.Repeat("0", 32) + token[32:] }, "govgroup_delete", same, yes, tools.NotAllowed, "altered"},
		"someone else":       {keep, "govgroup_delete", same, bobs, tools.NotAllowed, "made by someone else"},
		"another tool":       {keep, "govgroup_bulk_delete", args{"groups": []string{"DB Access"}}, yes, tools.NotAllowed, "other arguments"},
		"another group":      {keep, "govgroup_delete", args{"group": w.Unused.ID}, yes, tools.NotAllowed, "other arguments"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o, token := asked(t, w)
			w.Untouched(t, func() {
				_, err := w.gate.Answer(t.Context(), c.token(o, token), c.tool, c.args.raw(), c.answer)
				said := refused(t, c.code, err)
				assert.Contains(t, said, c.said)
				assert.Contains(t, said, "Nothing was changed")
			})
			assert.Equal(t, confirm.Pending, w.stored(t, o.Change).State)
		})
	}
}

func keep(_ tools.Outcome, token string) string { return token }

func TestATokenWorksOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	call := args{"group": "DB Access"}.raw()
	for name, first := range map[string]confirm.Answer{
		"after a wrong name":    {Verdict: confirm.Yes, Typed: "wrong", By: ann},
		"after no answer":       {Verdict: confirm.NoAnswer, By: ann},
		"after a no":            {Verdict: confirm.No, By: ann},
		"after missing content": {Verdict: confirm.Unclear, By: ann},
	} {
		t.Run(name, func(t *testing.T) {
			_, token := asked(t, w)
			w.Untouched(t, func() {
				_, err := w.gate.Answer(t.Context(), token, "govgroup_delete", call, first)
				require.Error(t, err)
				_, err = w.gate.Answer(t.Context(), token, "govgroup_delete", call, confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: ann})
				refused(t, tools.AlreadyDecided, err)
			})
		})
	}
	_, token := asked(t, w)
	o, err := w.gate.Answer(t.Context(), token, "govgroup_delete", call, confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: ann})
	require.NoError(t, err)
	assert.Equal(t, tools.StatusDone, o.Status)
	w.Untouched(t, func() {
		_, err = w.gate.Answer(t.Context(), token, "govgroup_delete", call, confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: ann})
		refused(t, tools.AlreadyDecided, err)
	})
}

func TestTheSameCallInOtherSpellingIsTheSameCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, token := asked(t, w)
	o, err := w.gate.Answer(t.Context(), token, "govgroup_delete", []byte(` { "group" : "DB Access" } `), confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: ann})
	require.NoError(t, err)
	assert.Equal(t, tools.StatusDone, o.Status)
}

func TestAskingAnewMakesTheOldTokenWorthless(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o, old := asked(t, w)
	call := args{"group": "DB Access"}.raw()
	_, _, err := w.gate.Ask(t.Context(), o.Change, ann, "govgroup_delete", call)
	require.NoError(t, err)
	_, err = w.gate.Answer(t.Context(), old, "govgroup_delete", call, confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: ann})
	refused(t, tools.NotAllowed, err)
}

func TestOnlyTheRequesterIsAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.waiting(t, "govgroup_delete", args{"group": "DB Access"})
	_, _, err := w.gate.Ask(t.Context(), o.Change, tools.Caller{Surface: "stdio", Subject: "bob"}, "govgroup_delete", args{"group": "DB Access"}.raw())
	refused(t, tools.NotAllowed, err)
}

func TestAnExpiredTokenSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, token := asked(t, w)
	w.Pass(16 * time.Minute)
	w.Untouched(t, func() {
		_, err := w.gate.Answer(t.Context(), token, "govgroup_delete", args{"group": "DB Access"}.raw(), confirm.Answer{Verdict: confirm.Yes, Typed: "DB Access", By: ann})
		refused(t, tools.Expired, err)
	})
}

// The token is not what is stored: reading the state file gives no one a yes.
func TestTheStateFileHoldsNoToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o, token := asked(t, w)
	_, secret, _ := strings.Cut(token, ".")
	r := w.stored(t, o.Change)
	assert.NotContains(t, r.Ask, secret)
	assert.NotEmpty(t, r.Ask)
}
