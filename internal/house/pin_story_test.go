package house_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/house"
)

// A case that must not betray is followed by number and PIN, from the own phone and from another; the message with the PIN does not stay on the screen.
func TestAQuietCaseIsFollowedByNumberAndPIN(t *testing.T) {
	s := newStage(t)
	wagino := s.grants(s.person(3001, "Wagino"), casebook.Caseworker, "17.01")
	murni, sister := s.person(1001, "Murni"), s.person(1002, "Sri")
	number, pin := murni.hides()

	murni.says("/status " + number)
	murni.reads("Ketik PIN-nya")
	murni.says(pin)
	murni.reads("Diterima", "Mau menambahkan sesuatu?")
	murni.presses("Batal")
	wagino.reads("Kasus rahasia", number)
	wagino.taps("Ambil")
	s.morning()
	murni.reads("Ada kabar. Buka bila aman.")

	sister.says(number + " " + pin)
	sister.reads("Diperiksa", "Mau menambahkan sesuatu?")
	sister.hasNot(number, "Kekerasan", "Batu Panco", "Kartinem")
	sister.says("dia sekarang di rumah pamannya")
	sister.reads("Kirim sekarang?")
	sister.hasNot("pamannya")
	sister.says("1")
	sister.reads("Sudah kami terima.")
	if n := s.count("SELECT count(*) FROM case_events WHERE move = 'add' AND actor_id IS NULL AND note LIKE '%pamannya%'"); n != 1 {
		t.Errorf("%d additions", n)
	}
	if n := s.count("SELECT count(*) FROM messages m JOIN people p ON p.id = m.person_id JOIN accounts a ON a.person_id = p.id AND a.user_mac = m.chat_mac WHERE purpose IN ('added', 'talk') AND m.case_id IS NOT NULL AND NOT EXISTS (SELECT FROM case_reporters r WHERE r.person_id = p.id)"); n != 0 {
		t.Error("the other phone is tied to the case")
	}
	for _, a := range []*actor{murni, sister} {
		for _, m := range a.Messages() {
			if !m.FromBot && !m.Deleted && strings.Contains(m.Text, pin) {
				t.Errorf("%s's PIN stays on the screen: %s", a.name, m.Text)
			}
		}
	}
}

// A husband who picks up the phone and has number and all buttons, but no PIN, learns nothing: not even that there is a report.
func TestAHusbandPicksUpThePhone(t *testing.T) {
	s := newStage(t)
	wagino := s.grants(s.person(3001, "Wagino"), casebook.Caseworker, "17.01")
	murni := s.person(1001, "Murni")
	number, pin := murni.hides()
	old := murni.reads("Laporan sudah masuk")
	murni.taps("Hapus percakapan")
	murni.says("ya")
	murni.reads("Sudah dibersihkan")
	wagino.taps("Ambil")
	s.morning()
	murni.reads("Ada kabar. Buka bila aman.")

	before := len(murni.Messages())
	stranger := s.person(1009, "Orang lain")
	for _, try := range []string{"/status", "laporan saya", "Lapor", "batal", number, "/status " + number, "batal", "/start", "1", "KIRIM", "ya", "hapus percakapan", "tidak", "/bantuan"} {
		murni.says(try)
	}
	murni.Reply(old.ID, "apa ini?")
	murni.idle()
	murni.says("batal")
	for _, m := range murni.Messages()[before:] {
		for _, word := range []string{pin, "Kartinem", "Kekerasan", "Batu Panco", "rahasia", "Sudah ditambahkan", "Diperiksa", "Sudah kami terima"} {
			if m.FromBot && strings.Contains(m.Text, word) {
				t.Errorf("he reads %q:\n%s", word, m.Text)
			}
		}
	}
	if n := s.count("SELECT count(*) FROM case_events WHERE move = 'add'"); n != 0 {
		t.Error("what he wrote has gone to the case")
	}

	// What he is told of her number is what anybody is told of any.
	murni.says(number)
	his := murni.Last().Text
	stranger.says("BS-1234-5678-" + checkDigit("12345678"))
	if got := stranger.Last().Text; got != his {
		t.Errorf("of a number without a case: %q, of hers: %q", got, his)
	}
	stranger.says("000000")
	murni.says("000000")
	if a, b := murni.Last().Text, stranger.Last().Text; a != b || !strings.Contains(a, "keliru") {
		t.Errorf("wrong PIN: %q, no case: %q", a, b)
	}
}

