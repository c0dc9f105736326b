package board

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
)

// closeUp sets what every answer has: it is kept nowhere, found by no search engine, framed by nobody, and tells no other site where it was.
func closeUp(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
}

// allow lets a page use its own style and script, pictures that stand in it, and our address; nothing else.
func allow(h http.Header, style, script string) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src "+digest(style)+"; script-src "+digest(script)+
		"; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
