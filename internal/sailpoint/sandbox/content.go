// Content: groups and people of the user's own, read from a file, instead of the
// invented ones.

package sandbox

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
)

// Content is what a tenant is filled with. People are named by e-mail, or by the
// 32 hex digits of their id where they have none; whoever is named nowhere else is
// invented from that.
type Content struct {
	Groups []ContentGroup  `yaml:"groups"`
	People []ContentPerson `yaml:"people"`
}

// ContentGroup is a group. Without an owner it is the tenant administrator's.
type ContentGroup struct {
	Name        string   `yaml:"name"`
	Description string   `yaml:"description"`
	Owner       string   `yaml:"owner"`
	Members     []string `yaml:"members"`
}

// ContentPerson says more of a person than the e-mail does.
type ContentPerson struct {
	Email string `yaml:"email"`
	Name  string `yaml:"name"`  // the display name
	Alias string `yaml:"alias"` // the account name
	State string `yaml:"state"` // ACTIVE, which is the default, INACTIVE_SHORT_TERM or INACTIVE_LONG_TERM
}

// ReadContent reads a file by the end of its name: CSV, whose first line names its
// columns, or else YAML. The error says what is wrong where.
func ReadContent(name string, r io.Reader) (Content, error) {
	read := readYAML
	if strings.EqualFold(path.Ext(name), ".csv") {
		read = readCSV
	}
	var c Content
	text, err := readText(r)
	if err == nil {
		c, err = read(bytes.NewReader(text))
	}
	if err == nil {
		c.trim()
		err = c.check()
	}
	if err != nil {
		return Content{}, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// readText takes off the mark that spreadsheets and editors put in front of UTF-8.
func readText(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(r)
	if err == nil && !utf8.Valid(text) {
		err = errors.New("the text is not UTF-8; save it as that")
	}
	return bytes.TrimPrefix(text, []byte("\ufeff")), err
}

// readYAML takes one document: a second one would be left out in silence.
func readYAML(r io.Reader) (c Content, err error) {
	dec := yaml.NewDecoder(r, yaml.Strict())
	if err := dec.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return c, err
	}
	if err := dec.Decode(&Content{}); !errors.Is(err, io.EOF) {
		return c, errors.New("there is more than one document in it")
	}
	return c, nil
}

// columns are those that a CSV file may have.
func columns() []string {
	return []string{"group", "description", "owner", "email", "id", "name", "alias", "state"}
}

// readCSV takes a line for each member of a group, or for a group alone.
func readCSV(r io.Reader) (c Content, err error) {
	reader := csv.NewReader(r)
	head, err := reader.Read()
	if err != nil {
		return c, fmt.Errorf("the line with the columns' names cannot be read: %w", err)
	}
	for i, column := range head {
		if head[i] = strings.ToLower(strings.TrimSpace(column)); !slices.Contains(columns(), head[i]) {
			return c, fmt.Errorf("the column %q is not known; there are %s", column, strings.Join(columns(), ", "))
		}
		if slices.Contains(head[:i], head[i]) {
			return c, fmt.Errorf("the column %q is there twice", head[i])
		}
	}
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return c, nil
		}
		if err != nil {
			return c, err
		}
		row := map[string]string{}
		for i, cell := range cells {
			row[head[i]] = cell
		}
		c.add(row)
	}
}

// add puts one line of a CSV file in its place. Lines of one group name belong
// together, wherever they stand.
func (c *Content) add(row map[string]string) {
	at := slices.IndexFunc(c.Groups, func(g ContentGroup) bool { return g.Name == row["group"] })
	if at < 0 {
		c.Groups = append(c.Groups, ContentGroup{Name: row["group"]})
		at = len(c.Groups) - 1
	}
	g := &c.Groups[at]
	g.Description = orDefault(g.Description, row["description"])
	g.Owner = orDefault(g.Owner, row["owner"])
	member := strings.TrimSpace(orDefault(row["email"], row["id"]))
	if member == "" {
		return
	}
	g.Members = append(g.Members, member)
	if row["name"]+row["alias"]+row["state"] != "" {
		c.People = append(c.People, ContentPerson{Email: member, Name: row["name"], Alias: row["alias"], State: row["state"]})
	}
}

// trim takes the blanks off that come with people's references: "a@b, c@d" is two
// people. Names stay as they are, blanks and all.
func (c Content) trim() {
	for i := range c.Groups {
		g := &c.Groups[i]
		g.Owner = strings.TrimSpace(g.Owner)
		for j, ref := range g.Members {
			g.Members[j] = strings.TrimSpace(ref)
		}
	}
	for i := range c.People {
		c.People[i].Email = strings.TrimSpace(c.People[i].Email)
	}
}

// check finds what a tenant could not be made of.
func (c Content) check() error {
	if len(c.Groups)+len(c.People) == 0 {
		return errors.New("there is nothing in it")
	}
	for i, g := range c.Groups {
		if strings.TrimSpace(g.Name) == "" {
			return fmt.Errorf("group %d has no name", i+1)
		}
		if err := g.checkPeople(); err != nil {
			return fmt.Errorf("group %q%w", g.Name, err)
		}
	}
	states := []string{"", "ACTIVE", "INACTIVE_SHORT_TERM", "INACTIVE_LONG_TERM"}
	for i, p := range c.People {
		if !isPersonRef(p.Email) {
			return fmt.Errorf("person %d: %q is neither an e-mail nor the id of a person", i+1, p.Email)
		}
		if !slices.Contains(states, p.State) {
			return fmt.Errorf("person %q: the state %q is not known; there are %s", p.Email, p.State, strings.Join(states[1:], ", "))
		}
	}
	return nil
}

// checkPeople finds whom a group cannot have.
func (g ContentGroup) checkPeople() error {
	for _, ref := range append([]string{g.Owner}, g.Members...) {
		if ref != "" && !isPersonRef(ref) {
			return fmt.Errorf(": %q is neither an e-mail nor the id of a person", ref)
		}
	}
	if slices.Contains(g.Members, "") {
		return errors.New(" has a member that is empty")
	}
	return nil
}

func isPersonRef(ref string) bool {
	local, domain, _ := strings.Cut(ref, "@")
	return local != "" && domain != "" || isHexID(ref)
}

// lastingID is made of what something is called, so that it stays the same when
// the file grows. Group ids get their dashes.
func lastingID(kind, name string, again int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d", kind, name, again))
	id := hex.EncodeToString(sum[:16])
	if kind == "group" {
		id = id[:8] + "-" + id[8:12] + "-4" + id[13:16] + "-8" + id[17:20] + "-" + id[20:]
	}
	return id
}
