package house_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"rembuk/internal/casebook"
)

// An officer keeps the roster in the chat: a line more, written otherwise, dropped; and the decree.
func TestARosterIsKeptInTheChat(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	jumadil.says("/kelompok")
	jumadil.reads("WKSBM Mufakat", "Kuripan", "SK 140/07/2024", "7 Parida")
	jumadil.taps("Tambah orang")
	jumadil.says("Rohaya, Anggota, P")
	jumadil.reads("Ditambahkan: 8 Rohaya")
	jumadil.says("Batal")
	jumadil.says("/kelompok")
	jumadil.taps("Ubah daftar")
	jumadil.taps("8")
	jumadil.taps("Ubah tulisannya")
	jumadil.reads("8", "Rohaya", "nama, jabatan")
	jumadil.says("Rohaya Wati, Seksi Anak, P")
	jumadil.reads("Sudah diubah: 8 Rohaya Wati")
	jumadil.says("/kelompok")
	jumadil.reads("8 Rohaya Wati, Seksi Anak")
	jumadil.taps("Ubah daftar")
	jumadil.taps("8")
	jumadil.taps("Keluarkan dari daftar")
	jumadil.reads("Sudah dikeluarkan")
	jumadil.says("/kelompok")
	if now := jumadil.Last(); strings.Contains(now.Text, "Rohaya") {
		t.Error("the line is still there\n" + now.Text)
	}
	jumadil.taps("SK")
	jumadil.says("140/09/2026", "12 Januari 2026", "12 Januari 2031")
	jumadil.reads("SK sudah dicatat")
	jumadil.says("/kelompok")
	jumadil.reads("SK 140/09/2026, berlaku sampai", "12 Januari 2031")
	if n := s.count("SELECT count(*) FROM members WHERE left_at IS NULL"); n != 7 {
		t.Errorf("%d lines on the roster of 7", n)
	}
}

// Somebody who is not on the list says so, and stands on it when an officer agrees; whom the officers do not know is told so, and can try again.
func TestSomebodyNewJoinsByTheLink(t *testing.T) {
	s := newStage(t)
	jumadil := s.mufakat()
	link := jumadil.link()
	rohaya := s.person(2031, "Rohaya")
	rohaya.Start(link)
	rohaya.idle()
	rohaya.says("Nama saya belum ada", "Rohaya")
	rohaya.reads("WKSBM Mufakat")
	jumadil.reads("Rohaya", "Betul orangnya?")
	jumadil.taps("Bukan")
	jumadil.reads("Tidak disetujui: Rohaya")
	rohaya.reads("belum mengenali nama itu")
	rohaya.Start(link)
	rohaya.idle()
	rohaya.says("8", "Rohaya binti Umar")
	jumadil.reads("Rohaya binti Umar", "Betul orangnya?")
	jumadil.taps("Betul")
	rohaya.reads("sekarang terdaftar di WKSBM Mufakat")
	rohaya.Start(link)
	rohaya.idle()
	rohaya.reads("sudah terdaftar di WKSBM Mufakat")
	jumadil.says("/kelompok")
	jumadil.reads("8 Rohaya binti Umar 📱")
	other := s.person(2032, "Orang Lain")
	wrong := "0"
	if strings.HasSuffix(link, wrong) {
		wrong = "1"
	}
	other.Start(link[:len(link)-1] + wrong)
	other.idle()
	other.reads("Tautan itu tidak kami kenal")
}

// link is what the members' link of the only group of an officer carries.
func (a *actor) link() string {
	a.t.Helper()
	a.says("/kelompok")
	a.taps("Tautan untuk anggota")
	text := a.reads("start=g_").Text
	_, rest, _ := strings.Cut(text, "start=")
	return strings.Fields(rest)[0]
}

// A table is taken line by line: the bad ones are named, the good ones are in, and sending it again doubles nobody.
func TestATableNamesItsBadLinesAndTheGoodOnesAreTaken(t *testing.T) {
	s := newStage(t)
	admin := s.grants(s.person(6001, "Lestari"), casebook.Admin, "17.01")
	table := [][]string{
		{"WKSBM", "Desa", "Kecamatan", "Nama", "Jabatan", "L/P", "SK", "Tanggal SK", "Berlaku sampai"},
		{"WKSBM Sepakat", "Batu Panco", "Ulu Manna", "Amrin", "Ketua", "L", "7/2025", "05/01/2025", "05/01/2030"},
		{"", "", "", "Nurbaya", "Sekretaris", "P", "", "", ""},
		{"", "", "", "Kartini", "Bendahara", "X", "", "", ""},
		{"WKSBM Entah", "Desa Entah", "", "Siapa", "Ketua", "L", "", "", ""},
		{"WKSBM Sepakat", "Batu Panco", "Ulu Manna", "Nurbaya", "Anggota", "P", "", "", ""},
	}
	admin.says("/impor")
	admin.reads("CSV atau Excel")
	if name, _ := admin.file(); name == "" {
		t.Error("no example to fill in")
	}
	admin.SendDocument("daftar.csv", asCSV(table), "")
	admin.idle()
	told := admin.reads("Kelompok baru 1, orang baru 2").Text
	for _, bad := range []string{"3 baris belum masuk", "Baris 4: tulis L atau P", "Baris 5: desa tidak dikenal", "Baris 6: orang yang sama"} {
		if !strings.Contains(told, bad) {
			t.Errorf("%q is not told in:\n%s", bad, told)
		}
	}
	table[3][5] = "P"
	admin.SendDocument("daftar.xlsx", asXLSX(t, table), "")
	admin.idle()
	admin.reads("Kelompok baru 0, orang baru 1", "2 baris belum masuk")
	if groups, lines := s.count("SELECT count(*) FROM groups"), s.count("SELECT count(*) FROM members"); groups != 1 || lines != 3 {
		t.Errorf("%d groups with %d lines of 1 with 3", groups, lines)
	}
	admin.SendDocument("daftar.xlsx", []byte("bukan Excel"), "")
	admin.idle()
	admin.reads("tidak bisa dibaca")
}

// Who has no right to send in lists is told so; a coordinator's list is taken for the own kecamatan only.
func TestAListIsTakenOnlyForOnesOwnRegion(t *testing.T) {
	s := newStage(t)
	herman := s.grants(s.person(3001, "Herman"), casebook.Coordinator, "17.01.09")
	table := asCSV([][]string{
		{"WKSBM", "Desa", "Kecamatan", "Nama", "Jabatan", "L/P"},
		{"WKSBM Sepakat", "Batu Panco", "Ulu Manna", "Amrin", "Ketua", "L"},
		{"WKSBM Mufakat", "Kuripan", "Bunga Mas", "Darmadi", "Ketua", "L"},
	})
	herman.SendDocument("daftar.csv", table, "")
	herman.idle()
	herman.reads("Kelompok baru 1, orang baru 1", "Baris 3: di luar wilayah")
	for _, a := range []*actor{s.grants(s.person(2001, "Darmi"), casebook.Officer, "17.01.09.2001"), s.person(1001, "Hartati")} {
		a.says("/impor")
		a.reads("hanya admin, staf, dan koordinator")
		a.SendDocument("daftar.csv", table, "")
		a.idle()
		a.hasNot("Daftar terbaca")
	}
	if n := s.count("SELECT count(*) FROM members"); n != 1 {
		t.Errorf("%d lines of 1", n)
	}
}

func asCSV(table [][]string) []byte {
	var b bytes.Buffer
	for _, row := range table {
		b.WriteString(strings.Join(row, ";") + "\n")
	}
	return b.Bytes()
}

func asXLSX(t *testing.T, table [][]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range table {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
