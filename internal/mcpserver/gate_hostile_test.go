// Hostile clients: clients that answer what they were not asked, in forms that nobody
// showed.

package mcpserver_test

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/audit"
	"govgroup/internal/confirm"
	"govgroup/internal/sailpoint/sandbox"
	"govgroup/internal/tools"
)

type fields = map[string]any

// odd are answers in odd forms, and what each is worth where a plain yes or no is
// wanted and where a name is. Only what says yes in the form shown is a yes.
func odd(name string) map[string]struct {
	response     mcp.ElicitationResponse
	plain, typed tools.Code // empty: a yes
} {
	accept := func(content any) mcp.ElicitationResponse {
		return mcp.ElicitationResponse{Action: mcp.ElicitationResponseActionAccept, Content: content}
	}
	action := func(word string) mcp.ElicitationResponse {
		return mcp.ElicitationResponse{Action: mcp.ElicitationResponseAction(word), Content: fields{"confirm": true, "name": name}}
	}
	const no, unclear = tools.Declined, tools.InvalidInput
	return map[string]struct {
		response     mcp.ElicitationResponse
		plain, typed tools.Code
	}{
		"a field more":               {accept(fields{"confirm": true, "approved": "by the model"}), "", unclear},
		"a field more, name":         {accept(fields{"name": name, "approved": "by the model"}), unclear, ""},
		"both fields":                {accept(fields{"confirm": true, "name": name}), unclear, ""},
		"the word true":              {accept(fields{"confirm": "true"}), unclear, unclear},
		"the number one":             {accept(fields{"confirm": 1}), unclear, unclear},
		"a list":                     {accept(fields{"confirm": []any{true}, "name": []any{name}}), unclear, unclear},
		"an object":                  {accept(fields{"confirm": fields{"confirm": true}, "name": fields{"name": name}}), unclear, unclear},
		"null":                       {accept(fields{"confirm": nil, "name": nil}), unclear, unclear},
		"a false yes":                {accept(fields{"confirm": false}), no, no},
		"content that is true":       {accept(true), unclear, unclear},
		"content that is text":       {accept(name), unclear, unclear},
		"content that is a list":     {accept([]any{fields{"confirm": true, "name": name}}), unclear, unclear},
		"other capitals":             {accept(fields{"Confirm": true, "Name": name}), unclear, unclear},
		"an empty name":              {accept(fields{"name": ""}), unclear, unclear},
		"a name of a million":        {accept(fields{"name": strings.Repeat("x", 1_000_000)}), unclear, unclear},
		"the name and more":          {accept(fields{"name": name + "\n" + name}), unclear, unclear},
		"the name in small":          {accept(fields{"name": strings.ToLower(name)}), unclear, unclear},
		"no action":                  {action(""), unclear, unclear},
		"an action in capitals":      {action("ACCEPT"), unclear, unclear},
		"another action":             {action("approve"), unclear, unclear},
		"a no with a yes in it":      {action("decline"), no, no},
		"no answer with a yes in it": {action("cancel"), no, no},
	}
}

func TestOnlyAYesInTheFormThatWasShownIsAYes(t *testing.T) {
	t.Parallel()
	for over, version := range map[string]string{"stdio": "2025-11-25", "sse": "2025-06-18", "http": "2026-07-28"} {
		t.Run(version+" "+over, func(t *testing.T) {
			t.Parallel()
			w := newEnv(t)
			for name := range odd("") {
				w.Pass(16 * time.Minute) // what was left open before is over
				for _, d := range []operation{w.removal(t), w.deletion(t)} {
					c := odd(d.group.Name)[name]
					want := c.plain
					if d.level == confirm.Typed {
						want = c.typed
					}
					ann := w.meet(t, over, version, whoSays(func(mcp.ElicitationParams) mcp.ElicitationResponse { return c.response }))
					result := ann.do(d)
					text := textOf(t, result)
					assert.Less(t, len(text), 2000, "%s: what was sent is not sent back", name)
					if want == "" {
						assert.False(t, result.IsError, "%s: %s", name, text)
						assert.Len(t, w.effects(d.group.ID), 1, name)
						continue
					}
					assert.Truef(t, strings.HasPrefix(text, string(want)+": "), "%s, %s: %s", name, d.level, text)
					assert.Empty(t, w.effects(d.group.ID), name)
				}
			}
			w.sound(t)
		})
	}
}

