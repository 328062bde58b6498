// The question as a person sees it.

package confirm

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"govgroup/internal/tools"
)

// Question is what a door has to ask. Text has several lines; all text from the
// tenant in it has been cleaned.
type Question struct {
	Request string
	Text    string
	Phrase  string // what has to be typed; empty: a plain yes is enough
	Expires time.Time
}

// lines is how many details a question shows before it says how many more there
// are. The answer's structured preview is complete.
const lines = 40

func (r Request) question() Question {
	text := []string{r.Plan.Summary}
	all := preview(r.Plan)[1:]
	text = append(text, all[:min(lines, len(all))]...)
	if more := len(all) - lines; more > 0 {
		text = append(text, fmt.Sprintf("… and %d more lines in the request's preview.", more))
	}
	text = append(text, fmt.Sprintf("Open until %s. Request %s.", r.Expires.UTC().Format("15:04:05 MST"), r.ID))
	return Question{Request: r.ID, Text: strings.Join(text, "\n"), Phrase: r.phrase(), Expires: r.Expires}
}

// preview is the plan in lines, the summary first and warnings before details.
func preview(plan tools.Plan) []string {
	text := []string{plan.Summary}
	for _, w := range plan.Warnings {
		text = append(text, "Warning: "+w)
	}
	for _, d := range plan.Details {
		text = append(text, d.Label+": "+d.Value)
	}
	return text
}

// words are shown with a bulk request; typing one proves that the question was
// looked at.
var words = [...]string{
	"amber", "birch", "cedar", "delta", "ember", "flint", "grove", "harbor",
	"island", "juniper", "kettle", "lantern", "maple", "nectar", "orchid", "pepper",
}

// typable is the longest name that anyone is asked to type; for longer ones, and
// those of which nothing can be seen, it is the id.
const typable = 100

// phrase is what has to be typed where the level asks for typing: the group's
// name, or for several groups their number and a word.
func (r Request) phrase() string {
	if r.Level != Typed {
		return ""
	}
	if len(r.Plan.Groups) == 1 {
		if name := r.Plan.Groups[0].Name; name != "" && utf8.RuneCountInString(name) <= typable {
			return name
		}
		return r.Plan.Groups[0].ID
	}
	return fmt.Sprintf("%d %s", r.Plan.Pending(), words[int(r.ID[0]+r.ID[1])%len(words)])
}

// typed compares what was typed: the same characters however composed, blanks
// around them aside. Capitals matter.
func (q Question) typed(text string) bool {
	return norm.NFC.String(strings.TrimSpace(text)) == norm.NFC.String(strings.TrimSpace(q.Phrase))
}
