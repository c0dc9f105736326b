package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rembuk/internal/casebook"
)

// The examples of the API reference of S3, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".
func TestRequestsAreSignedAsTheReferenceSays(t *testing.T) {
	bucket := Bucket{Region: "us-east-1", Key: "AKIAIOSFODNN7EXAMPLE", Secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
	at := time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		method, url, content, signature string
		headers                         map[string]string
	}{
		"GET Object": {"GET", "https://examplebucket.s3.amazonaws.com/test.txt", "",
			"f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", map[string]string{"Range": "bytes=0-9"}},
		"PUT Object": {"PUT", "https://examplebucket.s3.amazonaws.com/test$file.text", "Welcome to Amazon S3.",
			"98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
			map[string]string{"Date": "Fri, 24 May 2013 00:00:00 GMT", "X-Amz-Storage-Class": "REDUCED_REDUNDANCY"}},
		"GET Bucket Lifecycle": {"GET", "https://examplebucket.s3.amazonaws.com/?lifecycle", "",
			"fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543", nil},
		"List Objects": {"GET", "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J", "",
			"34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7", nil},
	} {
		req := httptest.NewRequest(c.method, c.url, strings.NewReader(c.content))
		hash := sha256.Sum256([]byte(c.content))
		req.Header.Set("X-Amz-Content-Sha256", hex.EncodeToString(hash[:]))
		for name, value := range c.headers {
			req.Header.Set(name, value)
		}
		sign(req, bucket, at)
		if got := req.Header.Get("Authorization"); !strings.HasSuffix(got, "Signature="+c.signature) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

const (
	testKey    = "rembuk-test"
	testSecret = "a-secret-of-the-tests"
)

// gateway is a real S3-compatible server that checks signatures: versitygw on a folder, a tool of deploy/s3.
var gateway = sync.OnceValues(func() (program string, err error) {
	out, err := exec.Command("go", "tool", "-modfile=../../deploy/s3/go.mod", "-n", "versitygw").CombinedOutput() // builds it, the first time
	if err != nil {
		return "", errors.New(string(out))
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return lines[len(lines)-1], nil
})

// serveS3 starts a server with an empty bucket. The folder is where it keeps what it is given.
func serveS3(t testing.TB) (b Bucket, folder string, stop func()) {
	t.Helper()
	program, err := gateway()
	if err != nil {
		t.Fatalf("the S3 server cannot be built: %v", err)
	}
	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := door.Addr().String()
	_ = door.Close()
	folder = t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "evidence"), 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--access", testKey, "--secret", testSecret, "--port", at, "--quiet", "posix", "--sidecar", t.TempDir(), folder)
	var says bytes.Buffer
	cmd.Stdout, cmd.Stderr = &says, &says
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop = sync.OnceFunc(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	t.Cleanup(stop)
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if c, err := net.Dial("tcp", at); err == nil {
			_ = c.Close()
			break
		}
		if time.Now().After(end) {
			stop()
			t.Fatalf("the S3 server does not answer: %s", says.String())
		}
	}
	return Bucket{Endpoint: "http://" + at, Bucket: "evidence", Region: "us-east-1", Key: testKey, Secret: testSecret}, folder, stop
}

func openS3(t testing.TB, b Bucket, now func() time.Time) *S3 {
	t.Helper()
	s, err := OpenS3(b, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.client.CloseIdleConnections)
	return s
}

func TestABucketKeepsWhatIsSealed(t *testing.T) {
	b, folder, stop := serveS3(t)
	ctx := context.Background()
	k := &Keeper{Vault: openS3(t, b, nil), Most: 20 << 20}
	with, _ := photo(6)
	_, want, _ := stripped(t, with)
	for name, file := range map[string][]byte{"0a1b": with, "0a1c": random(20 << 20), "0a1d": nil, "0a1b2": random(7)} {
		if _, err := k.Keep(ctx, name, caseKey, bytes.NewReader(file)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	if _, err := k.Keep(ctx, "0a1b", caseKey, bytes.NewReader(with)); err != nil { // again
		t.Fatal(err)
	}
	r, err := k.Open(ctx, "0a1b", caseKey)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want) {
		t.Errorf("what is read again is something else: %v", err)
	}
	_ = r.Close()
	for _, file := range files(t, folder) {
		if raw, err := os.ReadFile(file); err != nil || hasSecret(raw) || bytes.Contains(raw, []byte("JFIF")) {
			t.Errorf("%s is not sealed: %v", file, err)
		}
	}
	if id, err := Claim(ctx, k.Vault, "", "first"); err != nil || id != "first" {
		t.Errorf("%q, %v", id, err)
	}
	if id, err := Claim(ctx, k.Vault, "first", "second"); err != nil || id != "first" {
		t.Errorf("%q, %v", id, err)
	}
	if _, err := Claim(ctx, k.Vault, "another", "second"); !errors.Is(err, casebook.ErrConflict) {
		t.Errorf("%v", err)
	}
	for range 2 {
		if err := k.Vault.Remove(ctx, "0a1b"); err != nil {
			t.Error(err)
		}
	}
	if _, err := k.Open(ctx, "0a1b", caseKey); !errors.Is(err, casebook.ErrNotFound) {
		t.Errorf("after it was removed: %v", err)
	}
	stop()
	if _, err := k.Keep(ctx, "0a1b", caseKey, bytes.NewReader(with)); !errors.Is(err, casebook.ErrAway) {
		t.Errorf("a server that is gone: %v", err)
	}
}

func TestABucketRefusesStrangers(t *testing.T) {
	b, _, _ := serveS3(t)
	wrong, nobody, nowhere := b, b, b
	wrong.Secret, nobody.Key, nowhere.Bucket = "another-secret", "nobody", "nowhere"
	for name, c := range map[string]struct {
		bucket Bucket
		now    func() time.Time
	}{
		"a wrong secret": {wrong, nil}, "a wrong key": {nobody, nil}, "no such bucket": {nowhere, nil},
		"a clock that is a day late": {b, func() time.Time { return time.Now().Add(-24 * time.Hour) }},
	} {
		s := openS3(t, c.bucket, c.now)
		_, get := s.Get(t.Context(), "0a1b")
		put := s.Put(t.Context(), "0a1b", func(w io.Writer) error { _, err := w.Write([]byte("hello")); return err })
		for _, err := range []error{get, put} {
			if !errors.Is(err, casebook.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			} else if strings.Contains(err.Error(), c.bucket.Secret) || strings.Contains(err.Error(), c.bucket.Key) {
				t.Errorf("%s: the error tells a secret: %v", name, err)
			}
		}
	}
}

// What the real server does not do on demand.
func TestWhatABucketSaysIsUnderstood(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		text   string
		want   error
	}{
		"slow down":      {503, "<Error><Code>SlowDown</Code></Error>", casebook.ErrAway},
		"a gateway":      {502, "<html>Bad Gateway</html>", casebook.ErrAway},
		"too many":       {429, "", casebook.ErrAway},
		"no such key":    {404, "<Error><Code>NoSuchKey</Code></Error>", casebook.ErrNotFound},
		"no such bucket": {404, "<Error><Code>NoSuchBucket</Code></Error>", casebook.ErrForbidden},
		"denied":         {403, "", casebook.ErrForbidden},
		"moved":          {301, "<Error><Code>PermanentRedirect</Code></Error>", casebook.ErrForbidden},
		"nonsense":       {400, "<Error><Code>" + strings.Repeat("secret ", 100) + "</Code></Error>", casebook.ErrForbidden},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "http://elsewhere.invalid/")
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.text)
		}))
		s := openS3(t, Bucket{Endpoint: server.URL, Bucket: "b", Region: "r", Key: "k", Secret: "s"}, nil)
		if _, err := s.Get(t.Context(), "0a1b"); !errors.Is(err, c.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
		server.Close()
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "RMB1")
	}))
	defer server.Close()
	k := &Keeper{Vault: openS3(t, Bucket{Endpoint: server.URL, Bucket: "b", Region: "r", Key: "k", Secret: "s"}, nil)}
	r, err := k.Open(t.Context(), "0a1b", caseKey)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := io.ReadAll(r); !errors.Is(err, casebook.ErrAway) {
		t.Errorf("an answer that breaks off: %v", err)
	}
	if _, err := OpenS3(Bucket{Endpoint: "ftp://x", Bucket: "b"}, nil); err == nil {
		t.Error("half an address is taken")
	}
}
