// Package metrics is what the bot counts of itself, for whoever watches it. It
// counts kinds and outcomes, never people: no label holds an id or a word that
// somebody wrote.
//
//	pilcrow_events_total             what Slack told of, by kind: accepted, duplicate, refused
//	pilcrow_handled_total            what became of it, by kind and outcome
//	pilcrow_reply_seconds            from accepted to answered
//	pilcrow_offer_seconds            from a letter typed to what fits it
//	pilcrow_slack_writes_total       what was written to Slack, by method: ok, retried, failed, given up
//	pilcrow_inbox_events             what waits, and what has failed
//	pilcrow_base_size                the facts and the articles that are answered from
//	pilcrow_base_info                the version of the base, as a label
//	pilcrow_base_refused             1 while the base on disk is faulty, and not answered from
package metrics

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Result is what became of an event that Slack told of, or of a write to Slack.
type Result string

// The results.
const (
	Accepted  Result = "accepted"
	Duplicate Result = "duplicate" // accepted before
	Refused   Result = "refused"   // could not be kept: Slack sends it again

	OK      Result = "ok"
	Retried Result = "retried"  // failed, and is tried again
	Failed  Result = "failed"   // Slack will not have it
	GivenUp Result = "given up" // failed for the last time
)

// Metrics are the counts of one bot. They are safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry
	events   *prometheus.CounterVec
	handled  *prometheus.CounterVec
	replies  prometheus.Histogram
	offers   prometheus.Histogram
	writes   *prometheus.CounterVec
	version  *prometheus.GaugeVec
	refused  prometheus.Gauge
}

// New makes metrics that have counted nothing yet.
func New() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "pilcrow_events_total", Help: "Events that Slack told of, by kind and by what became of them.",
		}, []string{"kind", "result"}),
		handled: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "pilcrow_handled_total", Help: "Events that were handled, by kind and outcome.",
		}, []string{"kind", "outcome"}),
		replies: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "pilcrow_reply_seconds", Help: "Time from a question accepted to its answer said.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 60, 600},
		}),
		offers: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "pilcrow_offer_seconds", Help: "Time from what is typed to what is offered.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1, 2.5},
		}),
		writes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "pilcrow_slack_writes_total", Help: "Writes to Slack, by method and result.",
		}, []string{"method", "result"}),
		version: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "pilcrow_base_info", Help: "The version of the base that is answered from.",
		}, []string{"version"}),
		refused: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "pilcrow_base_refused", Help: "1 while the base on disk is faulty, and not answered from.",
		}),
	}
	m.registry.MustRegister(m.events, m.handled, m.replies, m.offers, m.writes, m.version, m.refused,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Event counts something that Slack told of.
func (m *Metrics) Event(kind string, r Result) { m.events.WithLabelValues(kind, string(r)).Inc() }

// Handled counts what became of an event.
func (m *Metrics) Handled(kind, outcome string) { m.handled.WithLabelValues(kind, outcome).Inc() }

// Replied counts an answer, and how long it took.
func (m *Metrics) Replied(took time.Duration) { m.replies.Observe(took.Seconds()) }

// Offered counts how long it took to find what fits what is typed.
func (m *Metrics) Offered(took time.Duration) { m.offers.Observe(took.Seconds()) }

// Wrote counts a write to Slack.
func (m *Metrics) Wrote(method string, r Result) { m.writes.WithLabelValues(method, string(r)).Inc() }

// Answering says which version of the base is answered from now.
func (m *Metrics) Answering(version string) {
	m.version.Reset()
	m.version.WithLabelValues(version).Set(1)
}

// Refused says whether what stands on disk is faulty, and not answered from.
func (m *Metrics) Refused(is bool) {
	m.refused.Set(0)
	if is {
		m.refused.Set(1)
	}
}

// Inbox has it asked, whenever somebody looks, how many events wait and how many
// have failed.
func (m *Metrics) Inbox(waiting, failed func() float64) {
	m.gauge("pilcrow_inbox_events", "Events that are kept, by state.", "state", map[string]func() float64{"waiting": waiting, "failed": failed})
}

// Base has it asked, whenever somebody looks, how large the base is.
func (m *Metrics) Base(facts, articles func() float64) {
	m.gauge("pilcrow_base_size", "What is answered from.", "of", map[string]func() float64{"facts": facts, "articles": articles})
}

func (m *Metrics) gauge(name, help, label string, values map[string]func() float64) {
	for value, ask := range values {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: name, Help: help, ConstLabels: prometheus.Labels{label: value},
		}, ask))
	}
}

// Handler shows the metrics to Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
