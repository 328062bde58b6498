// The YAML that a policy may be written in: plain values only, so that what is
// read is what a person sees.

package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// diagnostic is what is wrong on a line of the file; line 0 is the file itself.
type diagnostic struct {
	line int
	text string
}

// wrong makes a mistake of a format that is ours.
func wrong(line int, format string, args ...any) diagnostic {
	return diagnostic{line, fmt.Sprintf(format, args...)}
}

func (m diagnostic) Error() string {
	if m.line == 0 {
		return m.text
	}
	return fmt.Sprintf("line %d: %s", m.line, m.text)
}

// diagnostics are all that is wrong, in the order of the lines.
type diagnostics []diagnostic

func (m diagnostics) Error() string {
	slices.SortStableFunc(m, func(a, b diagnostic) int { return a.line - b.line })
	lines := make([]string, len(m))
	for i, one := range m {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// parse reads one plain document. The parser's own messages quote the file; only
// what is wrong and where is kept of them.
func parse(text []byte) (ast.Node, error) {
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, located(err)
	}
	docs := slices.DeleteFunc(file.Docs, func(d *ast.DocumentNode) bool { return d.Body == nil })
	if len(docs) == 0 || docs[0].Body.Type() == ast.CommentType {
		return nil, wrong(0, "the policy is empty; an empty policy would allow nothing, so it is taken for a mistake")
	}
	if len(docs) > 1 {
		return nil, wrong(lineOf(docs[1].Body), "a second document begins here; a policy is one document")
	}
	var odd plainness
	ast.Walk(&odd, docs[0].Body)
	if len(odd.found) > 0 {
		return nil, odd.found
	}
	return docs[0].Body, nil
}

// located turns the library's error into a mistake.
func located(err error) error {
	var at yaml.Error
	var own diagnostic
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &at) && at.GetToken() != nil:
		// The library names Go's own types after this.
		text, _, _ := strings.Cut(at.GetMessage(), " into Go ")
		return wrong(at.GetToken().Position.Line, "%s", text)
	}
	return wrong(0, "this is not YAML")
}

// lineOf is where a node begins, as an editor counts.
func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil {
		return 0
	}
	return n.GetToken().Position.Line
}

// plainness walks a document and notes what is not plain. A key without a value
// is refused because it reads like a list that was emptied: "deny:" would deny
// nothing.
type plainness struct{ found diagnostics }

// Visit implements [ast.Visitor].
func (p *plainness) Visit(n ast.Node) ast.Visitor {
	switch n := n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		p.found = append(p.found, wrong(lineOf(n), "anchors, aliases, merge keys and tags are not accepted; write the values out"))
		return nil
	case *ast.NullNode:
		p.found = append(p.found, wrong(lineOf(n), "a value is missing; write one, or leave the key out"))
	case *ast.MappingValueNode:
		if _, text := n.Key.(*ast.StringNode); !text && n.Key.Type() != ast.MergeKeyType {
			p.found = append(p.found, wrong(lineOf(n.Key), "a key must be text; put it into quotes"))
		}
	}
	return p
}

// at is a value and the line that it stands on. A text is a text and a number a
// whole number: neither is taken for the other.
type at[T any] struct {
	value T
	line  int
}

// UnmarshalYAML implements [yaml.NodeUnmarshaler].
func (a *at[T]) UnmarshalYAML(n ast.Node) error {
	a.line = lineOf(n)
	switch any(a.value).(type) {
	// The library turns numbers into text and text into numbers where it can.
	case string:
		if n.Type() != ast.StringType && n.Type() != ast.LiteralType {
			return wrong(a.line, "text is wanted here; put it into quotes")
		}
	case int:
		if n.Type() != ast.IntegerType {
			return wrong(a.line, "a whole number is wanted here")
		}
	}
	return yaml.NodeToValue(n, &a.value, yaml.Strict())
}