func TestRoundsThatNobodyAskedFor(t *testing.T) {
	t.Parallel()
	w := newEnv(t)
	accept := fields{"action": "accept", "content": fields{"confirm": true}}
	cases := map[string]struct {
		turn func(state string) turn
		code tools.Code // empty: no request that the protocol knows
	}{
		"to another question":    {func(s string) turn { return turn{State: s, Responses: fields{"other": accept}} }, tools.InvalidInput},
		"to no question":         {func(s string) turn { return turn{State: s, Responses: fields{}} }, tools.InvalidInput},
		"the state alone":        {func(s string) turn { return turn{State: s} }, tools.InvalidInput},
		"an answer that is null": {func(s string) turn { return turn{State: s, Responses: fields{"confirm": nil}} }, tools.InvalidInput},
		"an answer that is text": {func(s string) turn { return turn{State: s, Responses: fields{"confirm": "accept"}} }, tools.InvalidInput},
		"the answer in a list":   {func(s string) turn { return turn{State: s, Responses: fields{"confirm": []any{accept}}} }, tools.InvalidInput},
		"the id alone":           {func(s string) turn { return turn{State: s[:32], Responses: fields{"confirm": accept}} }, tools.NotAllowed},
		"the secret alone":       {func(s string) turn { return turn{State: s[33:], Responses: fields{"confirm": accept}} }, tools.NotAllowed},
		"capitals":               {func(s string) turn { return turn{State: strings.ToUpper(s), Responses: fields{"confirm": accept}} }, tools.NotAllowed},
		"a blank more":           {func(s string) turn { return turn{State: s + " ", Responses: fields{"confirm": accept}} }, tools.NotAllowed},
		"a huge state": {func(s string) turn {
			return turn{State: s + strings.Repeat("0", 900_000), Responses: fields{"confirm": accept}}
		}, tools.NotAllowed},
		"a state of another kind": {func(string) turn { return turn{State: 7, Responses: fields{"confirm": accept}} }, ""},
		"answers of another kind": {func(s string) turn { return turn{State: s, Responses: []any{accept}} }, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d := w.removal(t)
			ann := w.meet(t, "http", "2026-07-28", whoSays())
			result, err := ann.once(t.Context(), d, c.turn(ann.question(d)))
			if c.code == "" {
				require.ErrorIs(t, err, mcp.ErrInvalidRequest)
			} else {
				require.NoError(t, err)
				text := textOf(t, result)
				assert.True(t, strings.HasPrefix(text, string(c.code)+": "), text)
				assert.Less(t, len(text), 1000)
			}
			assert.Empty(t, w.effects(d.group.ID))
			assert.Equal(t, confirm.Pending, w.requests(t, d.group.ID)[0].State)
		})
	}
	w.sound(t)
}

func TestOneStateSentManyTimesAtOnceCountsOnce(t *testing.T) {
	t.Parallel()
	w := newEnv(t)
	for _, d := range []operation{w.removal(t), w.deletion(t)} {
		ann := w.meet(t, "http", "2026-07-28", whoSays())
		state := ann.question(d)
		var all sync.WaitGroup
		answers := make(chan string, 16)
		for n := range 16 {
			response := accepts(d.yes)
			if n%2 == 1 {
				response = fields{"confirm": fields{"action": "decline"}}
			}
			all.Go(func() {
				result, err := ann.once(t.Context(), d, turn{State: state, Responses: response})
				if assert.NoError(t, err) {
					answers <- strings.SplitN(textOf(t, result), ":", 2)[0]
				}
			})
		}
		all.Wait()
		close(answers)
		counted := map[string]int{}
		for code := range answers {
			counted[code]++
		}
		r := w.requests(t, d.group.ID)[0]
		first := map[confirm.State]string{confirm.Done: "Done", confirm.Declined: "declined"}[r.State]
		assert.Equal(t, map[string]int{first: 1, "already_decided": 15}, counted)
		effects := map[confirm.State]int{confirm.Done: 1}[r.State]
		assert.Len(t, w.effects(d.group.ID), effects)
	}
	w.sound(t)
}

