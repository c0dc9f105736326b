package jobs

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

func sentAs(message int) func(*casebook.AlertCopy) {
	return func(c *casebook.AlertCopy) { c.Message = message }
}

func TestACopyIsDrawnAsTheCaseIsNow(t *testing.T) {
	o := newOffice(t)
	o.begin()
	o.records.tell(1, sentAs(77))
	o.enqueue(edit(1))
	o.phones.has(t, "edited 77 in 501: alert 1: received", 1)
	o.settled("completed", 1)
	o.records.change(1, func(c *casebook.AlertCopy) { c.Case.State = casebook.Assigned })
	o.enqueue(edit(1)) // one that is done does not swallow the next
	o.phones.has(t, "edited 77 in 501: alert 1: assigned", 1)
}

func TestWhatWasNeverSentIsNotEdited(t *testing.T) {
	o := newOffice(t)
	o.begin()
	o.records.tell(1)
	o.enqueue(edit(1), edit(2), card(5))
	o.settled("completed", 3)
	if s := o.phones.String(); s != "" {
		t.Error(s)
	}
}

func TestTheReportersCardIsEdited(t *testing.T) {
	o := newOffice(t)
	o.begin()
	o.records.cards[9] = casebook.Card{Case: casebook.Case{ID: 9, State: casebook.Checking, Open: true}, To: casebook.Address{Bot: bot, Chat: reporter}, Message: 55}
	o.records.cards[8] = casebook.Card{Case: casebook.Case{ID: 8}, To: casebook.Address{Bot: bot, Chat: reporter}, Message: 54}
	o.enqueue(card(9), card(8))
	o.phones.has(t, "edited 55 in 502: card 9: checking_", 0)
	o.phones.has(t, "edited 55 in 502: card 9: checking", 1)
	o.settled("completed", 2)
	o.phones.has(t, "edited", 1)
}

func TestAnEditThatTelegramRefusesForGoodIsNotRepeated(t *testing.T) {
	for _, refusal := range []error{casebook.ErrUnchanged, casebook.ErrTooOld, casebook.ErrGone, casebook.ErrBadInput} {
		t.Run(refusal.Error(), func(t *testing.T) {
			o := newOffice(t)
			o.begin()
			o.records.tell(1, sentAs(77))
			o.phones.says(func(int64, string) error { return fmt.Errorf("400: %w", refusal) })
			o.enqueue(edit(1))
			o.settled("completed", 1)
			o.phones.has(t, "refused", 1)
			o.records.has(t, "failed", 0)
		})
	}
}

func TestOfManyChangesOneEditWaits(t *testing.T) {
	o := newOffice(t)
	o.records.tell(1, sentAs(77))
	for range 10 {
		o.enqueue(edit(1), edit(1))
	}
	if n := o.rows("available"); n != 1 {
		t.Errorf("%d edits wait, want 1", n)
	}
	o.begin()
	o.phones.has(t, "edited 77", 1)
	o.settled("completed", 1)
}

func TestAChangeDuringAnEditGetsOneMore(t *testing.T) {
	o := newOffice(t)
	reading, goOn := make(chan struct{}), make(chan struct{})
	var first sync.Once
	o.phones.says(func(int64, string) error { // the case was read, the message travels
		first.Do(func() { close(reading); <-goOn })
		return nil
	})
	var turns atomic.Int64
	o.limit = func(bool) error { // the second waits: one that had begun too would rightly be followed by a third
		if turns.Add(1) == 2 {
			<-goOn
		}
		return nil
	}
	o.begin()
	o.records.tell(1, sentAs(77))
	o.enqueue(edit(1))
	<-reading
	o.records.change(1, func(c *casebook.AlertCopy) { c.Case.State = casebook.Assigned })
	for range 5 {
		o.enqueue(edit(1))
	}
	if n := o.rows(""); n != 2 {
		t.Errorf("%d jobs, want the one that runs and one more", n)
	}
	close(goOn)
	o.phones.has(t, "edited 77 in 501: alert 1: received", 1)
	o.quiet()
	o.shows("edited 77 in 501: alert 1: assigned")
}

// quiet waits until nothing is left to be done.
func (o *office) quiet() {
	o.t.Helper()
	for end := time.Now().Add(15 * time.Second); o.rows("completed") != o.rows(""); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			o.t.Fatalf("%d jobs of %d are done\n%s", o.rows("completed"), o.rows(""), o.log)
		}
	}
}

// shows looks at what was sent or edited last.
func (o *office) shows(want string) {
	o.t.Helper()
	lines := strings.Split(o.phones.String(), "\n")
	if last := lines[len(lines)-1]; last != want {
		o.t.Errorf("last was %q, want %q:\n%s", last, want, o.phones)
	}
}

