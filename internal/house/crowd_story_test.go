package house_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"rembuk/internal/casebook"
	"rembuk/internal/house"
)

// pair serves the stage by two replicas behind one door that gives each the next update in turn.
func pair(t *testing.T) *stage {
	t.Helper()
	var turn atomic.Uint64
	var behind [2]*httputil.ReverseProxy
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { behind[turn.Add(1)%2].ServeHTTP(w, r) }))
	t.Cleanup(door.Close)
	s := newStage(t, byWebhook(t), func(cfg *house.Config) { cfg.Webhook = door.URL })
	other := s.cfg
	other.Listen = freePort(t)
	for i, listen := range []string{s.cfg.Listen, other.Listen} {
		behind[i] = httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: listen})
	}
	h, err := house.Open(context.Background(), other)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- h.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			t.Errorf("the other replica: %v", err)
		}
		h.Close()
	})
	if err := house.Webhook(context.Background(), s.cfg, "set", func(string) {}); err != nil {
		t.Fatal(err)
	}
	return s
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// crowd is the roster of the big meeting: 7 officers and 33 members, of whom the first 20 lines have Telegram.
func (s *stage) crowd(officer *actor) []*actor {
	s.t.Helper()
	table := [][]string{{"WKSBM", "Desa", "Kecamatan", "Nama", "Jabatan", "L/P"}}
	posts := []string{"Ketua", "Sekretaris", "Bendahara", "Seksi Pendataan", "Seksi Lansia", "Seksi Anak", "Seksi Usaha"}
	for n := 1; n <= 40; n++ {
		post := "Anggota"
		if n <= len(posts) {
			post = posts[n-1]
		}
		table = append(table, []string{"WKSBM Ramai", "Kuripan", "Bunga Mas", fmt.Sprintf("Warga%02d", n), post, "LP"[n%2 : n%2+1]})
	}
	admin := s.grants(s.person(6001, "Lestari"), casebook.Admin, "17.01")
	admin.SendDocument("daftar.csv", asCSV(table), "")
	admin.idle()
	admin.reads("Kelompok baru 1, orang baru 40")
	link := officer.link()
	var people []*actor
	for n := 1; n <= 20; n++ {
		people = append(people, s.person(int64(3100+n), fmt.Sprintf("Warga%02d", n)))
	}
	atOnce(people, func(a *actor) {
		a.Start(link)
		a.idle()
		a.says(a.name)
		a.reads("persetujuan pengurus")
	})
	s.until("half of them have asked", func() bool { return officer.times("Betul orangnya?") >= len(people)/2 }) // a chat hears once a second
	s.until("all have asked", func() bool { return officer.times("Betul orangnya?") == len(people) })
	for _, m := range officer.Messages() {
		if strings.Contains(m.Text, "Betul orangnya?") {
			if err := officer.Tap(m.ID, "Betul"); err != nil {
				s.t.Fatal(err)
			}
			officer.idle()
		}
	}
	s.until("all stand on the roster", func() bool { return s.count("SELECT count(person_id) FROM members") == len(people) })
	return people
}

func atOnce(people []*actor, do func(*actor)) {
	var all sync.WaitGroup
	for _, a := range people {
		all.Go(func() { do(a) })
	}
	all.Wait()
}

