package store_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"rembuk/internal/casebook"
)

// What a check-in and a log cost the record: go test -run '^$' -bench 'CheckIn|LogMeeting' ./internal/store
func BenchmarkCheckIn(b *testing.B) {
	m := assemble(b, 5, 15)
	planned := m.plans()
	m.opens(planned)
	people := make([]casebook.Viewer, 500)
	for i := range people {
		people[i] = m.somebody(district)
	}
	var n atomic.Int64
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := n.Add(1)
			c := casebook.CheckIn{Meeting: planned.ID, Source: casebook.ByCode, Update: i, At: meetsAt}
			if _, err := m.CheckIn(b.Context(), people[i%int64(len(people))], c, meetsAt); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkLogMeeting(b *testing.B) {
	m := assemble(b, 5, 15)
	day := 0
	for b.Loop() {
		day++
		m.logs(m.present(1, 2, 3, 7, 8, 9, 12), func(l *casebook.MeetingLog) {
			l.Dialog, l.StartsAt = fmt.Sprint("log ", day), meetsAt.AddDate(0, 0, -day)
		})
	}
}
