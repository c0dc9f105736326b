package district

import (
	"runtime"
	"testing"

	"rembuk/internal/casebook"
)

// BenchmarkLexicon makes a lexicon anew, and tells how much of it stays in memory.
func BenchmarkLexicon(b *testing.B) {
	d, err := Load("1701")
	if err != nil {
		b.Fatal(err)
	}
	var rows []casebook.LexiconRow
	for _, c := range d.Categories {
		rows = append(rows, casebook.LexiconRow{Kind: c.Group, Words: c.Words})
	}
	var l casebook.Lexicon
	held := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := held()
	for b.Loop() {
		if l, err = readLexicon(rows); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(held()-before)/(1<<20), "MB-held")
	runtime.KeepAlive(l)
}
