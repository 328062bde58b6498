package sandbox

// This file is reading request bodies.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// decode reads the JSON body into v, leaving unknown keys aside as the API does.
func (c *call) decode(v any) error { return readJSON(json.NewDecoder(bytes.NewReader(c.body)), v) }

// decodeStrict also refuses unknown keys.
func (c *call) decodeStrict(v any) error {
	dec := json.NewDecoder(bytes.NewReader(c.body))
	dec.DisallowUnknownFields()
	return readJSON(dec, v)
}

// readJSON reads one JSON value and refuses anything after it.
func readJSON(dec *json.Decoder, v any) error {
	if err := dec.Decode(v); err != nil {
		var mistyped *json.UnmarshalTypeError
		if errors.As(err, &mistyped) { // the error itself would tell our types
			err = fmt.Errorf("unexpected %s at byte %d", mistyped.Value, mistyped.Offset)
		}
		return badSyntax(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return badSyntax(errors.New("there is something after the JSON value"))
	}
	return nil
}
