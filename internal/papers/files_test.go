package papers

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

func TestASheetCanBeOpenedAgain(t *testing.T) {
	m := meeting(60)
	m.Lines[5].Name = private.Of("=HYPERLINK(\"http://x\")")
	m.FollowUps[1].State = casebook.Done
	f, err := excelize.OpenReader(bytes.NewReader(must[[]byte](t)(ours().Sheet("id", m))))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(f.GetSheetList(), "|"); got != "Notulen|Daftar hadir|Tindak lanjut" {
		t.Errorf("sheets %s", got)
	}
	for cell, want := range map[string]string{
		"Notulen!A1": "Kelompok", "Notulen!B1": "WKSBM Mufakat", "Notulen!B2": "Desa Kuripan, Kecamatan Bunga Mas, Kabupaten Bengkulu Selatan",
		"Daftar hadir!A1": "No.", "Daftar hadir!B2": "Darmadi Ningsih", "Daftar hadir!E2": "ya", "Daftar hadir!B7": "=HYPERLINK(\"http://x\")",
		"Daftar hadir!F9": "diwakili oleh Siti Rohaya binti Abdul Karim", "Daftar hadir!G2": "nomor yang diketik petugas", "Daftar hadir!A62": "61",
		"Tindak lanjut!B3": "Meminjam kursi roda dari Puskesmas untuk warga dusun II dan mengantarkannya bersama kepala dusun", "Tindak lanjut!D2": "5 December 2026", "Tindak lanjut!E3": "selesai",
	} {
		sheet, at, _ := strings.Cut(cell, "!")
		if got, err := f.GetCellValue(sheet, at); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", cell, got, want, err)
		}
	}
	if formula, err := f.GetCellFormula("Daftar hadir", "B7"); err != nil || formula != "" {
		t.Errorf("a name became the formula %q", formula)
	}
	if kind, err := f.GetCellType("Tindak lanjut", "D2"); err != nil || kind == excelize.CellTypeSharedString {
		t.Error("a day is text, nobody can sort by it")
	}
}

func TestASheetOfACaseTalkIsMarked(t *testing.T) {
	m := meeting(5)
	m.Kind = casebook.CaseTalk
	f, err := excelize.OpenReader(bytes.NewReader(must[[]byte](t)(ours().Sheet("id", m))))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := f.GetCellValue("Notulen", "A1"); got != "RAHASIA" {
		t.Errorf("it begins with %q", got)
	}
	rows, _ := f.GetRows("Notulen")
	if said := fmt.Sprint(rows); strings.Contains(said, "Darmadi") || strings.Contains(said, "Lestari") {
		t.Errorf("names outside the list: %s", said)
	}
}

// unfolded is a calendar file as it is read: folded lines put together again.
func unfolded(t *testing.T, ics []byte) string {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSuffix(string(ics), "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d octets, or with a bare line break", len(line))
		}
	}
	return strings.ReplaceAll(strings.ReplaceAll(string(ics), "\r\n ", ""), "\r\n", "\n")
}

var sent = time.Date(2026, 11, 1, 8, 0, 0, 0, wib)

