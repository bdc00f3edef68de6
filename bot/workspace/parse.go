package workspace

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

const maxBody = 1 << 20

// parsed is a call's token and arguments, whichever way they came.
type parsed struct {
	token   string
	args    map[string]string // structured values as JSON
	warning string
}

// parseRequest reads a call: a form, a JSON object or a query, with the token
// in the Authorization header or, unless the body is JSON, among the arguments.
func parseRequest(rw http.ResponseWriter, r *http.Request) (parsed, error) {
	in := parsed{args: map[string]string{}}
	take(in.args, r.URL.Query())
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
	if err != nil {
		return in, refused("request_too_large", "%v", err)
	}
	err = in.readBody(r.Header.Get("Content-Type"), body)
	if header, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		in.token = strings.TrimSpace(header)
	}
	return in, err
}

func (in *parsed) readBody(contentType string, body []byte) error {
	media, params, err := mime.ParseMediaType(contentType)
	switch {
	case media == "application/json":
		if params["charset"] == "" {
			in.warning = "missing_charset"
		}
		return in.readJSON(body)
	case media == "multipart/form-data" && err == nil:
		return in.readMultipart(body, contentType)
	case media == "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(body))
		if err != nil {
			return refused("invalid_form_data", "%v", err)
		}
		take(in.args, values)
		in.claimToken()
	case len(body) == 0:
		in.claimToken()
	case contentType == "":
		return refused("missing_post_type", "a body without a Content-Type")
	default:
		return refused("invalid_post_type", "%s", shorten(contentType))
	}
	return nil
}

// claimToken takes the token out of the arguments.
func (in *parsed) claimToken() {
	in.token = in.args["token"]
	delete(in.args, "token")
}

func take(args map[string]string, values url.Values) {
	for key := range values {
		args[key] = values.Get(key)
	}
}

func (in *parsed) readJSON(body []byte) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	if !json.Valid(body) {
		return refused("invalid_json", "the body is not JSON")
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil || fields == nil {
		return refused("json_not_object", "the body is not a JSON object")
	}
	for key, raw := range fields {
		var s string
		switch {
		case string(raw) == "null": // as if it were not there
		case json.Unmarshal(raw, &s) == nil:
			in.args[key] = s
		default:
			in.args[key] = string(raw)
		}
	}
	delete(in.args, "token") // Slack does not look for it here
	return nil
}

func (in *parsed) readMultipart(body []byte, contentType string) error {
	r := &http.Request{
		Method: http.MethodPost,
		Header: http.Header{"Content-Type": {contentType}},
		Body:   io.NopCloser(bytes.NewReader(body)),
	}
	if err := r.ParseMultipartForm(maxBody); err != nil {
		return refused("invalid_form_data", "%v", err)
	}
	take(in.args, r.MultipartForm.Value)
	in.claimToken()
	return nil
}

// truth reads a flag the ways clients write one.
func truth(s string) bool { return s == "1" || strings.EqualFold(s, "true") }

// asAPIError is err in Slack's terms, whatever it was.
func asAPIError(err error) *apiError {
	var e *apiError
	if !errors.As(err, &e) {
		e = &apiError{code: "internal_error", detail: err.Error()}
	}
	return e
}
