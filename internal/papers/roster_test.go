package papers

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"rembuk/internal/casebook"
)

// twoVillages knows Kuripan of Bunga Mas, a twin of it elsewhere, and Batu Panco.
func twoVillages(text string) []casebook.Region {
	batu, kuripan := regions["17.01.09.2001"], regions["17.01.10.2005"]
	twin := casebook.Region{Code: "17.01.08.2003", Parent: "17.01.08", Level: casebook.LevelDesa, Name: "Kuripan"}
	switch said := fold(text); {
	case said == "kuripan bunga mas":
		return []casebook.Region{kuripan}
	case said == "kuripan":
		return []casebook.Region{kuripan, twin}
	case strings.HasPrefix(said, "batu panco"), said == "batupanco":
		return []casebook.Region{batu}
	case said == "kecamatan ulu manna":
		return []casebook.Region{regions["17.01.09"]}
	}
	return nil
}

const rosterHead = "Nama WKSBM;Desa/Kelurahan;Kecamatan;Tingkat;Nomor SK;Tanggal SK;Berlaku sampai;Nama;L/P;Jabatan;Pengurus\n"

// short is a row in few words.
func short(r casebook.RosterRow) string {
	officer := ""
	if r.Officer {
		officer = "*"
	}
	said := fmt.Sprintf("%d %s %s %s%s %s", r.Line, r.Group, r.Region, r.Member.Reveal(), officer, r.Sex)
	if r.Decree.Date != (casebook.Date{}) || r.Decree.Until != (casebook.Date{}) {
		said += " " + r.Decree.Date.String() + "/" + r.Decree.Until.String()
	}
	if r.Kind != casebook.WKSBM {
		said += " body"
	}
	if r.Fault != "" {
		said += " !" + string(r.Fault) + "@" + r.FaultColumn
	}
	return strings.Join(strings.Fields(said), " ")
}

