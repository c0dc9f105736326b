package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"rembuk/internal/casebook"
)

// Bucket is where and as whom an S3-compatible storage is reached.
type Bucket struct {
	Endpoint string // http:// or https://, without the bucket
	Bucket   string
	Region   string
	Key      string
	Secret   string
}

// S3 keeps copies in a bucket, which must be there. It asks for it by path (https://endpoint/bucket/name), as all S3-compatible servers know it.
type S3 struct {
	at     *url.URL
	bucket Bucket
	client *http.Client
	now    func() time.Time
}

// answering is how long a server may take to begin its answer.
const answering = 30 * time.Second

// OpenS3 makes no connection. now is nil for the machine's time; the server compares it with its own.
func OpenS3(b Bucket, now func() time.Time) (*S3, error) {
	at, err := url.Parse(b.Endpoint)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" || b.Bucket == "" || b.Region == "" || b.Key == "" || b.Secret == "" {
		return nil, errors.New("evidence: the S3 storage needs an endpoint, a bucket, a region, a key and a secret")
	}
	if now == nil {
		now = time.Now
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.ResponseHeaderTimeout = answering
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &S3{at, b, client, now}, nil
}

// String says where it is.
func (s *S3) String() string { return "the bucket " + s.bucket.Bucket + " at " + s.at.Host }

// Put holds the whole copy in memory first, since its length and its hash go before it.
func (s *S3) Put(ctx context.Context, name string, write func(io.Writer) error) error {
	var all bytes.Buffer
	if err := write(&all); err != nil {
		return err
	}
	resp, err := s.call(ctx, http.MethodPut, name, all.Bytes())
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// Get opens a copy.
func (s *S3) Get(ctx context.Context, name string) (io.ReadCloser, error) {
	resp, err := s.call(ctx, http.MethodGet, name, nil) //nolint:bodyclose // the caller closes it
	if err != nil {
		return nil, err
	}
	return &away{resp.Body}, nil
}

// away is an answer on its way; its errors are ours.
type away struct{ io.ReadCloser }

func (a *away) Read(p []byte) (int, error) {
	n, err := a.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = network("reading", err)
	}
	return n, err
}

// Remove removes a copy.
func (s *S3) Remove(ctx context.Context, name string) error {
	resp, err := s.call(ctx, http.MethodDelete, name, nil)
	if errors.Is(err, casebook.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// call asks for something, and gives the answer if it is a good one.
func (s *S3) call(ctx context.Context, method, name string, content []byte) (*http.Response, error) {
	if err := proper(name); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, s.at.JoinPath(s.bucket.Bucket, name).String(), bytes.NewReader(content))
	if err != nil {
		return nil, errors.New("evidence: the address of the S3 storage cannot be used")
	}
	hash := sha256.Sum256(content)
	req.Header.Set("X-Amz-Content-Sha256", hex.EncodeToString(hash[:]))
	sign(req, s.bucket, s.now())
	resp, err := s.client.Do(req)
	if err != nil {
		return nil, network(strings.ToLower(method), err)
	}
	if resp.StatusCode/100 == 2 {
		return resp, nil
	}
	defer resp.Body.Close()
	return nil, refused(method, resp)
}

// network is an error on the way; the address in it says no more than the settings do, and is left out.
func network(doing string, err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	for _, ended := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, ended) {
			return fmt.Errorf("evidence: s3 %s: %w: %w", doing, casebook.ErrAway, ended)
		}
	}
	return fmt.Errorf("evidence: s3 %s: %w: %s", doing, casebook.ErrAway, err.Error())
}

// codes are what an S3 storage says and we tell apart: "Error responses" in its API reference.
var codes = []struct {
	err   error
	codes []string
}{
	{casebook.ErrNotFound, []string{"NoSuchKey"}},
	{casebook.ErrAway, []string{"SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout", "OperationAborted"}},
}

// refused reads why. Of the answer only its code is kept.
func refused(method string, resp *http.Response) error {
	var answer struct{ Code string }
	text, _ := io.ReadAll(io.LimitReader(resp.Body, 16<<10)) // without a text there is the status
	_ = xml.Unmarshal(text, &answer)
	return fmt.Errorf("evidence: s3 %s: %d %s: %w", strings.ToLower(method), resp.StatusCode, codeOf(answer.Code), meaning(resp.StatusCode, answer.Code))
}

func meaning(status int, code string) error {
	for _, c := range codes {
		if slices.Contains(c.codes, code) {
			return c.err
		}
	}
	switch {
	case status == http.StatusNotFound && code == "":
		return casebook.ErrNotFound
	case status >= 500, status == http.StatusTooManyRequests, status == http.StatusRequestTimeout:
		return casebook.ErrAway
	}
	return casebook.ErrForbidden // a wrong key, a clock that is late, no such bucket: never what the file is
}

// codeOf is a code if it looks like one.
func codeOf(code string) string {
	letter := func(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
	if len(code) > 50 || strings.ContainsFunc(code, func(c rune) bool { return !letter(c) }) {
		return "unknown"
	}
	return code
}
