package house_test

import (
	"strings"
	"testing"
	"time"

	"rembuk/internal/simulator"
)

// Hapus percakapan deletes both sides of the talk, wherever the program is killed meanwhile, and leaves one sentence and no keys.
func TestAConversationIsDeleted(t *testing.T) {
	s := newStage(t)
	s.close()
	p := s.program("")
	for i, step := range []string{"", "deleted", "forgotten", "kept", "told"} {
		murni := s.person(int64(1001+i), "Murni")
		murni.hides()
		murni.taps("Hapus percakapan")
		murni.reads("Hapus pesan di percakapan ini?")
		if step == "" {
			murni.Send("ya")
		} else {
			p.stopAt(step)
			murni.Send("ya")
			p.stopped(step)
			p.kill()
			p = s.program("")
		}
		murni.reads("Sudah dibersihkan", "nomor dan PIN")
		murni.idle()
		for _, m := range murni.Messages() {
			if !m.Deleted && (!m.FromBot || !strings.Contains(m.Text, "Sudah dibersihkan")) {
				t.Errorf("killed at %q, still there: %s", step, m.Text)
			}
		}
		if k := murni.Keyboard(); k != nil {
			t.Errorf("killed at %q, keys are left: %q", step, k)
		}
		murni.says("1")
		murni.hasNot("BS-", "dipukul", "Kartinem")
		murni.says("laporan saya")
		murni.reads("Belum ada laporan")
		if n := s.count("SELECT count(*) FROM messages WHERE purpose <> 'alert'"); n != 0 {
			t.Errorf("killed at %q, %d messages still lead to the case", step, n)
		}
		if n := s.count("SELECT count(*) FROM cases"); n != i+1 {
			t.Errorf("%d cases: the report must stay", n)
		}
	}
}

// What is too old to be deleted says nothing any more.
func TestAnOldConversationIsTurnedNeutral(t *testing.T) {
	s := newStage(t)
	murni := s.person(1001, "Murni")
	number, pin := murni.hides()
	receipt := murni.reads("Laporan sudah masuk", number)
	s.forward(50 * time.Hour)
	murni.says("hapus percakapan")
	murni.says("ya")
	murni.reads("Sudah dibersihkan")
	for _, m := range murni.Messages() {
		if m.ID == receipt.ID && (m.Deleted || m.Text != "Pesan ini sudah dibersihkan.") {
			t.Errorf("the old receipt: %+v", m)
		}
	}
	murni.Reply(receipt.ID, "apa ini?")
	murni.idle()
	murni.says("batal")
	if n := s.count("SELECT count(*) FROM case_events WHERE move = 'add'"); n != 0 {
		t.Error("a reply to the neutral text has gone to the case")
	}
	murni.says(number + " " + pin)
	murni.reads("Diterima", "Mau menambahkan sesuatu?")
}

// A no leaves everything, and asks nothing twice.
func TestACleanUpIsAskedOnce(t *testing.T) {
	s := newStage(t)
	murni := s.person(1001, "Murni")
	murni.hides()
	murni.says("hapus percakapan", "jangan")
	murni.reads("Baik, tidak jadi")
	var left []simulator.Message
	for _, m := range murni.Messages() {
		if !m.Deleted {
			left = append(left, m)
		}
	}
	if len(left) != len(murni.Messages()) {
		t.Error("something was deleted all the same")
	}
}
