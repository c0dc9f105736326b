package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// word is a mark with what said so, a talk or an update: the same one marks a person once.
type word struct {
	casebook.Mark
	Said string
}

// somebody is a person on an attendance list: a line of the roster, or somebody with Telegram who is on none.
type somebody struct {
	Member casebook.MemberID
	Person casebook.PersonID
}

func (w word) who() somebody {
	if w.Member != 0 {
		return somebody{Member: w.Member}
	}
	return somebody{Person: w.Person}
}

// standing is a person's line before and after new words.
type standing struct {
	Before casebook.Line // Presence "" where nothing was said before
	After  casebook.Line
	Again  bool // the person's own act was known before these words
}

// mark adds words to a meeting's attendance list and settles the lines that they are about. The lines are locked first, in one order, so that two who speak of
// one person come after one another and others do not wait; the meeting itself is locked only after that, by recount. Whoever needs both keeps this order.
// A correction that tells what stands there is none.
func (s *Store) mark(ctx context.Context, tx pgx.Tx, meeting casebook.MeetingID, words []word) (map[somebody]standing, error) {
	if len(words) == 0 {
		return nil, nil
	}
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b word) int {
		return cmp.Or(cmp.Compare(a.Member, b.Member), cmp.Compare(a.who().Person, b.who().Person))
	})
	lines, err := lockLines(ctx, tx, meeting, words)
	if err != nil {
		return nil, err
	}
	words = slices.DeleteFunc(words, func(w word) bool {
		line, ok := lines[w.who()]
		return ok && w.Source == casebook.ByCorrection && w.Presence == line.Presence && w.Via == line.Via
	})
	if len(words) == 0 {
		return nil, nil
	}
	if err := addWords(ctx, tx, meeting, words); err != nil {
		return nil, err
	}
	spoken, err := wordsOn(ctx, tx, meeting, words)
	if err != nil {
		return nil, err
	}
	said := map[string]bool{}
	for _, w := range words {
		said[w.Said] = true
	}
	settled := map[somebody]standing{}
	for who, list := range spoken {
		settled[who] = standing{Before: lines[who], After: casebook.Settle(marksOf(list)), Again: knewBefore(list, said)}
	}
	return settled, saveLines(ctx, tx, meeting, settled)
}

// knewBefore tells whether the person's own act stands before the first of the words that were said now.
func knewBefore(list []word, now map[string]bool) bool {
	for _, w := range list {
		if now[w.Said] {
			return false
		}
		if w.Source.Self() {
			return true
		}
	}
	return false
}

func marksOf(list []word) []casebook.Mark {
	marks := make([]casebook.Mark, len(list))
	for i, w := range list {
		marks[i] = w.Mark
	}
	return marks
}

type lockedLine struct {
	Member   casebook.MemberID
	Person   casebook.PersonID
	Presence casebook.Presence
	Via      string
	Far      bool
	Known    bool
}

const lockAttendance = `
INSERT INTO attendance (meeting_id, district_id, member_id, person_id, officer, presence, sources, self, at)
SELECT m.id, m.district_id, nullif(w.member, 0), nullif(w.person, 0), COALESCE(line.officer, false), w.presence, '{}', false, w.at
FROM unnest(@members::bigint[], @people::bigint[], @presences::text[], @ats::timestamptz[]) AS w (member, person, presence, at)
JOIN meetings m ON m.id = @meeting
LEFT JOIN members line ON line.id = w.member
ORDER BY w.member, w.person -- one order for all: no two wait for one another
ON CONFLICT (meeting_id, COALESCE(member_id, 0), COALESCE(person_id, 0)) DO UPDATE SET at = attendance.at
RETURNING COALESCE(member_id, 0) AS member, COALESCE(person_id, 0) AS person, presence, via, far,
    cardinality(sources) > 0 AS known`

// lockLines locks the lines of those the words are about, made where there are none yet, and gives them as they were.
func lockLines(ctx context.Context, tx pgx.Tx, meeting casebook.MeetingID, words []word) (map[somebody]casebook.Line, error) {
	var members, people []int64
	var presences []string
	var ats []time.Time
	seen := map[somebody]bool{}
	for _, w := range words {
		if who := w.who(); !seen[who] {
			seen[who] = true
			members, people = append(members, int64(who.Member)), append(people, int64(who.Person))
			presences, ats = append(presences, string(w.Presence)), append(ats, w.At)
		}
	}
	rows, err := all[lockedLine](ctx, tx, lockAttendance, pgx.StrictNamedArgs{"meeting": meeting, "members": members, "people": people, "presences": presences,
		"ats": ats})
	if err != nil {
		return nil, err
	}
	lines := map[somebody]casebook.Line{}
	for _, row := range rows {
		if row.Known {
			lines[somebody{row.Member, row.Person}] = casebook.Line{Member: row.Member, Person: row.Person, Presence: row.Presence,
				Via: private.Of(row.Via), Far: row.Far}
		}
	}
	return lines, nil
}

