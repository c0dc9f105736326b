package house

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"mime"
	"sync"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
	"rembuk/internal/evidence"
)

// Evidence is where copies of what people send are kept: a folder, or a bucket of an S3-compatible storage. With neither they stay at Telegram.
type Evidence struct {
	Dir    string
	Bucket evidence.Bucket
}

// evidenceRoom is the vault, and whether it was seen to be the one that all replicas have.
type evidenceRoom struct {
	keeper *evidence.Keeper
	mu     sync.Mutex
	ours   bool
}

// openEvidence finds the vault and compares it with the one that the record knows. A folder that the other replicas do not share is a refusal to start;
// a storage that does not answer just now is not: reports must go on, and are fetched later.
func (h *House) openEvidence(ctx context.Context) error {
	vault, err := h.vault()
	if err != nil || vault == nil {
		return err
	}
	h.evidence = &evidenceRoom{keeper: &evidence.Keeper{Vault: vault, Most: chat.MostFile}}
	err = h.claimEvidence(ctx)
	if errors.Is(err, casebook.ErrAway) {
		h.log.WarnContext(ctx, "the evidence storage does not answer: files stay at Telegram until it does", "error", err)
		return nil
	}
	return err
}

func (h *House) vault() (evidence.Vault, error) {
	switch e := h.cfg.Evidence; {
	case e.Bucket.Endpoint != "":
		return evidence.OpenS3(e.Bucket, nil)
	case e.Dir != "":
		return evidence.OpenFolder(e.Dir)
	}
	return nil, nil //nolint:nilnil // none is wanted
}

// claimEvidence sees, until it has once, that the vault is the one that all replicas have.
func (h *House) claimEvidence(ctx context.Context) error {
	e := h.evidence
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ours {
		return nil
	}
	err := h.store.ClaimStorage(ctx, func(ctx context.Context, known string) (string, error) {
		return evidence.Claim(ctx, e.keeper.Vault, known, rand.Text())
	})
	e.ours = err == nil
	return err
}

// fetchFile copies a file of a case from Telegram. Repeated, it does nothing more.
func (h *House) fetchFile(ctx context.Context, id int64) error {
	if err := h.claimEvidence(ctx); err != nil {
		return err
	}
	f, err := h.store.FileFor(ctx, id)
	switch {
	case errors.Is(err, casebook.ErrNotFound):
		return nil
	case err != nil:
		return err
	case f.State != casebook.FileWaiting && f.State != casebook.FileFailed:
		return nil
	}
	key, err := h.store.CaseKey(ctx, f.CaseID)
	switch {
	case errors.Is(err, casebook.ErrNotFound):
		return nil // erased meanwhile
	case err != nil:
		return err
	}
	bot, ok := h.bots[f.Bot]
	if !ok {
		return fmt.Errorf("file %d: the bot that can fetch it is not served: %w", id, casebook.ErrForbidden)
	}
	from, err := bot.File(ctx, f.TelegramID)
	switch {
	case errors.Is(err, casebook.ErrTooBig):
		return h.store.FileFailed(ctx, id, casebook.FileTooBig, h.clock.Now())
	case errors.Is(err, casebook.ErrNotFound), errors.Is(err, casebook.ErrBadInput):
		return h.store.FileFailed(ctx, id, casebook.FileGone, h.clock.Now())
	case err != nil:
		return err
	}
	defer from.Close()
	return h.keep(ctx, f, key, from)
}

func (h *House) keep(ctx context.Context, f casebook.StoredFile, key []byte, from io.Reader) error {
	kept, err := h.evidence.keeper.Keep(ctx, f.Name, key, from)
	switch {
	case errors.Is(err, casebook.ErrTooBig):
		return h.store.FileFailed(ctx, f.ID, casebook.FileTooBig, h.clock.Now())
	case err != nil:
		return err
	}
	return h.store.FileKept(ctx, f.ID, kept, h.clock.Now())
}

// unfetched records that a file was given up for now.
func (h *House) unfetched(ctx context.Context, id int64, _ string) error {
	return h.store.FileFailed(ctx, id, casebook.FileFailed, h.clock.Now())
}

// fetchAgain is how many files are taken up at a time whose work was lost.
const fetchAgain = 100

// lookForFiles takes up what was not fetched. Every replica does, and each file is taken once.
func (h *House) lookForFiles(ctx context.Context) error {
	if h.evidence == nil {
		return nil
	}
	_, err := h.store.FetchAgain(ctx, h.clock.Now(), fetchAgain)
	return err
}

// EvidenceOf opens the kept copy of a file of a case, for whoever has read the case by store.CaseFor; the caller closes it. Reading to its end proves it
// whole. Errors: casebook.ErrNotFound when there is no copy, or its key was erased; casebook.ErrAway; in reading private.ErrSealed.
func (h *House) EvidenceOf(ctx context.Context, id int64) (casebook.StoredFile, io.ReadCloser, error) {
	f, err := h.store.FileFor(ctx, id)
	if err != nil {
		return f, nil, err
	}
	if h.evidence == nil || f.State != casebook.FileKept {
		return f, nil, fmt.Errorf("copy of file %d: %w", id, casebook.ErrNotFound)
	}
	key, err := h.store.CaseKey(ctx, f.CaseID)
	if err != nil {
		return f, nil, err
	}
	r, err := h.evidence.keeper.Open(ctx, f.Name, key)
	return f, r, err
}

// copyOf reads the kept copy of a file, which is 20 MB at most.
func (h *House) copyOf(ctx context.Context, id int64) (name string, data []byte, err error) {
	f, r, err := h.EvidenceOf(ctx, id)
	if err != nil {
		return "", nil, err
	}
	defer r.Close()
	name = f.Kind
	if ends, _ := mime.ExtensionsByType(f.Kept.MIME); len(ends) > 0 {
		name += ends[0]
	}
	data, err = io.ReadAll(r)
	return name, data, err
}

// EraseEvidence destroys the key of a case, which is what counts, and then removes the copies. An error after that leaves copies that nobody can read;
// it may be repeated.
func (h *House) EraseEvidence(ctx context.Context, caseID int64) error {
	names, err := h.store.EraseEvidence(ctx, caseID, h.clock.Now())
	if err != nil || h.evidence == nil {
		return err
	}
	var faults []error
	for _, name := range names {
		faults = append(faults, h.evidence.keeper.Vault.Remove(ctx, name))
	}
	return errors.Join(faults...)
}