func TestLinesOfARoster(t *testing.T) {
	long := strings.Repeat("a", 101)
	for line, want := range map[string]string{
		"Mufakat;Kuripan;Bunga Mas;desa;1/2025;03/02/2025;2-2-2028;Darmadi;L;Ketua;ya":      "2 Mufakat 17.01.10.2005 Darmadi* L 2025-02-03/2028-02-02",
		"Mufakat;Desa Kuripan;Kec. Bunga Mas;;;;;Darmadi;L;Ketua;":                          "2 Mufakat 17.01.10.2005 Darmadi* L",
		"Mufakat;Ds.Batu Panco;;;;;;Neli;P;Anggota;":                                        "2 Mufakat 17.01.09.2001 Neli P",
		"Mufakat;Batupanco;;;;;;Neli;perempuan;;tidak":                                      "2 Mufakat 17.01.09.2001 Neli P",
		"Mufakat;Batu Panco;;;;;;Neli;Laki-laki;;v":                                         "2 Mufakat 17.01.09.2001 Neli* L",
		"Mufakat;Batu Panco;;;;;;Neli;Pr;Sekretaris;tidak":                                  "2 Mufakat 17.01.09.2001 Neli P",
		"Mufakat;Batu Panco;;;;;;;;;":                                                       "2 Mufakat 17.01.09.2001",
		"Forum TKSK;;Ulu Manna;;;;;Iwan;L;;":                                                "2 Forum TKSK 17.01.09 Iwan L body",
		"Karang Taruna Maju;Batu Panco;;;;;;Iwan;L;;":                                       "2 Karang Taruna Maju 17.01.09.2001 Iwan L body",
		"Mufakat;Kuripan;;;;;;Darmadi;L;;":                                                  "2 Mufakat Darmadi L !twins@Desa/Kelurahan",
		"Mufakat;Entah;;;;;;Darmadi;L;;":                                                    "2 Mufakat Darmadi L !no_region@Desa/Kelurahan",
		"Mufakat;;;;;;;Darmadi;L;;":                                                         "2 Mufakat Darmadi L !no_region@Desa/Kelurahan",
		";Batu Panco;;;;;;Darmadi;L;;":                                                      "2 17.01.09.2001 Darmadi L !no_group@Nama WKSBM",
		";;;;;;;Darmadi;L;;":                                                                "2 Darmadi L !no_group@Nama WKSBM",
		"Mufakat;Batu Panco;;;;31/11/2025;;Darmadi;L;;":                                     "2 Mufakat 17.01.09.2001 Darmadi L !bad_date@Tanggal SK",
		"Mufakat;Batu Panco;;;;kemarin;;Darmadi;L;;":                                        "2 Mufakat 17.01.09.2001 Darmadi L !bad_date@Tanggal SK",
		"Mufakat;Batu Panco;;;;;2028;Darmadi;L;;":                                           "2 Mufakat 17.01.09.2001 Darmadi L !bad_date@Berlaku sampai",
		"Mufakat;Batu Panco;;;;Senin, 3 Pebruari 2025;3 Agt 28;Darmadi;L;;":                 "2 Mufakat 17.01.09.2001 Darmadi L 2025-02-03/2028-08-03",
		"Mufakat;Batu Panco;;;;2025-02-03;46806;Darmadi;L;;":                                "2 Mufakat 17.01.09.2001 Darmadi L 2025-02-03/2028-02-23",
		"Mufakat;Batu Panco;;;;-;2025-02-03T00:00:00;Darmadi;L;;":                           "2 Mufakat 17.01.09.2001 Darmadi L 0000-00-00/2025-02-03",
		"Mufakat;Batu Panco;;;;;;Darmadi;X;;":                                               "2 Mufakat 17.01.09.2001 Darmadi !bad_sex@L/P",
		"Mufakat;Batu Panco;;;;;;" + long + ";L;;":                                          "2 Mufakat 17.01.09.2001 " + long + " L !too_long@Nama",
		"Mufakat;Batu Panco;;" + long + ";;;;Darmadi;L;;":                                   "2 Mufakat 17.01.09.2001 Darmadi L !too_long@Tingkat",
		long + ";Batu Panco;;;;;;Darmadi;L;;":                                               "2 " + long + " 17.01.09.2001 Darmadi L !too_long@Nama WKSBM",
		"=cmd|'/c calc'!A1;Batu Panco;;;;;;@Darmadi;L;;":                                    "2 =cmd|'/c calc'!A1 17.01.09.2001 @Darmadi L",
		"Mufakat;Batu Panco;;;;;;Darmadi;L;;\nMufakat;batu panco;;;;;;DARMADI;L;;":          "2 Mufakat 17.01.09.2001 Darmadi L|3 Mufakat 17.01.09.2001 DARMADI L !twice@Nama",
		"Mufakat;Batu Panco;;;9/2025;;;Darmadi;L;;\n;;;;;;;Neli;P;;":                        "2 Mufakat 17.01.09.2001 Darmadi L|3 Mufakat 17.01.09.2001 Neli P",
		"Mufakat;Entah;;;;;;Darmadi;L;;\n;;;;;;;Neli;P;;\nSepakat;Batu Panco;;;;;;;;;":      "2 Mufakat Darmadi L !no_region@Desa/Kelurahan|3 Mufakat Neli P !no_region@Desa/Kelurahan|4 Sepakat 17.01.09.2001",
		"1;2;3;4;5;6;7;8;9;10;11\n;;;;;;;;;;\n\nMufakat;Batu Panco;;;;;;\"Neli\nDewi\";P;;": "5 Mufakat 17.01.09.2001 Neli Dewi P",
		"Mufakat;Batu Panco":                                                                "2 Mufakat 17.01.09.2001",
		"Mufakat;Batu Panco;;;;;;Dar\"madi;L;;":                                             "2 Mufakat 17.01.09.2001 Dar\"madi L",
	} {
		rows := must[[]casebook.RosterRow](t)(ReadRoster([]byte(rosterHead+line+"\n"), twoVillages))
		var got []string
		for _, r := range rows {
			got = append(got, short(r))
		}
		if said := strings.Join(got, "|"); said != want {
			t.Errorf("%s\n got %s\nwant %s", line, said, want)
		}
	}
}