const addMarks = `
INSERT INTO attendance_marks (meeting_id, member_id, person_id, presence, source, via, actor_id, far, at, said)
SELECT @meeting, nullif(w.member, 0), nullif(w.person, 0), w.presence, w.source, w.via, nullif(w.actor, 0), w.far, w.at, w.said
FROM unnest(@members::bigint[], @people::bigint[], @presences::text[], @sources::text[], @vias::text[], @actors::bigint[], @fars::boolean[], @ats::timestamptz[],
    @saids::text[]) AS w (member, person, presence, source, via, actor, far, at, said)
ON CONFLICT DO NOTHING -- the same talk or update has said so before`

func addWords(ctx context.Context, tx pgx.Tx, meeting casebook.MeetingID, words []word) error {
	var members, people, actors []int64
	var presences, sources, vias, saids []string
	var fars []bool
	var ats []time.Time
	for _, w := range words {
		who := w.who()
		members, people, actors = append(members, int64(who.Member)), append(people, int64(who.Person)), append(actors, int64(w.By))
		presences, sources, vias = append(presences, string(w.Presence)), append(sources, string(w.Source)), append(vias, clean(w.Via))
		saids, fars, ats = append(saids, w.Said), append(fars, w.Far), append(ats, w.At)
	}
	_, err := tx.Exec(ctx, addMarks, pgx.StrictNamedArgs{"meeting": meeting, "members": members, "people": people, "presences": presences, "sources": sources,
		"vias": vias, "actors": actors, "fars": fars, "ats": ats, "saids": saids})
	return err
}

type markRow struct {
	Member   casebook.MemberID
	Person   casebook.PersonID
	Presence casebook.Presence
	Source   casebook.Source
	Via      string
	Actor    casebook.PersonID
	Far      bool
	At       time.Time
	Said     string
}

func (r markRow) word() word {
	return word{Said: r.Said, Mark: casebook.Mark{Member: r.Member, Person: r.Person, Presence: r.Presence, Source: r.Source, Via: private.Of(r.Via), By: r.Actor,
		Far: r.Far, At: r.At}}
}

const markColumns = `
    COALESCE(member_id, 0) AS member, COALESCE(person_id, 0) AS person, presence, source, via, COALESCE(actor_id, 0) AS actor, far, at, said`

const marksOn = `
SELECT` + markColumns + `
FROM attendance_marks
WHERE meeting_id = @meeting AND (member_id = ANY (@members::bigint[]) OR person_id = ANY (@people::bigint[]))
ORDER BY id`

// wordsOn gives all that was ever said of those the words are about, in the order in which it came. Their lines are locked.
func wordsOn(ctx context.Context, tx pgx.Tx, meeting casebook.MeetingID, words []word) (map[somebody][]word, error) {
	var members, people []int64
	for _, w := range words {
		if who := w.who(); who.Member != 0 {
			members = append(members, int64(who.Member))
		} else {
			people = append(people, int64(who.Person))
		}
	}
	rows, err := all[markRow](ctx, tx, marksOn, pgx.StrictNamedArgs{"meeting": meeting, "members": members, "people": people})
	spoken := map[somebody][]word{}
	for _, row := range rows {
		who := somebody{row.Member, row.Person}
		spoken[who] = append(spoken[who], row.word())
	}
	return spoken, err
}

const saveAttendance = `
UPDATE attendance
SET presence = @presence, via = @via, sources = @sources, self = @self, far = @far, proxy = @proxy, at = @at
WHERE meeting_id = @meeting AND COALESCE(member_id, 0) = @member AND COALESCE(person_id, 0) = @person`

func saveLines(ctx context.Context, tx pgx.Tx, meeting casebook.MeetingID, settled map[somebody]standing) error {
	batch := &pgx.Batch{}
	for who, st := range settled {
		l := st.After
		batch.Queue(saveAttendance, pgx.StrictNamedArgs{"meeting": meeting, "member": who.Member, "person": who.Person, "presence": l.Presence, "via": clean(l.Via),
			"sources": sourcesOf(l), "self": l.SelfTold(), "far": l.Far, "proxy": l.Proxy, "at": l.At})
	}
	return tx.SendBatch(ctx, batch).Close()
}

func sourcesOf(l casebook.Line) []string {
	list := make([]string, len(l.Sources))
	for i, source := range l.Sources {
		list[i] = string(source)
	}
	return list
}
