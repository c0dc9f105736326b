package papers

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
	"rembuk/internal/words"
)

var wib = time.FixedZone("WIB", 7*60*60)

var regions = map[string]casebook.Region{
	"17.01":         {Code: "17.01", Level: casebook.LevelKabupaten, Name: "Bengkulu Selatan"},
	"17.01.10":      {Code: "17.01.10", Parent: "17.01", Level: casebook.LevelKecamatan, Name: "Bunga Mas"},
	"17.01.10.2005": {Code: "17.01.10.2005", Parent: "17.01.10", Level: casebook.LevelDesa, Name: "Kuripan"},
	"17.01.09":      {Code: "17.01.09", Parent: "17.01", Level: casebook.LevelKecamatan, Name: "Ulu Manna"},
	"17.01.09.2001": {Code: "17.01.09.2001", Parent: "17.01.09", Level: casebook.LevelDesa, Name: "Batu Panco"},
}

func ours() Papers {
	return Papers{
		Voice:  words.In,
		Region: func(code string) (casebook.Region, bool) { r, ok := regions[code]; return r, ok },
		Topic: func(_, key string) string {
			return map[string]string{"reporting": "Mencatat dan melaporkan masalah"}[key]
		},
		Zone: wib, Office: "Dinas Sosial Kabupaten Bengkulu Selatan", Host: "rembuk.example",
	}
}

var mufakat = casebook.Group{
	ID: 7, District: "1701", Kind: casebook.WKSBM, Name: "WKSBM Mufakat", Region: "17.01.10.2005", Level: "desa", Officers: 7, Members: 12,
	Decree: casebook.Decree{Number: "140/12/KRP/2025", Date: casebook.Date{Year: 2025, Month: 2, Day: 3}, Until: casebook.Date{Year: 2028, Month: 2, Day: 2}},
}

// invented names: none is anybody's.
var (
	first = strings.Fields("Darmadi Lestari Asmara Jumadil Neli Hendri Parida Bustami Wati Iwan Rudi Yuliana Zainal Marlina Saputra Ösman Đorđe Siti")
	last  = strings.Fields("Ningsih Dewi Marlina Saputra Susanti Setiawan Hartono Efendi Suryani Wibowo Anggraini")
	posts = []string{"Ketua", "Sekretaris", "Bendahara", "Seksi Pendataan", "Seksi Lansia dan Penyandang Disabilitas", "Seksi Usaha Dana", "Seksi Penyuluhan"}
)

// meeting is a coaching with so many people on the roster, the first seven of them officers.
func meeting(people int) casebook.Minutes {
	m := casebook.Minutes{Meeting: casebook.Meeting{
		ID: 41, District: "1701", Group: mufakat, Region: mufakat.Region, Kind: casebook.Coaching, State: casebook.Held,
		StartsAt: time.Date(2026, 11, 12, 9, 0, 0, 0, wib), EndsAt: time.Date(2026, 11, 12, 11, 30, 0, 0, wib), Clock: true,
		Place: "Balai Desa Kuripan", Chair: private.Of("Darmadi Ningsih"), Notes: private.Of("Lestari Dewi"),
		Agenda: private.Of("1. Pembukaan dan doa\n2. Sambutan Kepala Desa\n3. Cara mencatat dan melaporkan masalah sosial warga\n4. Evaluasi kas dan iuran\n5. Penutup"),
		Result: private.Of("Laporan bulanan dikirim paling lambat tanggal 5.\nIuran Rp5.000 per keluarga tetap berjalan; bendahara mengumumkan kas setiap rapat.\n" +
			"Warga lanjut usia yang tinggal sendiri dikunjungi bergiliran setiap hari Jumat oleh dua orang pengurus, dan hasil kunjungannya dicatat di buku kunjungan supaya yang bergantian hari berikutnya tahu apa yang sudah dibawa."),
		Topics: []string{"reporting"}, Heads: casebook.Heads{Guests: 5, Men: 2, Women: 3}, LoggedAt: time.Date(2026, 11, 12, 12, 0, 0, 0, wib),
	}}
	presences := []casebook.Presence{casebook.Present, casebook.Present, casebook.Present, casebook.Excused, casebook.Present, casebook.Absent, casebook.Present, casebook.Represented, casebook.Ill, ""}
	for i := range people {
		l := casebook.Line{
			Member: casebook.MemberID(100 + i), Place: i + 1, Name: private.Of(first[i%len(first)] + " " + last[i%len(last)]), Sex: []casebook.Sex{casebook.Man, casebook.Woman, ""}[i%3],
			Presence: presences[i%len(presences)], Sources: []casebook.Source{casebook.ByNumber}, At: m.StartsAt,
		}
		if i < len(posts) {
			l.Post, l.Officer = posts[i], true
		}
		if l.Presence == casebook.Represented {
			l.Via = private.Of("Siti Rohaya binti Abdul Karim")
		}
		if i%7 == 4 {
			l.Sources, l.Far = []casebook.Source{casebook.ByCode}, i%2 == 0
		}
		if i == 12 {
			l.Name = private.Of("Raden Mas Haji Muhammad Abdurrahman Wirakusumah bin Tengku Zainuddin, S.Sos., M.A.P.")
		}
		m.Lines = append(m.Lines, l)
	}
	m.Lines = append(m.Lines, casebook.Line{Person: 9, Name: private.Of("Rudi Hartono"), Presence: casebook.Present, Sources: []casebook.Source{casebook.ByCode}, At: m.StartsAt})
	m.FollowUps = []casebook.FollowUp{
		{ID: 1, What: private.Of("Mengisi dan mengirim laporan bulanan November"), Member: 101, Due: casebook.Date{Year: 2026, Month: 12, Day: 5}, State: casebook.ToDo},
		{ID: 2, What: private.Of("Meminjam kursi roda dari Puskesmas untuk warga dusun II dan mengantarkannya bersama kepala dusun"), Who: private.Of("Pak Kadus II"), Due: casebook.Date{Year: 2026, Month: 11, Day: 20}, State: casebook.ToDo},
	}
	m.Tally = casebook.Count(m.Lines, m.Heads)
	return m
}