func TestANIKInARosterIsMasked(t *testing.T) {
	rows := must[[]casebook.RosterRow](t)(ReadRoster([]byte("Kelompok;Desa;Nama;NIK\nMufakat;Batu Panco;Neli 1701105205850001;1701105205850001\n"), twoVillages))
	if said := rows[0].Member.Reveal() + rows[0].Post; strings.Contains(said, "5205850001") || !strings.HasPrefix(said, "Neli") {
		t.Errorf("the name is read as %q", said)
	}
}

// Offices write their heads in many ways, in any order, with titles above.
func TestHeadsOfARoster(t *testing.T) {
	for table, want := range map[string]string{
		"KECAMATAN,DESA,NAMA KELOMPOK,NAMA PENGURUS,JK\nBunga Mas,Kuripan,Mufakat,Neli,P\n":                               "2 Mufakat 17.01.10.2005 Neli P",
		"DAFTAR WKSBM;;;\nKabupaten;;;\n;;;\nNo.;WKSBM;Desa / Kel.;Nama Lengkap\n1;Mufakat;Batu Panco;Neli\n2;;;Hendri\n": "5 Mufakat 17.01.09.2001 Neli|6 Mufakat 17.01.09.2001 Hendri",
		"Nama\tKelompok\tDesa\nNeli\tMufakat\tBatu Panco\n":                                                               "2 Mufakat 17.01.09.2001 Neli",
		"group;village;name;sex;officer\nMufakat;Batu Panco;Neli;F;yes\n":                                                 "2 Mufakat 17.01.09.2001 Neli* P",
	} {
		for coding, data := range map[string][]byte{
			"UTF-8": []byte(table), "with a mark": []byte("\xEF\xBB\xBF" + table), "Windows line ends": []byte(strings.ReplaceAll(table, "\n", "\r\n")), "UTF-16": inUTF16(table),
		} {
			var got []string
			for _, r := range must[[]casebook.RosterRow](t)(ReadRoster(data, twoVillages)) {
				got = append(got, short(r))
			}
			if said := strings.Join(got, "|"); said != want {
				t.Errorf("%s: %q\n got %s\nwant %s", coding, table, said, want)
			}
		}
	}
}

func inUTF16(s string) []byte {
	out := []byte{0xFF, 0xFE}
	for _, unit := range utf16.Encode([]rune(s)) {
		out = append(out, byte(unit&0xFF), byte(unit>>8))
	}
	return out
}

func TestALetterOfWindows1252IsRead(t *testing.T) {
	data := must[[]byte](t)(charmap.Windows1252.NewEncoder().Bytes([]byte(rosterHead + "Mufakat;Batu Panco;;;;;;René Müller – Ö;L;;\n")))
	if rows := must[[]casebook.RosterRow](t)(ReadRoster(data, twoVillages)); len(rows) != 1 || rows[0].Member.Reveal() != "René Müller – Ö" {
		t.Errorf("read %v", rows)
	}
}

