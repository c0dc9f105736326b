package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/private"
)

// caseRow is a case as it stands in the record.
type caseRow struct {
	ID               int64
	District         string
	Number           casebook.Number
	State            casebook.State
	Lane             casebook.Lane
	Shield           casebook.Shield
	Disclosure       casebook.Disclosure
	Kind, Category   string
	Urgency          casebook.Urgency
	Region, Story    string
	Reporter, Holder casebook.PersonID
	FiledBy          casebook.PersonID
	Released, Open   bool
	Quiet, Many      bool
	ReceivedAt       time.Time
	DueAt            *time.Time
	Additions        int
	FileIDs          []int64
	FileKinds        []string
	FilesSealed      [][]byte
	FileSizes        []int64
	Subject          casebook.Subject
	Count            int
	Unit, Danger     string
	Relation         casebook.Relation
	Child, Alarm     bool
	PlaceNote        string
	SafeFrom, SafeTo int
}

// caseColumns are those of caseRow, from cases c, districts d and case_reporters r.
const caseColumns = `
    c.id, d.region AS district, c.number, c.state, c.lane, c.shield, c.disclosure, COALESCE(c.kind, '') AS kind, COALESCE(c.category, '') AS category,
    c.urgency, c.region, c.story, COALESCE(r.person_id, 0) AS reporter, COALESCE(c.holder_id, 0) AS holder, COALESCE(c.filed_by, 0) AS filed_by, c.released, c.open, c.received_at, c.due_at,
    c.additions, c.quiet, c.many, c.subject, c.subject_count AS count, c.subject_unit AS unit, c.relation, c.danger, c.child, c.alarm,
    c.place_note, c.safe_from, c.safe_to,
    ARRAY (SELECT id FROM case_files WHERE case_id = c.id ORDER BY id) AS file_ids,
    ARRAY (SELECT kind FROM case_files WHERE case_id = c.id ORDER BY id) AS file_kinds,
    ARRAY (SELECT file_sealed FROM case_files WHERE case_id = c.id ORDER BY id) AS files_sealed,
    ARRAY (SELECT size FROM case_files WHERE case_id = c.id ORDER BY id) AS file_sizes`

const caseFrom = `
FROM cases c
JOIN districts d ON d.id = c.district_id
LEFT JOIN case_reporters r ON r.case_id = c.id`

func (s *Store) caseOf(row caseRow) (casebook.Case, error) {
	c := casebook.Case{
		ID: row.ID, District: row.District, Number: row.Number, State: row.State, Lane: row.Lane, Shield: row.Shield, Disclosure: row.Disclosure,
		Kind: row.Kind, Category: row.Category, Urgency: row.Urgency, Region: row.Region, Story: private.Of(row.Story), Reporter: row.Reporter,
		FiledBy: row.FiledBy, Holder: row.Holder, Released: row.Released, Open: row.Open, ReceivedAt: row.ReceivedAt, DueAt: orZero(row.DueAt), Additions: row.Additions,
		Quiet: row.Quiet, Many: row.Many, Alarm: row.Alarm,
		PlaceNote: private.Of(row.PlaceNote), Safe: casebook.SafeHours{From: row.SafeFrom, To: row.SafeTo},
		Gist: casebook.Gist{Subject: row.Subject, Count: row.Count, Unit: row.Unit, Relation: row.Relation, Danger: row.Danger, Child: row.Child},
	}
	for i, sealed := range row.FilesSealed {
		plain, err := s.ring.Open(evidence, sealed)
		if err != nil {
			return c, fmt.Errorf("evidence of case %d: %w", c.ID, err)
		}
		id, unique, _ := strings.Cut(string(plain), "\n")
		c.Files = append(c.Files, casebook.Attachment{ID: row.FileIDs[i], Kind: row.FileKinds[i], TelegramID: id, Unique: unique, Size: row.FileSizes[i]})
	}
	return c, nil
}

const caseByNumber = `
SELECT` + caseColumns + caseFrom + `
WHERE d.region = @district AND c.number = @number`

const lockCaseByNumber = caseByNumber + `
FOR UPDATE OF c`

const caseByID = `
SELECT` + caseColumns + caseFrom + `
WHERE c.id = @id`

const lockCaseByID = caseByID + `
FOR UPDATE OF c`

func (s *Store) readCase(ctx context.Context, q querier, sql string, args pgx.StrictNamedArgs) (casebook.Case, error) {
	row, err := one[caseRow](ctx, q, sql, args)
	if err != nil {
		return casebook.Case{}, err
	}
	return s.caseOf(row)
}

