package house_test

import (
	"strings"
	"testing"
	"time"

	"rembuk/internal/casebook"
	"rembuk/internal/house"
)

const secretStory = "tetangga dipukul suaminya"

// caseworkerWithoutPIN is one who has just come.
func (s *stage) caseworkerWithoutPIN(id int64, name string) *actor {
	s.t.Helper()
	_, code, err := house.Invite(s.t.Context(), s.cfg, string(casebook.Caseworker), "17.01")
	if err != nil {
		s.t.Fatal(err)
	}
	a := s.person(id, name)
	a.Start("j_" + code)
	a.reads("sekarang pekerja kasus")
	return a
}

// onScreen tells whether words stand in the chat, by whomever.
func (a *actor) onScreen(words string) bool {
	for _, m := range a.Messages() {
		if !m.Deleted && strings.Contains(m.Text+m.Caption, words) {
			return true
		}
	}
	return false
}

func TestAPINStandsBeforeWhatIsConfidential(t *testing.T) {
	s := newStage(t)
	agus := s.caseworkerWithoutPIN(5001, "Agus")
	number := s.report(s.person(1001, "Asnidar"), secretStory, "1", "1")
	agus.reads(number, "Kasus rahasia") // a line needs no PIN
	agus.taps("Buka")
	agus.reads("Buat PIN dulu")
	agus.says("123456")
	agus.reads("mudah ditebak")
	agus.says(ownPIN, "482914")
	agus.reads("tidak sama")
	agus.hasNot("dipukul")
	agus.says(ownPIN, ownPIN)
	opened := agus.reads(number, "dipukul") // what was wanted is done
	if !opened.Protected {
		t.Error("what is confidential can be sent on")
	}
	if agus.onScreen(ownPIN) || agus.onScreen("482914") {
		t.Errorf("a PIN stays on the screen:\n%s", agus.screen())
	}
	agus.taps("Tutup")
	if agus.onScreen("dipukul") {
		t.Errorf("closed, and still there:\n%s", agus.screen())
	}
	agus.says(number) // in the session it is not asked again
	agus.reads(number, "dipukul")
	agus.taps("Tutup")
}

func TestAPhoneFoundUnlockedAfterEightHours(t *testing.T) {
	s := newStage(t)
	agus := s.caseworkerWithoutPIN(5001, "Agus")
	agus.setsPIN()
	number := s.report(s.person(1001, "Asnidar"), secretStory, "1", "1")
	agus.reads(number)
	s.forward(9 * time.Hour)
	agus.taps("Buka")
	agus.reads("Ketik PIN")
	for range 4 {
		agus.says("000000")
		agus.reads("PIN itu keliru")
	}
	agus.says("000000")
	agus.reads("ditutup 1 jam")
	agus.says("/pin", ownPIN) // nor another one
	agus.hasNot("dipukul")
	s.forward(61 * time.Minute)
	agus.says(number)
	agus.reads("Ketik PIN")
	agus.says(ownPIN)
	agus.reads(number, "dipukul")
}
