// Words for how a call ended, for those who count calls.

package tools

// OK is the word for a call that only read and was answered.
const OK = "ok"

// OutcomeWords are all the words that a call can end with: [OK], the status of a change,
// or the code of an error.
func OutcomeWords() []string {
	return []string{
		OK,
		StatusDone, StatusPartly, StatusFailed, StatusUnknown, StatusAsk, StatusPreview, StatusWorking, StatusDeclined, StatusExpired, StatusStale,
		string(InvalidInput), string(NotFound), string(Ambiguous), string(InUse), string(NotAllowed), string(CannotAsk), string(AlreadyDecided),
		string(RateLimited), string(Unavailable), string(OutcomeUnknown), string(Internal),
	}
}

// wordOf is the word for how a call ended.
func wordOf(r Result, err error) string {
	if err != nil {
		return string(AsError(err).Code)
	}
	if o, changes := r.Data.(Outcome); changes {
		return o.Status
	}
	return OK
}