// Somebody who tries PINs is stopped after five at a case, and after ten anywhere; restarts and a second replica change nothing, and the right PIN does not help.
func TestSomebodyTriesPINs(t *testing.T) {
	s := newStage(t)
	murni, guesser := s.person(1001, "Murni"), s.person(1002, "Penebak")
	number, pin := murni.hides()
	wrong := func(n int) string { return fmt.Sprintf("%06d", (atoi(pin)+n)%1_000_000) }
	for i := range casebook.PersonTries {
		guesser.says(number + " " + wrong(i+1))
		guesser.reads("Nomor atau PIN keliru")
		if i == 2 {
			s.restart()
		}
	}
	guesser.says(number + " " + pin)
	guesser.reads("terlalu banyak percobaan")
	guesser.hasNot("Diterima")
	for i := range casebook.CaseTries { // nobody alone keeps the reporter out
		guesser.says(fmt.Sprintf("%s %s", number, wrong(100+i)))
	}
	murni.says(number + " " + pin)
	murni.reads("Diterima", "Mau menambahkan sesuatu?")
	murni.presses("Batal")

	// At numbers that do not exist a person has no more tries.
	stranger := s.person(1003, "Penebak Lain")
	for i := range casebook.PersonTries + 1 {
		stranger.says(fmt.Sprintf("BS-1234-%04d-%s %s", i, checkDigit(fmt.Sprintf("1234%04d", i)), pin))
	}
	if last := stranger.Last().Text; !strings.Contains(last, "terlalu banyak percobaan") {
		t.Errorf("after all tries: %s", last)
	}
	s.forward(61 * time.Minute)
	guesser.says(number + " " + pin)
	guesser.reads("Diterima", "Mau menambahkan sesuatu?")
}

// Two replicas that are asked at once count the same tries.
func TestTriesAreCountedOverReplicas(t *testing.T) {
	s := newStage(t)
	murni := s.person(1001, "Murni")
	number, pin := murni.hides()
	second, err := house.Open(t.Context(), s.cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	var guessers []*actor
	for i := range 6 {
		guessers = append(guessers, s.person(int64(1100+i), "Penebak"))
	}
	for i, g := range guessers {
		for j := range casebook.PersonTries {
			g.Send(fmt.Sprintf("%s %06d", number, (atoi(pin)+1+casebook.PersonTries*i+j)%1_000_000))
		}
	}
	wrong := 0
	for _, g := range guessers {
		g.idle()
		for _, m := range g.Messages() {
			if m.FromBot && strings.Contains(m.Text, "keliru") {
				wrong++
			}
		}
	}
	if wrong != casebook.CaseTries {
		t.Errorf("%d tries were taken, want %d", wrong, casebook.CaseTries)
	}
}

// News of a quiet case comes in the safe hour only, and says nothing.
func TestNewsComeInTheSafeHour(t *testing.T) {
	s := newStage(t)
	wagino := s.grants(s.person(3001, "Wagino"), casebook.Caseworker, "17.01")
	murni := s.person(1001, "Murni")
	murni.hides()
	zone := time.FixedZone("WIB", 7*3600)
	from := s.now().In(zone).Add(3 * time.Hour).Hour()
	murni.says(fmt.Sprintf("jam aman %d.00-%d.59", from, from))
	murni.reads("Baik, hanya pada jam")
	wagino.taps("Ambil")
	s.forward(90 * time.Minute)
	murni.hasNot("Ada kabar")
	s.forward(2 * time.Hour)
	murni.reads("Ada kabar. Buka bila aman.")
}

func atoi(s string) (n int) {
	for _, r := range s {
		n = n*10 + int(r-'0')
	}
	return n
}

func (s *stage) now() time.Time { return s.cfg.Clock.Now() }

// morning goes on to nine o'clock, when nothing is held for the night.
func (s *stage) morning() {
	s.t.Helper()
	at := s.now().In(time.FixedZone("WIB", 7*3600))
	s.forward(time.Date(at.Year(), at.Month(), at.Day()+1, 9, 0, 0, 0, at.Location()).Sub(at))
}

// checkDigit ends a number.
func checkDigit(digits string) string {
	n := uint32(atoi(digits)) //nolint:gosec // eight digits
	number := string(casebook.NewNumber("BS", n))
	return number[len(number)-1:]
}
