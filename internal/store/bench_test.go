package store_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"rembuk/internal/casebook"
)

// What a report, a press and an update cost the record: go test -run '^$' -bench . ./internal/store
func BenchmarkFileCase(b *testing.B) {
	w := open(b)
	w.with(casebook.Coordinator, kecamatan)
	w.with(casebook.Staff, district)
	resident := w.somebody(district)
	var n atomic.Int64
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			f := w.filing(resident, func(f *casebook.Filing) { f.Dialog = fmt.Sprint("talk ", n.Add(1)) })
			if _, err := w.FileCase(b.Context(), f, false, now); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkTake(b *testing.B) {
	w := open(b)
	staff, resident := w.with(casebook.Staff, district), w.somebody(district)
	cases := make([]casebook.Case, b.N)
	for i := range cases {
		cases[i] = w.fileBy(resident, func(f *casebook.Filing) { f.Dialog = fmt.Sprint("talk ", i) })
	}
	b.ResetTimer()
	for _, c := range cases {
		w.move(staff, c, casebook.Order{Move: casebook.Take})
	}
}

func BenchmarkPerson(b *testing.B) {
	w := open(b)
	w.with(casebook.Staff, district)
	for b.Loop() {
		if _, err := w.Person(b.Context(), district, w.users, "id"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCaseFor(b *testing.B) {
	w := open(b)
	staff := w.with(casebook.Staff, district)
	c := w.file()
	for b.Loop() {
		if _, err := w.CaseFor(b.Context(), staff, c.Number, now); err != nil {
			b.Fatal(err)
		}
	}
}
