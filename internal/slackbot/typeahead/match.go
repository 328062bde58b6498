// Matching: which entries fit what was typed, the likeliest first.

package typeahead

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// item is an entry with the text that it is found by.
type item struct {
	Entry
	key string // name, detail and other names, folded
}

// newItem folds once what is compared at every letter that somebody types.
func newItem(e Entry) item {
	return item{e, fold(e.Name + "\n" + e.Detail + "\n" + e.Also)}
}

func byName(a, b item) int { return strings.Compare(a.key, b.key) }

// fold makes texts comparable that look alike.
func fold(s string) string { return strings.ToLower(norm.NFKC.String(s)) }

// Find gives up to so many entries of a kind in which every word of the query
// occurs: those that begin with the query first, then those with a word that
// does, then the others. An empty query fits everything.
func (x *Index) Find(kind Kind, query string, most int) []Entry {
	wanted := fold(strings.TrimSpace(query))
	words := strings.Fields(wanted)
	var ranks [3][]Entry
	for _, list := range x.lists(kind) {
		for i := range list {
			if !fits(list[i].key, words) {
				continue
			}
			rank := rank(list[i].key, wanted)
			if len(ranks[rank]) < most {
				ranks[rank] = append(ranks[rank], list[i].Entry)
			}
			if len(ranks[0]) == most {
				return ranks[0]
			}
		}
	}
	found := append(append(ranks[0], ranks[1]...), ranks[2]...)
	found = found[:min(len(found), most)]
	if kind == People && len(found) < enough {
		x.want(wanted)
	}
	return found
}

// OwnedBy gives the groups that somebody owns as they were last read; false: they were
// not read yet.
func (x *Index) OwnedBy(person string) (owned []Entry, read bool) {
	all, read := (*x.read.Load())[Groups]
	for _, i := range all {
		if person != "" && strings.EqualFold(i.Owner, person) {
			owned = append(owned, i.Entry)
		}
	}
	return owned, read
}

// lists are what there is of a kind.
func (x *Index) lists(kind Kind) [][]item {
	lists := [][]item{(*x.read.Load())[kind]}
	if kind == People {
		x.mu.Lock()
		defer x.mu.Unlock()
		lists = append(lists, x.learned[:len(x.learned):len(x.learned)])
	}
	return lists
}

// fits reports whether all words occur, in any order: "doe jane" is Jane Doe.
func fits(key string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(key, w) {
			return false
		}
	}
	return true
}

// rank is how likely an entry that fits is meant; 0 is likeliest.
func rank(key, wanted string) int {
	switch {
	case strings.HasPrefix(key, wanted):
		return 0
	case strings.Contains(key, " "+wanted) || strings.Contains(key, "\n"+wanted):
		return 1
	}
	return 2
}
