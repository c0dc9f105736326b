package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

// When to look again whether a file was fetched: by then its job has given up, or was lost.
const (
	fetching = 25 * time.Hour
	another  = 24 * time.Hour // after a failure
	mostDays = 7              // tried on so many days
)

// fileRow is a file with the bot that can fetch it.
type fileRow struct {
	ID, CaseID int64
	Kind       string
	State      casebook.FileState
	Bot        int64
	FileSealed []byte
	KeptName   string
	SHA256     []byte `db:"sha256"`
	SizeCame   int64
	KeptSHA256 []byte `db:"kept_sha256"`
	SizeKept   int64
	MIME       string
	Stripped   bool
}

const fileByID = `
SELECT f.id, f.case_id, f.kind, f.state, COALESCE(d.bot_id, 0) AS bot, f.file_sealed, f.kept_name, f.sha256, COALESCE(f.size_came, 0) AS size_came,
    f.kept_sha256, COALESCE(f.size_kept, 0) AS size_kept, COALESCE(f.mime, '') AS mime, COALESCE(f.stripped, false) AS stripped
FROM case_files f
JOIN cases c ON c.id = f.case_id
JOIN districts d ON d.id = c.district_id
WHERE f.id = @id`

// FileFor gives a piece of evidence, for the job that fetches it and for whoever has read its case by CaseFor. Errors: casebook.ErrNotFound,
// casebook.ErrAway.
func (s *Store) FileFor(ctx context.Context, id int64) (casebook.StoredFile, error) {
	doing := fmt.Sprintf("file %d", id)
	row, err := one[fileRow](ctx, s.pool, fileByID, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return casebook.StoredFile{}, known(doing, err)
	}
	plain, err := s.ring.Open(evidence, row.FileSealed)
	if err != nil {
		return casebook.StoredFile{}, fmt.Errorf("%s: %w", doing, err)
	}
	telegram, _, _ := strings.Cut(string(plain), "\n")
	return casebook.StoredFile{
		ID: row.ID, CaseID: row.CaseID, Kind: row.Kind, State: row.State, Bot: row.Bot, TelegramID: telegram, Name: row.KeptName,
		Kept: casebook.KeptFile{Sum: row.SHA256, Came: row.SizeCame, KeptSum: row.KeptSHA256, Size: row.SizeKept, MIME: row.MIME, Stripped: row.Stripped},
	}, nil
}

const mediaKey = "media key" // what a case's key is sealed for

const addCaseKey = `
INSERT INTO case_keys (case_id, key_sealed)
VALUES (@case, @key)
ON CONFLICT (case_id) DO NOTHING`

const caseKey = `
SELECT key_sealed
FROM case_keys
WHERE case_id = @case`

// CaseKey gives the key, of 32 bytes, with which a case's evidence is sealed; it is made when it is first asked for. Errors: casebook.ErrNotFound when it
// was erased, casebook.ErrAway.
func (s *Store) CaseKey(ctx context.Context, caseID int64) ([]byte, error) {
	doing := fmt.Sprintf("key of case %d", caseID)
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh) // never fails since Go 1.24
	var key []byte
	err := s.inTx(ctx, doing, func(tx pgx.Tx) error {
		sealed := s.ring.Seal(keyOf(caseID), fresh)
		if _, err := tx.Exec(ctx, addCaseKey, pgx.StrictNamedArgs{"case": caseID, "key": sealed}); err != nil {
			return err
		}
		row, err := one[struct{ KeySealed []byte }](ctx, tx, caseKey, pgx.StrictNamedArgs{"case": caseID})
		switch {
		case err != nil:
			return err
		case row.KeySealed == nil:
			return casebook.ErrNotFound
		}
		key, err = s.ring.Open(keyOf(caseID), row.KeySealed)
		return err
	})
	return key, err
}

// keyOf binds a sealed key to its case: exchanged in the table, it opens nothing.
func keyOf(caseID int64) string { return fmt.Sprintf("%s %d", mediaKey, caseID) }

const eraseCaseKey = `
INSERT INTO case_keys (case_id, erased_at)
VALUES (@case, @now)
ON CONFLICT (case_id) DO UPDATE SET key_sealed = NULL, erased_at = COALESCE(case_keys.erased_at, @now)`

const eraseFiles = `
UPDATE case_files SET state = 'erased'
WHERE case_id = @case
RETURNING kept_name AS name`

