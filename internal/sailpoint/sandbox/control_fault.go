// Fault: as other processes ask for it.

package sandbox

import "time"

// faultRequest is a Fault in JSON. Durations are written as "1.5s".
type faultRequest struct {
	Kind       FaultKind `json:"kind"`
	Method     string    `json:"method"`
	Path       string    `json:"path"`
	Operation  Operation `json:"operation"`
	Skip       int       `json:"skip"`
	Times      int       `json:"times"`
	Latency    duration  `json:"latency"`
	Effect     duration  `json:"effect"`
	RetryAfter duration  `json:"retryAfter"`
	IDs        []string  `json:"ids"`
}

// injectJSON is Inject from a request's body.
func (t *Tenant) injectJSON(body []byte) error {
	var in faultRequest
	if err := decodeControl(body, &in); err != nil {
		return err
	}
	return t.Inject(Fault{
		Kind: in.Kind, Method: in.Method, Path: in.Path, Operation: in.Operation, Skip: in.Skip, Times: in.Times,
		Latency: time.Duration(in.Latency), Effect: time.Duration(in.Effect), RetryAfter: time.Duration(in.RetryAfter), IDs: in.IDs,
	})
}

// duration is a time.Duration written as text.
type duration time.Duration

// UnmarshalText reads a duration such as "1.5s".
func (d *duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	*d = duration(v)
	return err
}
