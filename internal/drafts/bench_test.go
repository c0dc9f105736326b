package drafts

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"rembuk/internal/devstack"
	"rembuk/internal/dialog"
)

func TestAStepTakesTwoRoundTrips(t *testing.T) {
	url, prefix := devstack.TestRedis(t)
	client := connect(t, url)
	d := Open(client, newRing(t), prefix)
	_, rev := load(t, d, rumsia) // opens a connection, and the next teaches the server the script
	must[Revision](t)(d.Save(t.Context(), rumsia, rev, stateOf(), noon))
	count := &counting{}
	client.AddHook(count)
	state, rev := load(t, d, rumsia)
	must[Revision](t)(d.Save(t.Context(), rumsia, rev, state, noon))
	if count.trips != 2 {
		t.Errorf("%d round trips before the answer, want 2: %v", count.trips, count.names)
	}
	count.trips = 0
	ok(t, d.Note(t.Context(), rumsia, func(s *dialog.State) bool { s.Said[0]++; return true }))
	if count.trips != 2 {
		t.Errorf("%d round trips for the note, want 2", count.trips)
	}
}

func TestADraftIsSmall(t *testing.T) {
	d := open(t)
	for letters, most := range map[int]int{70: 700, 300: 900, 1000: 1500} {
		sealed, err := d.seal(draftOf(rumsia), stateOf(talk("0123456789abcdef0123", letters)))
		if ok(t, err); len(sealed)+revisionLength > most {
			t.Errorf("a story of %d letters takes %d bytes, want at most %d", letters, len(sealed), most)
		}
	}
}

func BenchmarkSeal(b *testing.B) {
	d := &Drafts{ring: newRing(b)}
	for _, letters := range []int{70, 300, 1000, 4000} {
		b.Run(fmt.Sprintf("story of %d", letters), func(b *testing.B) {
			state := stateOf(talk("0123456789abcdef0123", letters))
			var size int
			for b.Loop() {
				sealed, err := d.seal("draft", state)
				var back dialog.State
				if err != nil || d.open("draft", sealed, &back) != nil {
					b.Fatal(err)
				}
				size = len(sealed) + revisionLength
			}
			b.ReportMetric(float64(size), "bytes/draft")
		})
	}
}

// BenchmarkStep is what a step of a talk asks of Redis: Load, Save, Note.
func BenchmarkStep(b *testing.B) {
	for _, durable := range []bool{false, true} {
		b.Run(fmt.Sprintf("durable=%v", durable), func(b *testing.B) {
			redis, err := devstack.StartRedis(b.Context(), devstack.RedisConfig{Dir: filepath.Join(b.TempDir(), "redis"), Durable: durable})
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = redis.Stop() })
			d := Open(connect(b, redis.URL()), newRing(b), "")
			b.Run("alone", func(b *testing.B) {
				for b.Loop() {
					step(b, d, rumsia)
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
			})
			b.Run("50 people", func(b *testing.B) {
				people := make(chan Who, 1000)
				for n := range cap(people) {
					people <- Who{rumsia.Bot, int64(n)}
				}
				b.SetParallelism(25)
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						who := <-people
						step(b, d, who)
						people <- who
					}
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
			})
		})
	}
}

func step(b *testing.B, d *Drafts, who Who) {
	_, rev, err := d.Load(b.Context(), who)
	if err == nil {
		_, err = d.Save(b.Context(), who, rev, stateOf(talk("0123456789abcdef0123", 300)), noon.Add(time.Hour))
	}
	if err == nil {
		err = d.Note(b.Context(), who, func(s *dialog.State) bool { s.Talks[0].Question++; return true })
	}
	if err != nil {
		b.Error(err)
	}
}
