// Metrics: the table in docs/observe.md, between two markers.

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"govgroup/internal/metrics"
)

const (
	metricsPage  = "docs/observe.md"
	metricsBegin = "<!-- metrics: begin (written by make generate) -->\n"
	metricsEnd   = "<!-- metrics: end -->"
)

func writeMetrics(root string) error {
	path := filepath.Join(root, metricsPage)
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	updated, err := withMetrics(string(page))
	if err != nil {
		return err
	}
	return write(path, []byte(updated))
}

// withMetrics puts the table of metrics between the markers of a page.
func withMetrics(page string) (string, error) {
	before, rest, begins := strings.Cut(page, metricsBegin)
	_, after, ends := strings.Cut(rest, metricsEnd)
	if !begins || !ends {
		return "", fmt.Errorf("%s has no place for the table of metrics", metricsPage)
	}
	var b strings.Builder
	b.WriteString("| Metric | Kind | Labels | What it tells |\n|---|---|---|---|\n")
	for _, d := range metrics.Definitions() {
		labels := "–"
		if len(d.Labels) > 0 {
			labels = "`" + strings.Join(d.Labels, "` `") + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", d.FullName(), d.Kind, labels, cell(d.Help))
	}
	return before + metricsBegin + b.String() + metricsEnd + after, nil
}
