// What it costs to start a large tenant, to read all of it, and to look something
// up.

package sandbox_test

import (
	"net/http"
	"strconv"
	"testing"

	"govgroup/internal/sailpoint/sandbox"
)

// large is the size that a tenant has to bear.
func large() sandbox.Options {
	return sandbox.Options{Groups: 10_000, People: 100_000, RateLimit: -1, Unchecked: true}
}

// BenchmarkStart is from nothing to a tenant that could answer.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		sandbox.New(large())
	}
}

// BenchmarkListGroups reads 10,000 groups in 40 pages, sorted.
func BenchmarkListGroups(b *testing.B) {
	benchmarkPages(b, "/workgroups/v1", "name", 10_000)
}

// BenchmarkListPeople reads 100,000 people in 400 pages, sorted.
func BenchmarkListPeople(b *testing.B) {
	benchmarkPages(b, "/public-identities/v1", "name", 100_000)
}

// BenchmarkFindPerson filters 100,000 people by e-mail.
func BenchmarkFindPerson(b *testing.B) {
	d := newDirect(b, large())
	for b.Loop() {
		if w := d.do("GET", query("/public-identities/v1", "filters", `email eq "jane.doe@corp.example"`), ""); w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}

// BenchmarkSearch looks for a word among 100,000 people.
func BenchmarkSearch(b *testing.B) {
	d := newDirect(b, large())
	for b.Loop() {
		if w := d.do("POST", "/search/v1?limit=10", `{"indices":["identities"],"query":{"query":"displayName:doe"}}`); w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}

func benchmarkPages(b *testing.B, path, sorters string, total int) {
	d := newDirect(b, large())
	for b.Loop() {
		for offset := 0; offset < total; offset += 250 {
			w := d.do("GET", query(path, "sorters", sorters, "offset", strconv.Itoa(offset), "count", "true"), "")
			if w.Code != http.StatusOK {
				b.Fatal(w.Body)
			}
		}
	}
}

// BenchmarkFindGroupAfterAChange looks a group up by name, sorted, right after
// another was renamed: what an assistant does all the time.
func BenchmarkFindGroupAfterAChange(b *testing.B) {
	for _, groups := range []int{1_000, 10_000, 100_000} {
		b.Run(strconv.Itoa(groups), func(b *testing.B) {
			o := large()
			o.Groups, o.People = groups, 1000
			d := newDirect(b, o)
			id := d.tenant.Scenario().Unused.ID
			for i := 0; b.Loop(); i++ {
				if err := d.tenant.RenameGroup(id, strconv.Itoa(i)); err != nil {
					b.Fatal(err)
				}
				if w := d.do("GET", query("/workgroups/v1", "filters", `name eq "DB Access"`, "sorters", "name,id"), ""); w.Code != http.StatusOK {
					b.Fatal(w.Body)
				}
			}
		})
	}
}
