package papers

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

func TestMinutesTellWhatAnOfficeSigns(t *testing.T) {
	pages := pagesOf(t, must[[]byte](t)(ours().Minutes("id", meeting(60))))
	if len(pages) != 4 {
		t.Fatalf("%d pages", len(pages))
	}
	tells(t, "the first page", pages[0],
		"WKSBM MUFAKAT", "Desa Kuripan, Kecamatan Bunga Mas, Kabupaten Bengkulu Selatan", "SK Nomor 140/12/KRP/2025, 3 Februari 2025",
		"NOTULEN PEMBINAAN RUTIN", "Kamis, 12 November 2026", "09.00 – 11.30 WIB", "Balai Desa Kuripan", "Diundang : 60 orang",
		"35 orang (pengurus 5 dari 7, anggota 25, tamu 5; L 12, P 13)", "30 orang (izin 6, sakit 6, tanpa keterangan 6, diwakili 6, belum dicatat 6)",
		"Mencatat dan melaporkan masalah", "1. Pembukaan dan doa", "5. Penutup", "Hasil dan keputusan", "5 Desember 2026", "Pak Kadus II",
		"Mengetahui, Pimpinan rapat, Darmadi Ningsih", "Kuripan, 12 November 2026 Notulis, Lestari Dewi", "Halaman 1 dari 4")
	for i, page := range pages[1:] {
		tells(t, fmt.Sprintf("page %d", i+2), page, "No. Nama L/P Jabatan/unsur Keterangan Tanda tangan", fmt.Sprintf("Halaman %d dari 4", i+2))
	}
	tells(t, "the list", strings.Join(pages[1:], ""), "DAFTAR HADIR", "diwakili oleh Siti Rohaya binti Abdul Karim", "hadir *", "tanpa keterangan", "Seksi Lansia dan Penyandang Disabilitas",
		"Raden Mas Haji Muhammad Abdurrahman Wirakusumah bin Tengku Zainuddin, S.Sos., M.A.P.", "Ösman", "Đorđe")
	tells(t, "the last page", pages[3], "Hadir menurut: nomor yang diketik petugas 26, kode di tempat rapat 5.", "Tamu tanpa nama di catatan: 4 orang.",
		"* Dicatatkan orang lain, atau telepon jauh dari tempat rapat.", "Cetak, lalu tanda tangan.")
	silent(t, "minutes that are not confidential", strings.Join(pages, ""), "RAHASIA", "[paper", "[meeting", "[presence")
}

func TestACaseTalkNamesNobodyOutsideTheList(t *testing.T) {
	m := meeting(40)
	m.Kind, m.Cases = casebook.CaseTalk, []casebook.Number{"BS-4821-0937-9", "BS-1180-2265-3"}
	pages := pagesOf(t, must[[]byte](t)(ours().Minutes("id", m)))
	for i, page := range pages {
		if strings.Count(page, "RAHASIA") != 2 {
			t.Errorf("page %d does not say at its head and its foot that it is confidential", i+1)
		}
	}
	tells(t, "the first page", pages[0], "BS-4821-0937-9, BS-1180-2265-3", "Pimpinan rapat : Ketua, nomor 1 di daftar hadir", "Sekretaris, nomor 2 di daftar hadir", "( ....")
	silent(t, "the first page", pages[0], "Darmadi", "Lestari", "Pak Kadus")
	tells(t, "the list", pages[1], "Darmadi Ningsih", "Lestari Dewi")
}

// Whatever the number of people: no page with the end of the list alone, none with the signatures alone, and every person once.
func TestNothingStandsAloneOnAPage(t *testing.T) {
	numbered := regexp.MustCompile(`(?m)^(\d+)$`)
	for people := 1; people < 75; people += 2 {
		m := meeting(people)
		var result strings.Builder
		for n := range people {
			fmt.Fprintf(&result, "Keputusan nomor %d.\n", n+1)
		}
		m.Result = private.Of(result.String())
		if people%4 == 1 {
			m.FollowUps = nil
		}
		pages := pagesOf(t, must[[]byte](t)(ours().Minutes("id", m)))
		list, seen := 0, map[string]int{}
		for i, page := range pages {
			if strings.Contains(page, "DAFTAR HADIR") {
				list = i
			}
			if at := strings.Index(page, "Mengetahui,"); at >= 0 && i > 0 && !strings.Contains(page[:at], "Keputusan nomor") && !strings.Contains(page[:at], "Mengisi dan") {
				t.Errorf("%d: the signatures stand alone on page %d", people, i+1)
			}
		}
		for i, page := range pages[list:] {
			rows := numbered.FindAllString(page, -1)
			for _, row := range rows {
				seen[row]++
			}
			if i > 0 && len(rows) < keptRows {
				t.Errorf("%d: %d rows alone on page %d of %d", people, len(rows), list+i+1, len(pages))
			}
		}
		if want := people + 1 + 4; len(seen) != want {
			t.Errorf("%d: %d rows, want %d", people, len(seen), want)
		}
		for row, times := range seen {
			if times != 1 {
				t.Errorf("%d: row %s stands there %d times", people, row, times)
			}
		}
	}
}