func TestTheFirstOfTwoAnswersByMessageCounts(t *testing.T) {
	t.Parallel()
	w := newEnv(t)
	for _, over := range transports() {
		d := w.removal(t)
		var ann *caller
		ann = w.meet(t, over, "2025-11-25", whoSays(after(func() {
			for id := range 5 {
				ann.say(`{"jsonrpc":"2.0","id":` + rawText(t, id) + `,"result":{"action":"decline"}}`)
			}
		}, fillIn(d.yes))))
		assert.Contains(t, textOf(t, ann.do(d)), "declined: ")
		assert.Empty(t, w.effects(d.group.ID))
	}
	w.sound(t)
}

// A client that could be asked and then cannot any more is told what changed, and
// gets no question.
func TestAClientThatCannotBeAskedAgain(t *testing.T) {
	t.Parallel()
	w := newEnv(t)
	d := w.deletion(t)
	ann := w.meet(t, "stdio", "2026-07-28", whoSays())
	state := ann.question(d)
	require.NoError(t, w.RenameGroup(d.group.ID, "Renamed"))
	result := ann.byHand(d, turn{State: state, Responses: accepts(d.yes), Able: &mcp.ClientCapabilities{}})
	assert.False(t, result.NeedsInput())
	text := textOf(t, result)
	assert.Contains(t, text, "Nothing was changed, because the tenant changed")
	assert.Contains(t, text, "“Renamed”")
	requests := w.requests(t, d.group.ID)
	require.Len(t, requests, 2)
	assert.Equal(t, confirm.Stale, requests[0].State)
	assert.Equal(t, confirm.Pending, requests[1].State)
	assert.Equal(t, []audit.Kind{audit.Asked}, kindsOf(w.entries(t, about(requests[1].ID))))
	assert.Empty(t, w.effects(d.group.ID))
}

func TestProgressTokensOfAnyKindHarmNothing(t *testing.T) {
	t.Parallel()
	w := newEnv(t)
	for name, progress := range map[string]any{
		"long": strings.Repeat("x", 100_000), "negative": -1, "a fraction": 1.5, "huge": 1e300,
		"an object": fields{"a": []any{1}}, "a list": []any{}, "a word": "true", "null": nil, "a question's number": 1,
	} {
		for over, version := range map[string]string{"stdio": "2025-11-25", "http": "2026-07-28", "sse": "2025-06-18"} {
			d := w.removal(t)
			ann := w.meet(t, over, version, whoSays(fillIn(d.yes)))
			result, err := ann.once(t.Context(), d, turn{Progress: &progress})
			require.NoError(t, err, name)
			if result.NeedsInput() {
				result, err = ann.once(t.Context(), d, turn{State: result.RequestState, Responses: accepts(d.yes), Progress: &progress})
				require.NoError(t, err, name)
			}
			assert.False(t, result.IsError, "%s %s", name, textOf(t, result))
			effects := w.effects(d.group.ID)
			require.Len(t, effects, 1, name)
			assert.Equal(t, sandbox.MemberRemoved, effects[0].Kind)
		}
	}
}

// A bridge puts several clients on one connection and gives all of them everything
// that comes back. What one of them answers is nobody's approval.
func TestAttackAnotherClientsAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSilentClient(t)
		defer s.end()
		s.say(demolish(7))
		assert.Contains(t, s.next(), `"method":"elicitation/create"`)
		s.say(strings.Replace(initialize, `"raw"`, `"another"`, 1))
		s.say(`{"jsonrpc":"2.0","id":1,"result":{"action":"accept","content":{"name":"House"}}}`)
		heard := s.next() + s.next()
		assert.Contains(t, heard, `confirmation_required`)
		s.say(demolish(8))
		assert.Contains(t, s.next(), "Several clients speak on this connection")
		assert.Zero(t, s.done.Load())
		all, err := s.db.Requests().List(t.Context(), confirm.Query{Tenant: "here"})
		require.NoError(t, err)
		for _, r := range all {
			assert.Equal(t, confirm.Pending, r.State)
			assert.NotContains(t, r.Requester.Client, "another", "no client is named that may not have asked")
		}
	})
}
