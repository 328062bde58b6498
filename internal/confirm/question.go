// The question as a person sees it.

package confirm

import (
	"fmt"
	"strings"
	"time"

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

func (r Request) question() Question {
	text := append(r.preview(), fmt.Sprintf("Open until %s. Request %s.", r.Expires.UTC().Format("15:04:05 MST"), r.ID))
	return Question{Request: r.ID, Text: strings.Join(text, "\n"), Phrase: r.phrase(), Expires: r.Expires}
}

// preview is what the request asks for in lines: what would be written first, and
// nothing of it cut; the requester's purpose last, because a model may have
// written it.
func (r Request) preview() []string {
	text := preview(r.Plan)
	if r.Purpose != "" {
		text = append(text, "Reason, in the words of "+r.requester()+": “"+r.Purpose+"”")
	}
	return text
}

// preview is the plan in lines: the summary, everything that would be written, and
// warnings before details. What stays comes last, and its details not at all.
func preview(plan tools.Plan) []string {
	text := append([]string{plan.Summary}, written(plan)...)
	for _, w := range plan.Warnings {
		text = append(text, "Warning: "+w)
	}
	left := map[string]bool{}
	for _, item := range plan.Items {
		left[item.Name] = stays(item) && item.Name != ""
	}
	for _, d := range plan.Details {
		if !left[d.Label] {
			text = append(text, d.Label+": "+d.Value)
		}
	}
	return append(text, staying(plan)...)
}