// EraseEvidence destroys the key of a case: from then on none of its files can be read, wherever copies of them are, and none is fetched any more. It
// gives the names of the copies, which may now be removed at leisure. Errors: casebook.ErrAway.
func (s *Store) EraseEvidence(ctx context.Context, caseID int64, now time.Time) (names []string, err error) {
	err = s.inTx(ctx, fmt.Sprintf("erase evidence of case %d", caseID), func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, eraseCaseKey, pgx.StrictNamedArgs{"case": caseID, "now": now}); err != nil {
			return err
		}
		rows, err := all[struct{ Name string }](ctx, tx, eraseFiles, pgx.StrictNamedArgs{"case": caseID})
		for _, row := range rows {
			names = append(names, row.Name)
		}
		return err
	})
	return names, err
}

const fileKept = `
UPDATE case_files
SET state = 'kept', sha256 = @sum, size_came = @came, kept_sha256 = @kept_sum, size_kept = @size, mime = @mime, stripped = @stripped, kept_at = @now
WHERE id = @id AND state <> 'erased'`

// FileKept records what was fetched. Errors: casebook.ErrAway.
func (s *Store) FileKept(ctx context.Context, id int64, k casebook.KeptFile, now time.Time) error {
	return s.fileNow(ctx, id, fileKept, pgx.StrictNamedArgs{"id": id, "sum": k.Sum, "came": k.Came, "kept_sum": k.KeptSum, "size": k.Size, "mime": k.MIME,
		"stripped": k.Stripped, "now": now})
}

const fileFailed = `
UPDATE case_files SET state = @state, look_at = @look, tries = tries + 1
WHERE id = @id AND state IN ('waiting', 'failed')`

// FileFailed records why a file was not fetched: FileTooBig or FileGone for good, FileFailed until it is tried again. Errors: casebook.ErrAway.
func (s *Store) FileFailed(ctx context.Context, id int64, state casebook.FileState, now time.Time) error {
	return s.fileNow(ctx, id, fileFailed, pgx.StrictNamedArgs{"id": id, "state": state, "look": now.Add(another)})
}

func (s *Store) fileNow(ctx context.Context, id int64, sql string, args pgx.StrictNamedArgs) error {
	return s.inTx(ctx, fmt.Sprintf("file %d", id), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql, args)
		return err
	})
}

const filesToFetch = `
UPDATE case_files SET look_at = @next
WHERE id IN (
    SELECT id
    FROM case_files
    WHERE state IN ('waiting', 'failed') AND kind <> 'pin' AND look_at <= @now AND tries < @most
    ORDER BY look_at
    LIMIT @limit
    FOR UPDATE SKIP LOCKED
)
RETURNING id`

// FetchAgain enqueues the fetching of up to limit files whose job was lost or has given up, and tells of how many. Errors: casebook.ErrAway.
func (s *Store) FetchAgain(ctx context.Context, now time.Time, limit int) (n int, err error) {
	err = s.inTx(ctx, "files to fetch", func(tx pgx.Tx) error {
		rows, err := all[struct{ ID int64 }](ctx, tx, filesToFetch, pgx.StrictNamedArgs{"now": now, "next": now.Add(fetching), "most": mostDays, "limit": limit})
		if err != nil {
			return err
		}
		var tasks []casebook.Task
		for _, row := range rows {
			tasks = append(tasks, casebook.Task{Kind: casebook.FetchFile, ID: row.ID})
		}
		n = len(tasks)
		return s.enqueue(ctx, tx, tasks)
	})
	return n, err
}

const storageLock int64 = 0x72656d62756b02 // replicas that start together make one id

const lockStorage = `SELECT pg_advisory_xact_lock(@lock)`

const storageID = `
SELECT id
FROM storage`

const keepStorageID = `
INSERT INTO storage (id)
VALUES (@id)
ON CONFLICT (one) DO NOTHING`

// ClaimStorage lets check compare the id of the folder or bucket in which the evidence lies with what the record knows, "" before the first time; then
// the id that check gives is recorded. One replica at a time. Errors: those of check, casebook.ErrAway.
func (s *Store) ClaimStorage(ctx context.Context, check func(ctx context.Context, known string) (id string, err error)) error {
	return s.inTx(ctx, "storage", func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, lockStorage, pgx.StrictNamedArgs{"lock": storageLock}); err != nil {
			return err
		}
		row, err := one[struct{ ID string }](ctx, tx, storageID, pgx.StrictNamedArgs{})
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		id, err := check(ctx, row.ID)
		if err != nil || id == row.ID {
			return err
		}
		_, err = tx.Exec(ctx, keepStorageID, pgx.StrictNamedArgs{"id": id})
		return err
	})
}
