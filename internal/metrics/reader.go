// Reader: gauges that are read at the moment of a scrape, and the making of the others.

package metrics

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// scrapeTime bounds what a scrape waits for the records.
const scrapeTime = 2 * time.Second

// WatchRequests has the requests that are not settled counted at each scrape, by
// state. While they cannot be counted the gauge is missing.
func (m *Metrics) WatchRequests(count func(context.Context) (map[string]int, error)) {
	m.registry.MustRegister(reader{definitions: []Definition{requests}, read: func(tell func(d Definition, value float64, labels ...string)) error {
		ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
		defer cancel()
		found, err := count(ctx)
		for state, n := range found {
			tell(requests, float64(n), m.states.known(state))
		}
		return err
	}})
}

// reader is a collector of gauges.
type reader struct {
	definitions []Definition
	read        func(tell func(d Definition, value float64, labels ...string)) error
}

// Describe implements [prometheus.Collector].
func (r reader) Describe(all chan<- *prometheus.Desc) {
	for _, d := range r.definitions {
		all <- d.desc()
	}
}

// Collect implements [prometheus.Collector].
func (r reader) Collect(all chan<- prometheus.Metric) {
	err := r.read(func(d Definition, value float64, labels ...string) {
		all <- prometheus.MustNewConstMetric(d.desc(), prometheus.GaugeValue, value, labels...)
	})
	if err != nil {
		all <- prometheus.NewInvalidMetric(r.definitions[0].desc(), err)
	}
}

func (d Definition) desc() *prometheus.Desc {
	return prometheus.NewDesc(d.FullName(), d.Help, d.Labels, nil)
}

func counter(r *prometheus.Registry, d Definition) *prometheus.CounterVec {
	v := prometheus.NewCounterVec(prometheus.CounterOpts{Name: d.FullName(), Help: d.Help}, d.Labels)
	r.MustRegister(v)
	return v
}

func gauge(r *prometheus.Registry, d Definition) *prometheus.GaugeVec {
	v := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: d.FullName(), Help: d.Help}, d.Labels)
	r.MustRegister(v)
	return v
}

func histogram(r *prometheus.Registry, d Definition) *prometheus.HistogramVec {
	v := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: d.FullName(), Help: d.Help, Buckets: d.buckets}, d.Labels)
	r.MustRegister(v)
	return v
}
