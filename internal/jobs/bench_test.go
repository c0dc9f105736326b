package jobs

import (
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// BenchmarkAlert is an alert from its transaction to its being recorded: one after the other, and a thousand at once.
func BenchmarkAlert(b *testing.B) {
	b.Run("alone", func(b *testing.B) {
		o := newOffice(b)
		o.begin()
		var id int64
		for b.Loop() {
			id++
			o.records.tell(id)
			o.enqueue(alert(id))
			o.records.has(b, fmt.Sprintf("copy %d is", id), 1)
		}
	})
	b.Run("a thousand", func(b *testing.B) {
		o := newOffice(b)
		o.Workers = 10
		o.begin()
		var rounds int64
		for b.Loop() {
			o.records.diary.lines = nil
			var tasks []casebook.Task
			for n := range int64(1000) {
				id := rounds*1000 + n
				o.records.tell(id)
				tasks = append(tasks, alert(id))
			}
			o.enqueue(tasks...)
			o.records.has(b, "is message", 1000)
			rounds++
		}
		b.ReportMetric(float64(rounds)*1000/b.Elapsed().Seconds(), "alerts/s")
	})
}

// BenchmarkEnqueue is what the work adds to a transaction.
func BenchmarkEnqueue(b *testing.B) {
	o := newOffice(b)
	var id int64
	var took time.Duration
	for b.Loop() {
		err := pgx.BeginFunc(b.Context(), o.Pool, func(tx pgx.Tx) error {
			id += 3
			begun := time.Now()
			defer func() { took += time.Since(begun) }()
			return o.Enqueue(b.Context(), tx, []casebook.Task{alert(id), alert(id + 1), card(id)})
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(took.Microseconds())/float64(b.N), "us/enqueue")
}
