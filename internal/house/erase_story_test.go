package house_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// ends brings a case to its end, as the moves will that close one, with a line of the timeline.
func (s *stage) ends(number string) {
	s.t.Helper()
	s.execute(`INSERT INTO case_events (case_id, at, move, from_state, to_state) SELECT id, $2, 'resolve', state, 'resolved' FROM cases WHERE number = $1`, number, s.cfg.Clock.Now())
	s.execute(`UPDATE cases SET state = 'resolved' WHERE number = $1`, number)
}

// The talk about erasing: what can go goes at once, what somebody works is decided by a person, and the reporter reads what stays and why.
func TestErasingIsAskedForAndDecided(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	ended := s.report(hartati, harmless, "1", "1")
	s.ends(ended)
	hartati.says("/lapor")
	worked := s.report(hartati, "Nek Rumsia 82 tahun sendirian, tiga hari dak keluar rumah, kakinya bengkak", "1", "1")

	hartati.says("/hapus")
	hartati.reads("Apa yang Bapak/Ibu maksud?")
	hartati.presses("Hapus semua data saya", "KIRIM")
	hartati.reads("Laporan "+ended, "sudah dihapus", "UU 43/2009", "Laporan "+worked, "petugas memutuskan", "begitu tidak ada lagi laporan")
	if s.count("SELECT count(*) FROM case_reporters") != 1 {
		t.Error("the ended case must be cut, and the other must not")
	}
	c.staff.reads("Pelapor meminta datanya dihapus", worked)
	c.officer.hasNot(worked)
	c.staff.says("/permintaan")
	c.staff.reads("menunggu keputusan", worked)
	c.staff.taps("Tolak")
	c.staff.reads("Apa alasannya?")
	c.staff.presses("Laporan masih dikerjakan")
	hartati.reads("belum bisa dikabulkan", "Laporan masih dikerjakan")

	hartati.says("/hapus", "Tarik laporan")
	hartati.presses("1", "KIRIM")
	hartati.reads("Laporan " + worked + " sudah ditarik")
	s.until("staff are asked again", func() bool { return s.count("SELECT count(*) FROM alerts WHERE kind = 'erasure' AND open") == 1 })
	s.says(c.admin, "/tahan "+worked+" diminta Polres", "ditahan")
	c.staff.says("/permintaan")
	c.staff.reads("(ditahan: proses hukum)")
	c.staff.taps("Hapus")
	s.says(c.admin, "/lepastahan "+worked, "tidak ditahan lagi")
	c.staff.taps("Hapus")
	hartati.reads("dikabulkan", worked)
	if s.count("SELECT count(*) FROM case_reporters") != 0 || s.count("SELECT count(*) FROM cases WHERE state = 'withdrawn'") != 1 {
		t.Error("a withdrawal that was granted ends the case, and cuts it")
	}
}

func (s *stage) says(a *actor, text, read string) {
	s.t.Helper()
	a.says(text)
	a.reads(read)
}

// A report without a name is cut from the chat for good: nothing that is kept ties the two together, and the number still finds it for those who work it.
func TestAReportWithoutANameIsCutLoose(t *testing.T) {
	s := newStage(t)
	hartati := s.person(1001, "Hartati")
	number := s.report(hartati, harmless, "3", "1")
	hartati.says("/lapor")
	named := s.report(hartati, "Nek Rumsia 82 tahun sendirian, tiga hari dak keluar rumah, kakinya bengkak", "1", "1")
	dialog := s.value("SELECT dialog FROM cases WHERE number = $1", number)

	hartati.says("/hapus " + named)
	hartati.presses("Lepas tautan", "Sudah, lepas", "KIRIM")
	hartati.reads("dikirim dengan nama")
	hartati.says("/hapus " + number)
	hartati.presses("Lepas tautan", "Belum, jangan dulu", "KIRIM")
	hartati.reads("Dibatalkan")
	hartati.says("/hapus " + number)
	hartati.presses("Lepas tautan", "Sudah, lepas", "KIRIM")
	hartati.reads("sudah lepas dari percakapan ini")

	for what, query := range map[string]string{
		"reporter": "SELECT count(*) FROM case_reporters r JOIN cases c ON c.id = r.case_id WHERE c.number = '" + number + "'",
		"messages": "SELECT count(*) FROM messages m JOIN cases c ON c.id = m.case_id WHERE c.number = '" + number + "'",
		"digests":  "SELECT count(*) FROM case_events e JOIN cases c ON c.id = e.case_id WHERE e.digest IS NOT NULL AND c.number = '" + number + "'",
		"dialog":   "SELECT count(*) FROM cases WHERE dialog = '" + dialog + "'",
	} {
		if s.count(query) != 0 {
			t.Errorf("%s: still tied", what)
		}
	}
	for _, p := range s.keys() {
		if strings.Contains(p.text, dialog) {
			t.Errorf("%s: a talk's tombstone is left", p.name)
		}
	}
	hartati.says("/status")
	if text := hartati.Messages()[len(hartati.Messages())-1].Text; strings.Contains(text, number) || !strings.Contains(text, named) {
		t.Errorf("own cases: %s", text)
	}
}

// value reads one text of the record.
func (s *stage) value(query string, args ...any) (text string) {
	s.t.Helper()
	ctx := context.Background()
	db, err := pgx.Connect(ctx, s.cfg.Database)
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close(ctx)
	if err := db.QueryRow(ctx, query, args...).Scan(&text); err != nil {
		s.t.Fatal(err)
	}
	return text
}

// A request that nobody decides within the time of the law comes back, to the admins too, and once.
func TestARequestThatNobodyDecidesComesBack(t *testing.T) {
	s := newStage(t)
	c := s.cast()
	hartati := s.person(1001, "Hartati")
	number := s.report(hartati, "Nek Rumsia 82 tahun sendirian, tiga hari dak keluar rumah, kakinya bengkak", "1", "1")
	hartati.says("/hapus " + number)
	hartati.presses("Tarik laporan", "KIRIM")
	c.staff.reads("Pelapor meminta datanya", number)
	s.forward(71 * time.Hour)
	s.rest()
	c.admin.hasNot("Permintaan hapus data lewat")
	s.forward(2 * time.Hour)
	c.staff.reads("Permintaan hapus data lewat 3 x 24 jam", number)
	c.admin.reads("Permintaan hapus data lewat 3 x 24 jam", number)
	s.forward(24 * time.Hour)
	s.rest()
	if n := s.count("SELECT count(*) FROM alerts WHERE kind = 'erasure_late'"); n != 1 {
		t.Errorf("%d alerts of it", n)
	}
}
