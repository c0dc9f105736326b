package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Uploads end at 50 MB, as they do at Telegram.
const maxUpload = 50 << 20

// args are a method's parameters, however they came: everything that is not a file is text, JSON where it is structured.
type args struct {
	values map[string]string
	files  map[string]*upload
}

type upload struct {
	name, mime string
	data       []byte
}

// read takes parameters from the query and the body, which may be JSON, a form or a multipart form.
func (a *args) read(w http.ResponseWriter, r *http.Request) error {
	a.add(r.URL.Query())
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload+1<<20)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var err error
	switch kind {
	case "application/json":
		var raw []byte
		if raw, err = io.ReadAll(r.Body); err == nil && len(bytes.TrimSpace(raw)) > 0 && a.readJSON(raw) != nil {
			return badRequest("can't parse request JSON object")
		}
	case "multipart/form-data":
		err = a.readMultipart(r)
	case "application/x-www-form-urlencoded":
		if err = r.ParseForm(); err == nil {
			a.add(r.PostForm)
		}
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return &apiError{Code: 413, Description: "Request Entity Too Large"}
	}
	if err != nil {
		return badRequest("can't parse the request's body")
	}
	return nil
}

func (a *args) add(values url.Values) {
	for k, v := range values {
		a.set(k, v[0])
	}
}

func (a *args) set(name, value string) {
	if a.values == nil {
		a.values = map[string]string{}
	}
	a.values[name] = value
}

func (a *args) readJSON(raw []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	for k, v := range fields {
		var text string
		if json.Unmarshal(v, &text) != nil {
			text = string(v)
		}
		if string(v) != "null" {
			a.set(k, text)
		}
	}
	return nil
}

func (a *args) readMultipart(r *http.Request) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return err
	}
	a.files = map[string]*upload{}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		if part.FileName() == "" {
			a.set(part.FormName(), string(data))
			continue
		}
		a.files[part.FormName()] = &upload{part.FileName(), part.Header.Get("Content-Type"), data}
	}
}

func (a *args) text(name string) string { return a.values[name] }

func (a *args) has(name string) bool { return a.values[name] != "" }

func (a *args) yes(name string) bool {
	v := strings.ToLower(a.values[name])
	return v == "true" || v == "1" || v == "yes"
}

func (a *args) long(name string) int64 {
	n, _ := strconv.ParseInt(a.values[name], 10, 64)
	return n
}

func (a *args) number(name string, otherwise int) int {
	if n, err := strconv.Atoi(a.values[name]); err == nil {
		return n
	}
	return otherwise
}

func (a *args) float(name string) float64 {
	f, _ := strconv.ParseFloat(a.values[name], 64)
	return f
}

// into decodes a structured parameter, and says whether it was there and well formed.
func (a *args) into(name string, v any) bool {
	return a.has(name) && json.Unmarshal([]byte(a.values[name]), v) == nil
}