func TestACorrectionIsToldOnThePaper(t *testing.T) {
	m := meeting(5)
	for day := range 2 {
		m.Changed = append(m.Changed, casebook.Change{At: m.LoggedAt.AddDate(0, 0, 2-day), Move: casebook.Correct})
	}
	m.Changed = append(m.Changed, casebook.Change{At: m.LoggedAt.AddDate(0, 0, 9), Move: casebook.OpenDoor})
	tells(t, "the list", pagesOf(t, must[[]byte](t)(ours().Minutes("id", m)))[1], "Diperbaiki 2 kali sesudah dicatat, terakhir Sabtu, 14 November 2026.")
}

func TestABlankListIsToBeSigned(t *testing.T) {
	pages := pagesOf(t, must[[]byte](t)(ours().BlankList("id", meeting(12))))
	all := strings.Join(pages, "")
	tells(t, "the list", all, "DAFTAR HADIR", "WKSBM MUFAKAT", "Darmadi Ningsih", "12", "22", "foto daftar ini")
	silent(t, "the list", all, "izin", "sakit", "hadir *", "Rudi Hartono", "23.")
}

func TestAMeetingOfWhichLittleIsKnown(t *testing.T) {
	m := casebook.Minutes{Meeting: casebook.Meeting{Group: casebook.Group{Name: "Forum"}, Kind: casebook.Outreach, StartsAt: time.Date(2026, 11, 12, 0, 0, 0, 0, wib)}}
	pages := pagesOf(t, must[[]byte](t)(ours().Minutes("en", m)))
	tells(t, "the page", pages[0], "FORUM", "MINUTES OUTREACH", "Thursday, 12 November 2026", "( ....")
	silent(t, "the page", pages[0], "Time", "Place", "Follow-ups", "Decree", "00:00")
}

func TestWhatPeopleTypeIsPrintedOrLeftOut(t *testing.T) {
	for typed, want := range map[string]string{
		"Siti 🌸 Aminah": "Siti  Aminah", "Nur\u200baini": "Nuraini", "Jose\u0301": "José", "Łukasz Čapek": "Łukasz Čapek", "a\tb\u00a0c": "a b c", "李 Wati": " Wati", "O’Neil – “x”": "O’Neil – “x”",
	} {
		if got := printable(typed); got != want {
			t.Errorf("%q is printed as %q, want %q", typed, got, want)
		}
	}
	m := meeting(3)
	m.Lines[0].Name = private.Of(strings.Repeat("Abdurrahman", 40) + " 🌸 (\\")
	m.Place = strings.Repeat("panjang", 60)
	must[[]byte](t)(ours().Minutes("id", m))
}

// The same minutes make the same file, by however many it is asked at once.
func TestTheSameMinutesMakeTheSameFile(t *testing.T) {
	m := meeting(20)
	want := must[[]byte](t)(ours().Minutes("id", m))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if got, err := ours().Minutes("id", m); err != nil || !bytes.Equal(got, want) {
				t.Errorf("another file: %d bytes, %d before, %v", len(got), len(want), err)
			}
		})
	}
	all.Wait()
}

func TestPointsOfAText(t *testing.T) {
	for text, want := range map[string]string{
		"1. Pembukaan\n2) Doa\n- Penutup\n\n": "Pembukaan|Doa|Penutup", "Pembukaan; doa; penutup": "Pembukaan|doa|penutup", "5.000 rupiah": "5.000 rupiah", "10 orang datang": "10 orang datang", "": "",
		"2026. Tahun baru": "2026. Tahun baru",
	} {
		if got := strings.Join(points(private.Of(text)), "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
