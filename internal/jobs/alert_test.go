package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
)

func TestAnAlertIsSentAfterTheCommitAndNeverWithoutOne(t *testing.T) {
	o := newOffice(t)
	o.begin()
	o.records.tell(1)
	o.records.tell(2)
	changedMind := errors.New("changed mind")
	err := pgx.BeginFunc(t.Context(), o.Pool, func(tx pgx.Tx) error {
		return errors.Join(o.Enqueue(t.Context(), tx, []casebook.Task{alert(1)}), changedMind)
	})
	if !errors.Is(err, changedMind) {
		t.Fatal(err)
	}
	o.enqueue(alert(2), alert(2))
	o.phones.has(t, "sent to 501: alert 2: received", 1)
	o.records.has(t, "copy 2 is message 101", 1)
	o.records.has(t, "message 101 in chat 501 is about case 9: alert to person 12", 1)
	o.settled("completed", 1)
	if n := o.rows(""); n != 1 {
		t.Errorf("%d jobs, want 1", n)
	}
}

func TestACopyIsSentOnce(t *testing.T) {
	o := newOffice(t)
	o.begin()
	o.records.tell(1, func(c *casebook.AlertCopy) { c.Message = 77 })
	o.enqueue(alert(1))
	o.records.has(t, "message 77 in chat 501", 1)
	o.settled("completed", 1)
	o.phones.has(t, "sent", 0)
}

func TestACopyThatNobodyNeedsIsDropped(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*casebook.AlertCopy)
		want   string // "" when it is sent
	}{
		"taken by another":      {func(c *casebook.AlertCopy) { c.Alert.Open = false }, "dropped: solved before it was sent"},
		"the grant was revoked": {func(c *casebook.AlertCopy) { c.Viewer.Grants = nil }, "dropped: may not see it any more"},
		"became confidential":   {func(c *casebook.AlertCopy) { c.Case.Lane = casebook.Confidential }, "dropped: may not see it any more"},
		"is the reporter":       {func(c *casebook.AlertCopy) { c.Case.Reporter = c.Viewer.Person }, "dropped: is the reporter"},
		"of another district":   {func(c *casebook.AlertCopy) { c.Viewer.District = "17.02" }, "dropped: may not see it any more"},
		"blocked the bot":       {func(c *casebook.AlertCopy) { c.Blocked = true }, "failed: the person cannot be reached, gone true"},
		"an admin, when nobody else": {func(c *casebook.AlertCopy) {
			c.Viewer.Grants[0] = casebook.Grant{Person: 12, Role: casebook.Admin, Region: "17.01"}
			c.Case.Shield = casebook.ShieldOffice
		}, ""},
		"an admin of elsewhere": {func(c *casebook.AlertCopy) {
			c.Viewer.Grants[0] = casebook.Grant{Person: 12, Role: casebook.Admin, Region: "17.02"}
		}, "dropped: may not see it any more"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.begin()
			o.records.tell(1, test.change)
			o.enqueue(alert(1))
			if test.want == "" {
				o.phones.has(t, "sent to 501", 1)
				return
			}
			o.records.has(t, test.want, 1)
			o.settled("completed", 1)
			o.phones.has(t, "sent", 0)
		})
	}
}

func TestWhatHappensWhileAnAlertTravelsIsDrawnAfterIt(t *testing.T) {
	o := newOffice(t)
	o.begin()
	o.records.tell(1)
	o.phones.says(func(int64, string) error {
		o.records.change(1, func(c *casebook.AlertCopy) { c.Case.State = casebook.Assigned }) // no message to edit yet
		return nil
	})
	o.enqueue(alert(1))
	o.phones.has(t, "sent to 501: alert 1: received", 1)
	o.phones.has(t, "edited 101 in 501: alert 1: assigned", 1)
}

func TestAMessageWhoseIDCouldNotBeKeptIsNotSentAgain(t *testing.T) {
	o := newOffice(t)
	o.begin()
	o.records.tell(1)
	away := true
	o.records.fails = func(what string) error {
		if what == "CopySent" && away {
			away = false
			return fmt.Errorf("%s: %w", what, casebook.ErrAway)
		}
		return nil
	}
	o.enqueue(alert(1))
	o.records.has(t, "copy 1 is message 101", 1)
	o.settled("completed", 2) // the second draws it again, since nobody remembers what was sent
	o.phones.has(t, "sent to 501", 1)
	o.phones.has(t, "edited 101", 1)
}

func TestWhoeverBlockedTheBotIsGivenUpAtOnce(t *testing.T) {
	o := newOffice(t)
	o.begin()
	o.records.tell(1)
	o.phones.says(func(int64, string) error { return fmt.Errorf("403: %w", casebook.ErrGone) })
	o.enqueue(alert(1))
	o.records.has(t, "copy 1 failed: the person cannot be reached, gone true", 1)
	o.settled("completed", 1)
	o.phones.has(t, "refused", 1)
}

func TestTelegramAsksToWaitAndAllDo(t *testing.T) {
	o := newOffice(t)
	o.begin()
	o.records.tell(1)
	o.records.tell(2, func(c *casebook.AlertCopy) { c.To.Chat = 777 })
	o.phones.says(func(int64, string) error { return tooMany(time.Hour) })
	o.enqueue(alert(1))
	o.settled("scheduled", 1)
	o.enqueue(alert(2))
	o.settled("scheduled", 2)
	if got, want := strings.Join(o.pauses, ", "), "7001 501 1h0m0s, 7001 0 1h0m0s"; got != want {
		t.Errorf("paused %s, want first the chat, then the bot: %s", got, want)
	}
	o.phones.says(nil)
	o.forward(time.Hour + time.Minute)
	o.phones.has(t, "sent to 501: alert 1", 1)
	o.phones.has(t, "sent to 777: alert 2", 1)
}