func TestAnEditThatArrivesAfterANewerOneIsDrawnOver(t *testing.T) {
	o := newOffice(t)
	reading, goOn := make(chan struct{}), make(chan struct{})
	var first sync.Once
	o.phones.says(func(int64, string) error {
		held := false
		first.Do(func() { held = true })
		if held {
			close(reading)
			<-goOn
		}
		return nil
	})
	o.begin()
	o.records.tell(1, sentAs(77))
	o.enqueue(edit(1))
	<-reading
	o.records.change(1, func(c *casebook.AlertCopy) { c.Case.State = casebook.Assigned })
	o.enqueue(edit(1))
	o.phones.has(t, "edited 77 in 501: alert 1: assigned", 1) // overtakes
	close(goOn)
	o.phones.has(t, "edited 77 in 501: alert 1: received", 1)
	o.quiet()
	o.shows("edited 77 in 501: alert 1: assigned")
}

func TestAnEditDrawsTheCaseAsItIsWhenItsTurnComes(t *testing.T) {
	o := newOffice(t)
	waits, goOn := make(chan struct{}, 10), make(chan struct{})
	o.limit = func(bool) error {
		waits <- struct{}{}
		<-goOn
		return nil
	}
	o.begin()
	o.records.tell(1, sentAs(77))
	o.enqueue(edit(1))
	<-waits
	o.records.change(1, func(c *casebook.AlertCopy) { c.Case.State = casebook.Assigned })
	o.enqueue(edit(1))
	if n := o.rows(""); n != 1 {
		t.Errorf("%d edits, want the one that waits", n)
	}
	close(goOn)
	o.quiet()
	if s, want := o.phones.String(), "edited 77 in 501: alert 1: assigned"; s != want {
		t.Errorf("got:\n%s\nwant once: %s", s, want)
	}
}

func TestACopyThatIsNotedAsSentWhileItsEditBeginsIsEdited(t *testing.T) {
	o := newOffice(t)
	o.records.tell(1)
	var looks atomic.Int64
	o.records.load = func(id int64) {
		if looks.Add(1) == 2 {
			o.records.change(id, sentAs(77))
		}
	}
	o.enqueue(edit(1))
	o.begin()
	o.phones.has(t, "edited 77 in 501: alert 1: received", 1)
}

func TestAnEditThatIsRepeatedGivesWayToANewerOne(t *testing.T) {
	o := newOffice(t)
	o.records.tell(1, sentAs(77))
	o.enqueue(edit(1))
	if _, err := o.Pool.Exec(t.Context(), "UPDATE river_job SET unique_key = NULL, attempt = 1"); err != nil {
		t.Fatal(err)
	}
	later := edit(1)
	later.NotBefore = o.now().Add(time.Hour)
	o.enqueue(later)
	o.begin()
	o.settled("completed", 1)
	o.phones.has(t, "edited", 0)
	o.forward(time.Hour)
	o.phones.has(t, "edited 77", 1)
}

// What is on the screen in the end is what is in the record, however changes and edits meet: the state is read from the database, and changed in the
// transaction that enqueues.
func TestTheLastChangeIsAlwaysDrawn(t *testing.T) {
	o := newOffice(t)
	const copies, changes = 5, 40
	screen := map[string]string{}
	var mu sync.Mutex
	o.records.load = func(id int64) {
		var version int
		if err := o.Pool.QueryRow(t.Context(), "SELECT version FROM versions WHERE id = $1", id).Scan(&version); err != nil {
			t.Error(err)
		}
		o.records.change(id, func(c *casebook.AlertCopy) { c.Case.State = casebook.State(fmt.Sprint(version)) })
	}
	o.phones.says(func(_ int64, text string) error {
		mu.Lock()
		defer mu.Unlock()
		screen[text[:len("alert 1")]] = text
		return nil
	})
	for id := range int64(copies) {
		o.records.tell(id, sentAs(70+int(id)))
		if _, err := o.Pool.Exec(t.Context(), "INSERT INTO versions (id) VALUES ($1)", id); err != nil {
			t.Fatal(err)
		}
	}
	o.begin()
	var wait sync.WaitGroup
	for id := range int64(copies) {
		wait.Go(func() {
			for range changes {
				if err := o.changeVersion(id); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	o.quiet()
	mu.Lock()
	defer mu.Unlock()
	for id := range copies {
		name := fmt.Sprintf("alert %d", id)
		if want := fmt.Sprintf("%s: %d", name, changes); screen[name] != want {
			t.Errorf("the screen says %q, the record %q", screen[name], want)
		}
	}
	t.Logf("%d changes took %d edits", copies*changes, o.rows(""))
}

func (o *office) changeVersion(id int64) error {
	return pgx.BeginFunc(o.t.Context(), o.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(o.t.Context(), "UPDATE versions SET version = version + 1 WHERE id = $1", id); err != nil {
			return err
		}
		return o.Enqueue(o.t.Context(), tx, []casebook.Task{edit(id)})
	})
}