// Sixty people come by all ways at once, over two replicas: twenty within a second, some twice, some by the code and by the officer's numbers, some in the
// group's chat, one by another's word, guests by the code and by a count; and the log is sent off in the middle of it. Each is counted once.
func TestSixtyPeopleComeByAllWaysAtOnceAndAreCountedOnce(t *testing.T) {
	s := pair(t)
	s.at(time.Monday, 7)
	jumadil := s.grants(s.person(2010, "Jumadil"), casebook.Officer, kuripan)
	people := s.crowd(jumadil)
	group := s.sim.CreateGroup(selatan, "WKSBM Ramai", jumadil.id, 3117, 3118, 3119, 3120)
	in := func(a *actor) *actor { return &actor{Chat: group.As(a.id), t: t, id: a.id, name: a.name} }
	in(jumadil).says("/kelompok@" + selatan)
	in(jumadil).reads("Grup ini sekarang grup WKSBM Ramai")
	var guests []*actor
	for n := 1; n <= 10; n++ {
		guests = append(guests, s.person(int64(4100+n), fmt.Sprintf("Tamu %d", n)))
	}
	s.planned(jumadil)
	code := jumadil.opens()
	_, poster := jumadil.file()
	in(people[16]).reads("Tekan tombol")
	jumadil.says("/rapat")
	jumadil.says("15-38, izin 40, tamu 13 L 8 P", "Iuran Rp5.000 sebulan")
	jumadil.reads("anggota 24", "1. KIRIM")

	begun := time.Now()
	var all sync.WaitGroup
	for n, a := range people[:16] { // lines 1 to 16, within a second
		all.Go(func() {
			if n%2 == 0 {
				if err := a.Scan(poster); err != nil {
					t.Error(err)
				}
			} else {
				a.Send(code)
			}
			if n%3 == 0 {
				a.Send(code[:3] + " " + code[3:]) // to be sure
			}
		})
	}
	for _, a := range guests {
		all.Go(func() { a.Send(code) })
	}
	for _, a := range people[16:] { // lines 17 to 20
		all.Go(func() { _, _ = in(a).TapLast("Hadir"), in(a).TapLast("Hadir") })
	}
	all.Go(func() { jumadil.Send("1") })
	all.Go(func() { people[0].Send(code + " untuk Warga39") })
	all.Wait()
	t.Logf("sent within %v", time.Since(begun))
	for _, a := range append(append([]*actor{jumadil}, people...), guests...) {
		a.idle()
	}
	t.Logf("answered within %v", time.Since(begun))
	for _, a := range append(people[:16:16], guests...) {
		a.reads("ercatat hadir di pembinaan rutin WKSBM Ramai")
	}
	jumadil.reads("Tersimpan")
	s.sixtyAreCounted(jumadil)
	s.forward(6 * time.Second)
	in(people[16]).reads("Hadir: 60 orang")
	if n := in(people[16]).times("Tekan tombol"); n != 1 {
		t.Errorf("the counter stands %d times", n)
	}
}

// sixtyAreCounted looks at the card, the table and the record.
func (s *stage) sixtyAreCounted(officer *actor) {
	s.t.Helper()
	officer.says("/kelompok")
	officer.taps("Rapat")
	officer.taps("1")
	officer.reads("pengurus 7 dari 7, anggota 32, tamu 21. Semuanya 60 orang", "izin 1", "1 orang perlu dilihat lagi")
	officer.taps("Excel")
	_, data := officer.file()
	if n := presentIn(s.t, data); n != 39+10 {
		s.t.Errorf("the table has %d who were there, of 39 on the roster and 10 guests by name", n)
	}
	for query, want := range map[string]int{
		"SELECT count(*) FROM attendance WHERE presence = 'present' AND member_id IS NOT NULL":                              39,
		"SELECT count(*) FROM attendance WHERE presence = 'present' AND person_id IS NOT NULL":                              10,
		"SELECT count(*) FROM attendance WHERE presence = 'excused'":                                                        1,
		"SELECT count(*) FROM attendance WHERE self":                                                                        30,
		"SELECT count(*) FROM attendance WHERE sources @> '{number}' AND self":                                              6,
		"SELECT attended FROM meetings WHERE state = 'held'":                                                                60,
		"SELECT present_officers FROM meetings WHERE state = 'held'":                                                        7,
		"SELECT count(*) FROM meetings":                                                                                     1,
		"SELECT count(*) FROM attendance_marks WHERE source = 'number'":                                                     25,
		"SELECT count(*) FROM (SELECT FROM attendance_marks GROUP BY said, member_id, person_id HAVING count(*) > 1) twice": 0,
	} {
		if got := s.count(query); got != want {
			s.t.Errorf("%d, want %d: %s", got, want, query)
		}
	}
}

// presentIn counts those of an attendance table who were there.
func presentIn(t *testing.T, data []byte) (n int) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if strings.EqualFold(cell, "hadir") {
					n++
				}
			}
		}
	}
	return n
}