const saveCase = `
UPDATE cases
SET state = @state, lane = @lane, shield = @shield, disclosure = @disclosure, kind = nullif(@kind, ''), category = nullif(@category, ''), urgency = @urgency,
    holder_id = nullif(@holder::bigint, 0), released = @released, quiet = @quiet, alarm = @alarm, additions = @additions, due_at = @due, sort_at = COALESCE(@due, received_at) + CASE WHEN many AND NOT @alarm THEN ` + manyWaits + ` ELSE interval '0' END
WHERE id = @id`

// saveCase writes the current state of a case that is locked; its story, its place and who reported it never change.
func saveCaseRow(ctx context.Context, tx pgx.Tx, c casebook.Case) error {
	_, err := tx.Exec(ctx, saveCase, pgx.StrictNamedArgs{
		"id": c.ID, "state": c.State, "lane": c.Lane, "shield": c.Shield, "disclosure": orOffice(c.Disclosure), "kind": c.Kind, "category": c.Category,
		"urgency": c.Urgency, "holder": int64(c.Holder), "released": c.Released, "quiet": c.Quiet, "additions": c.Additions, "alarm": c.Alarm, "due": orNull(c.DueAt),
	})
	return err
}

const addEvent = `
INSERT INTO case_events (case_id, at, actor_id, move, from_state, to_state, note, visible, digest)
VALUES (@case, @at, nullif(@actor::bigint, 0), @move, @from, @to, @note, @visible, @digest)`

// appendEvent writes a line of the timeline. What the reporter did is kept without an actor. The digest, if there is one, makes it a line that a case has once.
func appendEvent(ctx context.Context, tx pgx.Tx, c casebook.Case, e casebook.Event, digest []byte) error {
	if e.Actor == c.Reporter {
		e.Actor = 0
	}
	_, err := tx.Exec(ctx, addEvent, pgx.StrictNamedArgs{
		"case": c.ID, "at": e.At, "actor": int64(e.Actor), "move": e.Move, "from": e.From, "to": e.To, "note": clean(e.Note), "visible": e.Visible, "digest": digest,
	})
	return err
}

const knownDigest = `
SELECT move
FROM case_events
WHERE case_id = @case AND digest = @digest`

// hadDigest gives the move by which content came before; not ok when it is new.
func hadDigest(ctx context.Context, tx pgx.Tx, caseID int64, digest []byte) (move casebook.Move, ok bool, err error) {
	if len(digest) == 0 {
		return "", false, nil
	}
	rows, err := all[struct{ Move casebook.Move }](ctx, tx, knownDigest, pgx.StrictNamedArgs{"case": caseID, "digest": digest})
	if err != nil || len(rows) == 0 {
		return "", false, err
	}
	return rows[0].Move, true, nil
}

const evidence = "evidence" // what Telegram's ids of files are sealed for

const pin = "pin" // a place, of which no file is at Telegram

const addFile = `
INSERT INTO case_files (case_id, kind, file_sealed, unique_mac, size, look_at)
VALUES (@case, @kind, @sealed, @mac, @size, @look)
ON CONFLICT (case_id, unique_mac) DO NOTHING
RETURNING id`

// addFiles writes down the files that the case does not have yet, and the work of fetching them.
func (s *Store) addFiles(ctx context.Context, tx pgx.Tx, caseID int64, files []casebook.Attachment, now time.Time) error {
	batch := &pgx.Batch{}
	var tasks []casebook.Task
	for _, f := range files {
		unique := f.Unique
		if unique == "" {
			unique = f.TelegramID
		}
		batch.Queue(addFile, pgx.StrictNamedArgs{"case": caseID, "kind": f.Kind, "sealed": s.ring.Seal(evidence, []byte(f.TelegramID+"\n"+f.Unique)),
			"mac": s.ring.MAC("file", unique), "size": f.Size, "look": now.Add(fetching)}).Query(func(rows pgx.Rows) error {
			ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
			for _, id := range ids {
				if f.Kind == pin { // is kept among the files, and is none
					continue
				}
				tasks = append(tasks, casebook.Task{Kind: casebook.FetchFile, ID: id})
			}
			return err
		})
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return err
	}
	return s.enqueue(ctx, tx, tasks)
}

// clean is a text as PostgreSQL takes it: no NUL, no broken UTF-8. A report must not be refused for either.
func clean(t private.Text) string {
	return strings.ReplaceAll(strings.ToValidUTF8(t.Reveal(), "\uFFFD"), "\x00", "")
}

func orOffice(d casebook.Disclosure) casebook.Disclosure {
	if d == "" {
		return casebook.OfficeOnly
	}
	return d
}

func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func orZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
