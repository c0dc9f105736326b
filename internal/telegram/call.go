package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"time"
)

const (
	callTime   = 10 * time.Second // for one call that is not a long poll
	answerSize = 32 << 20         // of an answer: a hundred long updates are far less
)

// wire carries calls to the Bot API. Bodies are written whole, with their length, in one go; the answer is read whole and decoded once.
// It is also the HTTP client of the bot library, whose own way streams each body in pieces.
type wire struct {
	client *http.Client
	server string
	token  string
}

func newWire(server, token string) *wire {
	return &wire{server: strings.TrimRight(server, "/"), token: token, client: &http.Client{
		Transport: transport(),
		// a redirect would carry the token to whoever is named there
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// call makes one call with a JSON body and returns its result. Errors are casebook's.
func call[Result any](ctx context.Context, w *wire, method string, params any) (Result, error) {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	return longCall[Result](ctx, w, method, params)
}

// longCall is call without a time limit of its own.
func longCall[Result any](ctx context.Context, w *wire, method string, params any) (Result, error) {
	body, err := json.Marshal(params)
	if err != nil {
		var none Result
		return none, fmt.Errorf("telegram %s: %w", method, err)
	}
	return exchange[Result](ctx, w, method, "application/json", body)
}

// exchange posts a body and decodes the answer.
func exchange[Result any](ctx context.Context, w *wire, method, contentType string, body []byte) (Result, error) {
	var answer struct {
		verdict
		Result Result `json:"result"`
	}
	status, data, err := w.post(ctx, method, contentType, body)
	if err != nil {
		return answer.Result, err
	}
	err = json.Unmarshal(data, &answer)
	return answer.Result, judge(answer.verdict, method, status, err)
}

// post sends a body and reads the answer, whatever it says. Errors: ErrAway only.
func (w *wire) post(ctx context.Context, method, contentType string, body []byte) (status int, answer []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.server+"/bot"+w.token+"/"+method, bytes.NewReader(body))
	if err != nil {
		return 0, nil, w.away(method, err)
	}
	req.Header.Set("Content-Type", contentType)
	resp, err := w.client.Do(req)
	if err != nil {
		return 0, nil, w.away(method, err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err = readAll(resp)
	if err != nil {
		return 0, nil, w.away(method, err)
	}
	return resp.StatusCode, answer, nil
}

func readAll(resp *http.Response) ([]byte, error) {
	if n := resp.ContentLength; n >= 0 && n <= answerSize {
		data := make([]byte, n)
		_, err := io.ReadFull(resp.Body, data)
		return data, err
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, answerSize+1))
	if err == nil && len(data) > answerSize {
		err = errors.New("the answer is too long")
	}
	return data, err
}

// Do serves the bot library: it gathers the streamed body and passes on only answers that carry a result, so that what went wrong
// is told by our errors there too (the library wraps them; unwrapped by known).
func (w *wire) Do(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), callTime)
	defer cancel()
	method := path.Base(req.URL.Path)
	body, err := io.ReadAll(req.Body)
	_ = req.Body.Close()
	if err != nil {
		return nil, &told{w.away(method, err)}
	}
	status, data, err := w.post(ctx, method, req.Header.Get("Content-Type"), body)
	if err != nil {
		return nil, &told{err}
	}
	var v verdict
	err = json.Unmarshal(data, &v)
	if err := judge(v, method, status, err); err != nil {
		return nil, &told{err}
	}
	return &http.Response{StatusCode: status, Body: io.NopCloser(bytes.NewReader(data)), Request: req}, nil
}

// patiently repeats a call that Telegram postponed by two seconds at most, if there is time for it: a person waits for the answer.
func patiently(ctx context.Context, do func() error) error {
	const most, tries = 2 * time.Second, 3
	for i := 1; ; i++ {
		err := do()
		var later *RetryAfter
		if i == tries || !errors.As(err, &later) || later.After > most {
			return err
		}
		if end, ok := ctx.Deadline(); ok && time.Until(end) <= later.After {
			return err
		}
		if !sleep(ctx, later.After) {
			return err
		}
	}
}

// sleep tells whether the time was slept through.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