// look writes a paper where somebody can look at it: PAPERS names the folder.
func look(t testing.TB, name string, data []byte) {
	t.Helper()
	if folder := os.Getenv("PAPERS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// group's year: nothing known in two months, nobody came in another.
func year() casebook.Indicators {
	i := casebook.Indicators{Group: mufakat}
	for n, f := range [][3]int{{1, 5, 7}, {2, 9, 14}, {0, 0, 0}, {1, 6, 7}, {1, 7, 7}, {3, 18, 21}, {0, 0, 0}, {0, 0, 0}, {1, 0, 7}, {1, 4, 7}, {2, 11, 14}, {1, 6, 7}} {
		i.Trend = append(i.Trend, casebook.MonthFigures{Month: casebook.DateOf(time.Date(2025, time.Month(12+n), 1, 0, 0, 0, 0, wib)), Meetings: f[0], Presence: casebook.Share{Part: f[1], Whole: f[2]}})
	}
	return i
}

// monthReport is a group's November, not sent yet.
func monthReport() casebook.MonthReport {
	yes := true
	a, b := meeting(12), meeting(9)
	b.Kind, b.StartsAt, b.Clock = casebook.CaseTalk, b.StartsAt.AddDate(0, 0, 8), false
	a.Lines, b.Lines = nil, nil
	r := casebook.MonthReport{ID: 3, District: "1701", Group: 7, Of: mufakat, Region: mufakat.Region, Month: casebook.Date{Year: 2026, Month: 11, Day: 1},
		Meetings: []casebook.Minutes{a, b}, FollowUps: a.FollowUps, Iuran: &yes, Note: private.Of("Mohon bantuan kursi roda.")}
	r.FollowUps[0].State, r.FollowUps[0].Who = casebook.Done, private.Of("Lestari Dewi")
	return r
}

func regionReport() casebook.MonthReport {
	r := casebook.MonthReport{ID: 4, District: "1701", Region: "17.01.10", Month: casebook.Date{Year: 2026, Month: 11, Day: 1}, SentAt: time.Date(2026, 12, 2, 9, 0, 0, 0, wib)}
	for n := range 14 {
		l := casebook.SummaryLine{Group: mufakat, Meetings: n % 3, Attended: n % 3 * 14, Presence: casebook.Share{Part: n % 3 * 5, Whole: n % 3 * 7}, Follow: casebook.Share{Part: n % 2, Whole: n % 4}}
		l.Standing = []casebook.Standing{casebook.NoActivity, casebook.NeedsCoaching, casebook.Active}[n%3]
		r.Lines = append(r.Lines, l)
	}
	return r
}

func TestLook(t *testing.T) {
	for _, n := range []int{5, 60, 400} {
		look(t, fmt.Sprintf("minutes-%d.pdf", n), must[[]byte](t)(ours().Minutes("id", meeting(n))))
		look(t, fmt.Sprintf("blank-%d.pdf", n), must[[]byte](t)(ours().BlankList("id", meeting(n))))
		look(t, fmt.Sprintf("minutes-%d.xlsx", n), must[[]byte](t)(ours().Sheet("id", meeting(n))))
	}
	secret := meeting(8)
	secret.Kind, secret.Cases = casebook.CaseTalk, []casebook.Number{"BS-4821-0937-9", "BS-1180-2265-3"}
	look(t, "secret.pdf", must[[]byte](t)(ours().Minutes("id", secret)))
	look(t, "report.pdf", must[[]byte](t)(ours().MonthReport("id", monthReport())))
	look(t, "region.pdf", must[[]byte](t)(ours().MonthReport("id", regionReport())))
	look(t, "poster.pdf", must[[]byte](t)(ours().Poster("id", Poster{Region: mufakat.Region, Link: "https://t.me/rembuk_bot?start=r_17.01.10.2005", Danger: "110"})))
	look(t, "trend.png", must[[]byte](t)(ours().Trend("id", year())))
	look(t, "door.png", must[[]byte](t)(ours().DoorPicture("id", "WKSBM Mufakat Desa Kuripan", "https://t.me/rembuk_bot?start=h_41_482107", "482107", time.Date(2026, 11, 12, 12, 0, 0, 0, wib))))
	look(t, "invite.ics", ours().Invite("id", meeting(5).Meeting, 1, time.Date(2026, 11, 1, 8, 0, 0, 0, wib)))
}

func BenchmarkMinutes400(b *testing.B) {
	m := meeting(400)
	for b.Loop() {
		must[[]byte](b)(ours().Minutes("id", m))
	}
}

func BenchmarkTrend(b *testing.B) {
	for b.Loop() {
		must[[]byte](b)(ours().Trend("id", year()))
	}
}

func BenchmarkSheet400(b *testing.B) {
	m := meeting(400)
	for b.Loop() {
		must[[]byte](b)(ours().Sheet("id", m))
	}
}