func TestWhoeverMustWaitLongForTheirTurnHoldsNoWorker(t *testing.T) {
	o := newOffice(t)
	o.begin()
	o.limit = func(edit bool) error {
		if edit {
			return nil
		}
		return tooMany(time.Hour)
	}
	for id := range int64(20) {
		o.records.tell(id)
		o.enqueue(alert(id))
	}
	o.settled("scheduled", 20)
	if len(o.pauses) != 0 {
		t.Error("our own limit must not pause anybody")
	}
	o.phones.has(t, "sent", 0)
}

func TestAServiceAwayIsWaitedForAndThenItIsSaid(t *testing.T) {
	o := newOffice(t)
	o.begin()
	o.records.tell(1)
	o.phones.says(func(int64, string) error { return fmt.Errorf("%w: %w", casebook.ErrAway, errSecret) })
	o.enqueue(alert(1))
	o.phones.has(t, "refused", 2) // the second after a second
	o.records.has(t, "failed", 0)

	o.forward(25 * time.Hour)
	o.records.has(t, "copy 1 failed: service away, gone false", 1)
	o.settled("cancelled", 1)
	o.nothingLeaked()
}

func TestAServiceThatComesBackIsUsed(t *testing.T) {
	o := newOffice(t)
	o.begin()
	o.records.tell(1)
	o.phones.says(func(int64, string) error { return casebook.ErrAway })
	o.enqueue(alert(1))
	o.phones.has(t, "refused", 1)
	o.phones.says(nil)
	o.phones.has(t, "sent to 501", 1)
}

func TestAnUnknownErrorOrAPanicLeavesNoWords(t *testing.T) {
	for name, answer := range map[string]func(int64, string) error{
		"an error": func(int64, string) error { return errSecret },
		"a panic":  func(int64, string) error { panic(errSecret.Error()) },
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.begin()
			o.records.tell(1)
			o.phones.says(answer)
			o.enqueue(alert(1))
			var stored string
			for stored == "" { // river writes it after the attempt
				if err := o.Pool.QueryRow(t.Context(), "SELECT coalesce(errors[1]::text, '') FROM river_job").Scan(&stored); err != nil {
					t.Fatal(err)
				}
			}
			if !strings.Contains(stored, "send_alert 1: ") {
				t.Errorf("stored: %s", stored)
			}
			o.nothingLeaked()
			o.phones.says(nil)
			o.phones.has(t, "sent to 501", 1)
		})
	}
}

func TestWhatFailsForNoKnownReasonIsGivenUpAloud(t *testing.T) {
	o := newOffice(t)
	o.records.tell(1)
	o.phones.says(func(int64, string) error { return errSecret })
	o.enqueue(alert(1))
	if _, err := o.Pool.Exec(t.Context(), "UPDATE river_job SET attempt = 24"); err != nil {
		t.Fatal(err)
	}
	o.begin()
	o.records.has(t, "copy 1 failed: unexpected *errors.errorString, gone false", 1)
	o.settled("cancelled", 1)
	o.nothingLeaked()
}

// nothingLeaked looks for words and tokens wherever the jobs write.
func (o *office) nothingLeaked() {
	o.t.Helper()
	rows, _ := o.Pool.Query(o.t.Context(), "SELECT j::text FROM river_job j")
	stored, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		o.t.Fatal(err)
	}
	all := strings.Join(stored, "\n") + o.log.String() + o.records.String()
	for _, word := range []string{"nenek", "AAHsecret", "api.telegram"} {
		if strings.Contains(all, word) {
			o.t.Errorf("%q stands in:\n%s", word, all)
		}
	}
}

func TestWhatIsForTomorrowWaitsForTomorrow(t *testing.T) {
	o := newOffice(t)
	o.begin()
	o.records.tell(1)
	o.records.tell(2)
	o.forward(100 * time.Hour) // the story's clock is not the one on the wall
	tomorrow := alert(1)
	tomorrow.NotBefore = o.now().Add(24 * time.Hour)
	o.enqueue(tomorrow)
	o.enqueue(alert(2))
	o.phones.has(t, "sent to 501: alert 2", 1)
	o.settled("scheduled", 1)
	o.forward(23 * time.Hour)
	o.settled("scheduled", 1)
	o.forward(time.Hour)
	o.phones.has(t, "sent to 501: alert 1", 1)
}

func TestOfTwoTimesTheEarlierHolds(t *testing.T) {
	o := newOffice(t)
	o.begin()
	o.records.tell(1)
	late := alert(1)
	late.NotBefore = o.now().Add(24 * time.Hour)
	o.enqueue(late)
	o.enqueue(alert(1))
	o.phones.has(t, "sent to 501: alert 1", 1)
	o.settled("completed", 1)
	if n := o.rows(""); n != 1 {
		t.Errorf("%d jobs, want 1", n)
	}
}

func TestAKindThatNobodyKnowsIsRefused(t *testing.T) {
	o := newOffice(t)
	err := pgx.BeginFunc(t.Context(), o.Pool, func(tx pgx.Tx) error {
		return o.Enqueue(t.Context(), tx, []casebook.Task{{Kind: "sing", ID: 1}})
	})
	if err == nil {
		t.Error("taken")
	}
	if err := o.Enqueue(context.Background(), nil, nil); err != nil {
		t.Errorf("no tasks need no transaction: %v", err)
	}
}