// A sheet keeps dates as numbers, merges the cells of a group, and may begin with an empty sheet.
func TestARosterInXLSX(t *testing.T) {
	f := excelize.NewFile()
	sheet := "Data"
	if _, err := f.NewSheet(sheet); err != nil {
		t.Fatal(err)
	}
	for i, row := range [][]any{
		{"DAFTAR WKSBM"}, {"No", "Nama WKSBM", "Desa", "Tgl SK", "Nama", "L/P"},
		{1, "Mufakat", "Batu Panco", casebook.Date{Year: 2025, Month: 2, Day: 3}.In(wib), "Neli", "P"}, {2, nil, nil, nil, "Hendri", "L"}, {3, "Sepakat", "Entah", "kemarin", "Iwan", "L"},
	} {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, column := range []string{"B", "C", "D"} {
		if err := f.MergeCell(sheet, column+"3", column+"4"); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range must[[]casebook.RosterRow](t)(ReadRoster(out.Bytes(), twoVillages)) {
		got = append(got, short(r))
	}
	want := "3 Mufakat 17.01.09.2001 Neli P 2025-02-03/0000-00-00|4 Mufakat 17.01.09.2001 Hendri L 2025-02-03/0000-00-00|5 Sepakat Iwan L !no_region@Desa"
	if said := strings.Join(got, "|"); said != want {
		t.Errorf("\n got %s\nwant %s", said, want)
	}
}

func TestTheTemplateIsReadBackWithoutItsExample(t *testing.T) {
	for _, lang := range []string{"id", "en"} {
		data := must[[]byte](t)(ours().RosterTemplate(lang))
		look(t, "template-"+lang+".xlsx", data)
		if rows := must[[]casebook.RosterRow](t)(ReadRoster(data, twoVillages)); len(rows) != 0 {
			t.Errorf("%s: the template has lines: %s", lang, short(rows[0]))
		}
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := f.GetRows(f.GetSheetName(0))
		if err != nil || len(rows[0]) != len(columns) {
			t.Fatalf("%s: heads %v, %v", lang, rows, err)
		}
		for i, c := range columns {
			if key, ok := headed(fold(rows[0][i])); !ok || key != c {
				t.Errorf("%s: our own head %q is not understood as %s", lang, rows[0][i], c)
			}
		}
	}
}

func TestTablesThatAreNotTaken(t *testing.T) {
	rows := strings.Repeat("Mufakat;Batu Panco\n", TableRows+1)
	for name, test := range map[string]struct {
		data []byte
		want error
	}{
		"empty":                  {nil, ErrNoHead},
		"prose":                  {[]byte("Selamat pagi\nini daftar kami\n"), ErrNoHead},
		"a head without a group": {[]byte("Nama;Jabatan\nNeli;Ketua\n"), ErrNoHead},
		"a picture":              {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), ErrNoTable},
		"an old .xls":            {append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 512)...), ErrNoTable},
		"a broken XLSX":          {[]byte("PK\x03\x04 broken"), ErrNoTable},
		"too many bytes":         {make([]byte, TableBytes+1), ErrTooBig},
		"too many rows":          {[]byte("Kelompok;Desa\n" + rows), ErrTooBig},
		"far too many rows":      {[]byte("Kelompok;Desa\n" + rows + rows), ErrTooBig},
	} {
		_, err := ReadRoster(test.data, twoVillages)
		if !errors.Is(err, test.want) || !errors.Is(err, casebook.ErrBadInput) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
	all := must[[]casebook.RosterRow](t)(ReadRoster([]byte("Kelompok;Desa\n"+strings.Repeat("Mufakat;Batu Panco\n", TableRows)), twoVillages))
	if len(all) != TableRows {
		t.Errorf("%d rows of %d", len(all), TableRows)
	}
}

// Whatever is sent, it is read or refused.
func FuzzReadRoster(f *testing.F) {
	f.Add([]byte(rosterHead + "Mufakat;Kuripan;Bunga Mas;desa;1/2025;03/02/2025;2-2-2028;Darmadi;L;Ketua;ya\n"))
	template, err := ours().RosterTemplate("id")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(template)
	f.Add([]byte("group;village\n\"a;b\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := ReadRoster(data, twoVillages)
		if err != nil && !errors.Is(err, casebook.ErrBadInput) {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.Line < 1 || r.Fault == "" && r.Region == "" || (r.Fault == "") != (r.FaultColumn == "") {
				t.Fatalf("an odd row: %s", short(r))
			}
		}
	})
}
