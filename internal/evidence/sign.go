package evidence

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// sign signs a request by AWS Signature Version 4, as S3 wants it: "Signature Calculations for the Authorization Header: Transferring Payload in a Single
// Chunk" in the API reference of S3. All headers that are set are signed, among them X-Amz-Content-Sha256, which holds the content.
func sign(req *http.Request, b Bucket, now time.Time) {
	const form = "20060102T150405Z"
	at := now.UTC().Format(form)
	req.Header.Set("X-Amz-Date", at)
	scope := at[:8] + "/" + b.Region + "/s3/aws4_request"
	names, canonical := canonicalHeaders(req)
	request := strings.Join([]string{req.Method, escaped(req.URL.Path, true), canonicalQuery(req.URL.Query()), canonical, names,
		req.Header.Get("X-Amz-Content-Sha256")}, "\n")
	digest := sha256.Sum256([]byte(request))
	text := strings.Join([]string{"AWS4-HMAC-SHA256", at, scope, hex.EncodeToString(digest[:])}, "\n")
	key := []byte("AWS4" + b.Secret) // and then, one after the other, the parts of the scope
	for part := range strings.SplitSeq(scope, "/") {
		key = mac(key, part)
	}
	req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+b.Key+"/"+scope+",SignedHeaders="+names+",Signature="+hex.EncodeToString(mac(key, text)))
}

func mac(key []byte, text string) []byte {
	m := hmac.New(sha256.New, key)
	_, _ = m.Write([]byte(text)) // never fails
	return m.Sum(nil)
}

// canonicalHeaders gives the names of the headers, and the headers, in order.
func canonicalHeaders(req *http.Request) (names, lines string) {
	all := map[string]string{"host": req.Host}
	if req.Host == "" {
		all["host"] = req.URL.Host
	}
	for name, values := range req.Header {
		all[strings.ToLower(name)] = strings.Join(strings.Fields(strings.Join(values, ",")), " ")
	}
	var list []string
	for name := range all {
		list = append(list, name)
	}
	slices.Sort(list)
	for _, name := range list {
		lines += name + ":" + all[name] + "\n"
	}
	return strings.Join(list, ";"), lines
}

func canonicalQuery(query url.Values) string {
	var list []string
	for name, values := range query {
		for _, value := range values {
			list = append(list, escaped(name, false)+"="+escaped(value, false))
		}
	}
	slices.Sort(list)
	return strings.Join(list, "&")
}

// escaped is URI-encoding by the rules of the signature: all but the unreserved characters, and in a path the slash.
func escaped(s string, path bool) string {
	const hexadecimal = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-_.~", c) >= 0 || path && c == '/' {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', hexadecimal[c>>4], hexadecimal[c&15]})
	}
	return b.String()
}
