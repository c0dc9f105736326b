package evidence

import (
	"bytes"
	"testing"
)

// BenchmarkKeep keeps a film of 20 MB in a folder: read, hashed twice, stripped, sealed, synced.
func BenchmarkKeep(b *testing.B) {
	k, _ := keeper(b)
	k.Most = 20 << 20
	file := append(film(true), boxOf("mdat", random(19<<20))...)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := k.Keep(b.Context(), "0a1b", caseKey, bytes.NewReader(file)); err != nil {
			b.Fatal(err)
		}
	}
}