func TestAnInvitation(t *testing.T) {
	m := meeting(5).Meeting
	m.Place = `Balai Desa; "lama", C:\ sebelah`
	m.Agenda = private.Of("Pembukaan\nSambutan Kepala Desa yang panjang sekali supaya barisnya dilipat di tengah kata – ya")
	const want = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Rembuk//ID
BEGIN:VEVENT
UID:meeting-1701-41@rembuk.example
DTSTAMP:20261101T010000Z
SEQUENCE:2
DTSTART:20261112T020000Z
DTEND:20261112T043000Z
SUMMARY:Pembinaan rutin – WKSBM Mufakat
LOCATION:Balai Desa\; "lama"\, C:\\ sebelah\, Desa Kuripan
DESCRIPTION:Pembukaan\nSambutan Kepala Desa yang panjang sekali supaya barisnya dilipat di tengah kata – ya
CLASS:PRIVATE
STATUS:CONFIRMED
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Pembinaan rutin
TRIGGER:-P1D
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Pembinaan rutin
TRIGGER:-PT2H
END:VALARM
END:VEVENT
END:VCALENDAR
`
	if got := unfolded(t, ours().Invite("id", m, 2, sent)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAnInvitationThatIsCalledOff(t *testing.T) {
	m := meeting(5).Meeting
	before := unfolded(t, ours().Invite("id", m, 0, sent))
	m.State = casebook.CalledOff
	got := unfolded(t, ours().Invite("id", m, 1, sent))
	tells(t, "the file", got, "STATUS:CANCELLED", "SEQUENCE:1", "UID:meeting-1701-41@rembuk.example")
	silent(t, "the file", got, "VALARM", "CONFIRMED")
	tells(t, "the file before", before, "SEQUENCE:0", "UID:meeting-1701-41@rembuk.example")
}

func TestAnInvitationWithoutAnHour(t *testing.T) {
	m := meeting(5).Meeting
	m.Clock, m.StartsAt = false, time.Date(2026, 12, 31, 0, 0, 0, 0, wib)
	got := unfolded(t, ours().Invite("en", m, 0, sent))
	tells(t, "the file", got, "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "TRIGGER:-PT6H", "SUMMARY:Regular coaching – WKSBM Mufakat")
}

// A phone shows its calendar to whoever picks it up.
func TestAnInvitationToACaseTalkSaysNothing(t *testing.T) {
	m := meeting(5).Meeting
	m.Kind = casebook.CaseTalk
	got := unfolded(t, ours().Invite("id", m, 0, sent))
	tells(t, "the file", got, "SUMMARY:Pertemuan – WKSBM Mufakat")
	silent(t, "the file", got, "kasus", "Pembukaan", "DESCRIPTION:Pembukaan")
}

func picture(t *testing.T, data []byte, err error) image.Image {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func dark(c color.Color) bool {
	r, g, b, _ := c.RGBA()
	return r+g+b < 3*0x8000
}

func TestAQRCodeHasItsEdgeAndItsCorners(t *testing.T) {
	const text = "https://t.me/rembuk_bot?start=h_41_482107"
	data, err := QR(text, 500)
	img := picture(t, data, err)
	code, err := squares(text)
	if err != nil {
		t.Fatal(err)
	}
	side := img.Bounds().Dx()
	scale := side / (code.GetWidth() + 2*quiet)
	if side > 500 || side != img.Bounds().Dy() || scale*(code.GetWidth()+2*quiet) != side {
		t.Fatalf("%v for %d squares", img.Bounds(), code.GetWidth())
	}
	for row := -quiet; row < code.GetWidth()+quiet; row++ {
		for col := -quiet; col < code.GetWidth()+quiet; col++ {
			if dark(img.At((col+quiet)*scale+scale/2, (row+quiet)*scale+scale/2)) != code.Get(col, row) {
				t.Fatalf("square %d, %d is wrong", col, row)
			}
		}
	}
	if _, err := QR(strings.Repeat("x", 5000), 500); err == nil {
		t.Error("a text that no code holds has one")
	}
	data, err = QR(text, 1)
	if picture(t, data, err).Bounds().Dx() < code.GetWidth() {
		t.Error("squares of less than a pixel")
	}
}

func TestADoorPictureFitsAnyName(t *testing.T) {
	for _, name := range []string{"WKSBM Mufakat", strings.Repeat("Wahana Kesejahteraan Sosial ", 4)} {
		data, err := ours().DoorPicture("id", name, "https://t.me/rembuk_bot?start=h_41_482107", "482107", sent)
		img := picture(t, data, err)
		for y := range img.Bounds().Dy() {
			if dark(img.At(doorEdge/2, y)) || dark(img.At(doorWidth-doorEdge/2, y)) {
				t.Fatalf("%s: something is written over the edge at %d", name, y)
			}
		}
	}
}

// Between May and August nothing is known of the officers: no line leads over it.
func TestWhatIsNotKnownIsAGap(t *testing.T) {
	i := year()
	data, err := ours().Trend("id", i)
	img := picture(t, data, err)
	pl := plot{trend: i.Trend}
	blues := func(x float64) (n int) {
		for y := int(presenceTop) - 20; y < int(presenceFoot)-3; y++ {
			if r, _, b, _ := img.At(int(x), y).RGBA(); b > r+0x4000 {
				n++
			}
		}
		return n
	}
	for n, month := range i.Trend {
		if known := blues(pl.middle(n)) > 0; known != month.Presence.Known() {
			t.Errorf("%s: drawn %t, known %t", month.Month, known, month.Presence.Known())
		}
		if n == 0 {
			continue
		}
		line := i.Trend[n-1].Presence.Known() && month.Presence.Known()
		if drawn := blues((pl.middle(n-1)+pl.middle(n))/2) > 0; drawn != line {
			t.Errorf("before %s: a line %t, want %t", month.Month, drawn, line)
		}
	}
	data, err = ours().Trend("en", casebook.Indicators{Group: mufakat})
	picture(t, data, err)
}

func TestAMonthlyReport(t *testing.T) {
	all := strings.Join(pagesOf(t, must[[]byte](t)(ours().MonthReport("id", monthReport()))), "")
	tells(t, "the report", all, "KONSEP, BELUM DIKIRIM", "LAPORAN BULANAN NOVEMBER 2026", "140/12/KRP/2025, berlaku sampai 2 Februari 2028", "Iuran : berjalan", "2 kali, hadir seluruhnya 22",
		"Hasil: Pembinaan rutin, 12 November 2026", "Pembahasan kasus – 5 dari 7", "selesai", "Mohon bantuan kursi roda.", "Kuripan, 1 Desember 2026 Sekretaris,")
	silent(t, "the report", all, "Hasil: Pembahasan kasus")
	if n := strings.Count(all, "Iuran Rp5.000"); n != 1 {
		t.Errorf("the results are told %d times: those of the case talk stay with the caseworkers", n)
	}
	r := monthReport()
	r.Meetings, r.FollowUps, r.Iuran, r.Note = nil, nil, nil, private.Text{}
	r.Of.Decree.Until = casebook.Date{Year: 2026, Month: 11, Day: 29}
	all = strings.Join(pagesOf(t, must[[]byte](t)(ours().MonthReport("id", r))), "")
	tells(t, "an empty report", all, "Tidak ada pertemuan tercatat pada bulan ini.", "habis 29 November 2026", "belum diberitahukan")
}

func TestAMonthlyReportOfAKecamatan(t *testing.T) {
	all := strings.Join(pagesOf(t, must[[]byte](t)(ours().MonthReport("id", regionReport()))), "")
	tells(t, "the report", all, "DINAS SOSIAL KABUPATEN BENGKULU SELATAN", "Kecamatan Bunga Mas, Kabupaten Bengkulu Selatan", "Kelompok yang bertemu : 9 dari 14", "13 kali, hadir seluruhnya 182",
		"10 dari 14", "perlu pembinaan", "belum ada kegiatan tercatat", "Bunga Mas, 2 Desember 2026 TKSK,")
	silent(t, "the report", all, "KONSEP", "%")
}

func TestAPosterSaysWhatMatters(t *testing.T) {
	about := Poster{Region: mufakat.Region, Link: "https://t.me/rembuk_bot?start=r_17.01.10.2005", Danger: "110"}
	pages := pagesOf(t, must[[]byte](t)(ours().Poster("id", about)))
	if len(pages) != 1 {
		t.Fatalf("%d pages", len(pages))
	}
	tells(t, "the poster", pages[0], "Ada masalah sosial di sekitar Bapak/Ibu?", "Desa Kuripan, Kecamatan Bunga Mas", "t.me/rembuk_bot", "Gratis.", "Bahaya sekarang: telepon 110")
	about.Danger, about.Region = "", ""
	silent(t, "a poster without a number", pagesOf(t, must[[]byte](t)(ours().Poster("id", about)))[0], "Bahaya", "Desa")
}
