package house_test

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/house"
	"rembuk/internal/simulator"
)

// The people of the story have ids and names that nothing else is called by, and words that nobody else says.
const (
	zuraida, hermanto, wagino, murni = int64(730000012345), int64(730000023456), int64(730000034567), int64(730000045678)

	told      = "Nek Rumsiati 82 tahun sendirian, kakinya bengkak, NIK 1701094505820001"
	hidden    = "anak Kartinem dipukul suaminya"
	addition  = "obatnya habis kemarin di Pasar Sukmajaya"
	abandoned = "lelaki bernama Darsono tidur di emperan"
)

// Whatever happens to a report, nobody's words, name, id or key stand where they do not belong: not in logs, errors, jobs, dead updates, the
// record, the drafts, nor in what is said to others.
func TestNothingLeaks(t *testing.T) {
	var fall atomic.Bool
	s := newStage(t, func(cfg *house.Config) {
		cfg.Step = func(step string) {
			if step == "kept" && fall.Swap(false) {
				panic("while attending to " + told)
			}
		}
	})
	coordinator, invitation := s.invited(hermanto, "Hermanto", casebook.Coordinator, "17.01.09")
	caseworker, _ := s.invited(wagino, "Wagino", casebook.Caseworker, "17.01")
	resident, other := s.named(zuraida, "Zuraida"), s.named(murni, "Murniati")
	secrets := []secret{
		{"the bot's token", selatanToken, nil},
		{"the bot's token", strings.TrimPrefix(selatanToken, "1701:"), nil},
		{"an invitation's code", invitation, nil},
		{"a NIK", "1701094505820001", nil},
		{"a resident's id", id(zuraida), nil}, {"a resident's id", id(murni), nil},
		{"an officer's id", id(hermanto), nil}, {"an officer's id", id(wagino), nil},
		{"words of a story", "Rumsiati", []string{"cases.story", saidTo(zuraida), saidTo(hermanto)}}, // he opens it
		{"words of a story", "bengkak", []string{"cases.story", saidTo(zuraida), saidTo(hermanto)}},
		{"words of a confidential story", "Kartinem", []string{"cases.story", saidTo(murni), saidTo(wagino)}},
		{"words of an addition", "Sukmajaya", []string{"case_events.note", saidTo(hermanto)}},
		{"words of a talk that was never sent", "Darsono", []string{saidTo(murni)}},
	}
	for _, name := range []string{"Zuraida", "Hermanto", "Wagino", "Murniati"} {
		for _, form := range []string{name, "nama" + name, "keluarga" + name} {
			secrets = append(secrets, secret{"a name", form, nil})
		}
	}
	sealed := func() { s.finds(secrets) }

	// A report with all that can go wrong on its way.
	resident.says(told)
	fall.Store(true)
	resident.Send("nek Rumsiati")
	resident.reads("Maaf, ada gangguan") // the program fell
	resident.idle()
	s.sim.Faults().Fail("sendMessage", 1, simulator.Failure{Drop: true})
	resident.says("batu panco", "1")
	sealed()
	s.execute(`ALTER TABLE cases ADD CONSTRAINT planted CHECK (story NOT LIKE '%bengkak%')`) // the refusal quotes the whole row
	resident.says("1")
	resident.reads("Laporan tersimpan, belum tercatat")
	sealed()
	s.execute(`ALTER TABLE cases DROP CONSTRAINT planted`)
	s.execute(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	s.until("the sweeper has filed it", func() bool {
		return s.house.FastForward(context.Background(), time.Minute) == nil && s.count("SELECT count(*) FROM cases") == 1
	})
	number := resident.number()
	receipt := resident.reads("Laporan sudah masuk")
	resident.Reply(receipt.ID, addition)
	resident.idle()
	coordinator.reads("Laporan baru", number)
	coordinator.taps("Buka")
	coordinator.reads("bengkak")
	s.sim.Faults().Fail("editMessageText", 1, simulator.Failure{Code: 500})
	coordinator.taps("Ambil")
	resident.reads(number, "Diperiksa")

	// One that only a caseworker may read, and one that is never sent.
	other.says(hidden, "batu panco", "1", "1")
	caseworker.reads("Kasus rahasia", other.number())
	caseworker.taps("Buka")
	caseworker.reads("Kartinem")
	other.says("/lapor", abandoned) // without the command it would be an addition
	if s.count("SELECT count(*) FROM dead_updates") != 1 || s.count("SELECT count(*) FROM river_job") == 0 {
		t.Error("the story does not reach what it should search")
	}
	sealed()

	// The search finds what is there.
	s.cfg.Log.Info("planted", "story", told)
	s.execute(`INSERT INTO river_job (args, kind, max_attempts, queue) VALUES ('{"to": "Zuraida"}', 'planted', 1, 'nowhere')`)
	s.execute(`INSERT INTO dead_updates (bot_id, update_id, sealed, why, at) VALUES (1, 1, convert_to($1, 'UTF8'), 'planted', now())`, hidden)
	s.execute(`UPDATE people SET display_name_sealed = convert_to('Murniati', 'UTF8')`)
	db := s.redis()
	defer db.Close()
	db.HSet(context.Background(), s.cfg.Prefix+"planted", "user", zuraida)
	db.Set(context.Background(), s.cfg.Prefix+"planted:"+id(hermanto), base64.StdEncoding.EncodeToString([]byte("x"+abandoned)), 0)
	found := search(secrets, append(s.places(), place{saidTo(wagino), "dari " + id(murni)}))
	for _, want := range []string{
		"words of a story in log", "a NIK in log", "a name in river_job.args", "words of a confidential story in dead_updates.sealed", "a name in people.display_name_sealed",
		"a resident's id in redis planted", "an officer's id in redis planted", "words of a talk that was never sent in redis planted", "a resident's id in said to " + id(wagino),
	} {
		if !slices.ContainsFunc(found, func(f string) bool { return strings.HasPrefix(f, want) }) {
			t.Errorf("a planted leak was not found: %s\nfound: %q", want, found)
		}
	}
}

func id(person int64) string     { return strconv.FormatInt(person, 10) }
func saidTo(person int64) string { return "said to " + id(person) }

// named is a person who has told Telegram all the names there are.
func (s *stage) named(person int64, name string) *actor {
	a := s.person(person, name)
	s.sim.AddPerson(simulator.Person{ID: person, FirstName: name, LastName: "keluarga" + name, Username: "nama" + name, Language: "id"})
	return a
}

func (s *stage) invited(person int64, name string, role casebook.Role, region string) (a *actor, code string) {
	s.t.Helper()
	a = s.named(person, name)
	_, code, err := house.Invite(context.Background(), s.cfg, string(role), region)
	if err != nil {
		s.t.Fatal(err)
	}
	a.Start("j_" + code)
	a.reads("sekarang")
	if role == casebook.Caseworker {
		a.setsPIN()
	}
	return a, code
}

func (s *stage) execute(statement string, args ...any) {
	s.t.Helper()
	ctx := context.Background()
	db, err := pgx.Connect(ctx, s.cfg.Database)
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close(ctx)
	if _, err := db.Exec(ctx, statement, args...); err != nil {
		s.t.Fatal(err)
	}
}
