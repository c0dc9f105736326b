package jobs

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rembuk/internal/casebook"
	"rembuk/internal/chat"
)

// post is the notices of the record, in memory.
type post struct {
	mu      sync.Mutex
	letters map[int64]casebook.Letter
	away    int // how many times NoticeSent fails
	*diary
}

// newPostOffice is an office that works on notices.
func newPostOffice(t testing.TB) (*office, *post) {
	t.Helper()
	o := newOffice(t)
	p := &post{letters: map[int64]casebook.Letter{}, diary: newDiary()}
	config := o.config(o.Pool)
	config.Letters = p
	config.DrawNotice = func(l casebook.Letter) chat.Message {
		return chat.Message{Text: fmt.Sprintf("notice %d: %s in %s", l.ID, l.Kind, l.Minutes.Place)}
	}
	jobs, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	o.Jobs = jobs
	return o, p
}

// write adds a reminder for an officer.
func (p *post) write(id int64, change ...func(*casebook.Letter)) {
	l := casebook.Letter{
		Notice: casebook.Notice{ID: casebook.NoticeID(id), Kind: casebook.DayBefore, Person: 12}, To: casebook.Address{Bot: bot, Chat: officer},
		Minutes: &casebook.Minutes{Meeting: casebook.Meeting{Place: "Balai Desa"}},
	}
	p.mu.Lock()
	p.letters[id] = l
	p.mu.Unlock()
	for _, f := range change {
		p.change(id, f)
	}
}

func (p *post) change(id int64, f func(*casebook.Letter)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.letters[id]
	f(&l)
	p.letters[id] = l
}

func (p *post) moveTo(id int64, place string) {
	p.change(id, func(l *casebook.Letter) { l.Minutes = &casebook.Minutes{Meeting: casebook.Meeting{Place: place}} })
}

func (p *post) Letter(_ context.Context, id int64, _ time.Time) (casebook.Letter, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l, ok := p.letters[id]
	if !ok {
		return l, casebook.ErrNotFound
	}
	return l, nil
}

func (p *post) NoticeSent(_ context.Context, id int64, message int, _ time.Time) error {
	p.mu.Lock()
	p.away--
	away := p.away >= 0
	p.mu.Unlock()
	if away {
		return casebook.ErrAway
	}
	p.change(id, func(l *casebook.Letter) { l.Message = message })
	p.note("notice %d is message %d", id, message)
	return nil
}

func (p *post) NoticeEnded(_ context.Context, id int64, state casebook.NoticeState, why string, _ time.Time) error {
	p.note("notice %d %s: %s", id, state, why)
	return nil
}

func notice(id int64) casebook.Task { return casebook.Task{Kind: casebook.SendNotice, ID: id} }

func TestANoticeIsSentOnce(t *testing.T) {
	o, p := newPostOffice(t)
	o.begin()
	p.write(1)
	p.write(2, func(l *casebook.Letter) { l.Message = 77 })
	o.enqueue(notice(1), notice(1), notice(2), notice(3)) // 3 was erased
	o.phones.has(t, "sent to 501: notice 1: day_before in Balai Desa", 1)
	p.has(t, "notice 1 is message 101", 1)
	o.settled("completed", 3)
	o.phones.has(t, "sent", 1)
}

func TestANoticeThatNobodyNeedsOrGetsIsNotSent(t *testing.T) {
	o, p := newPostOffice(t)
	o.begin()
	p.write(1, func(l *casebook.Letter) { l.Needless = "it is called off" })
	p.write(2, func(l *casebook.Letter) { l.Blocked = true })
	p.write(3, func(l *casebook.Letter) { l.To.Chat = 0 })
	o.enqueue(notice(1), notice(2), notice(3))
	p.has(t, "notice 1 dropped: it is called off", 1)
	p.has(t, "notice 2 gone: the person cannot be reached", 1)
	p.has(t, "notice 3 gone: the person cannot be reached", 1)
	o.phones.has(t, "sent", 0)
}

func TestTelegramsAnswerDecidesWhatBecomesOfANotice(t *testing.T) {
	for name, test := range map[string]struct {
		answer error
		want   string
	}{
		"blocked": {casebook.ErrGone, "notice 1 gone: the person cannot be reached"},
		"refused": {casebook.ErrBadInput, "notice 1 failed: not understood"},
	} {
		t.Run(name, func(t *testing.T) {
			o, p := newPostOffice(t)
			o.begin()
			p.write(1)
			o.phones.says(func(int64, string) error { return fmt.Errorf("40x: %w", test.answer) })
			o.enqueue(notice(1))
			p.has(t, test.want, 1)
			o.settled("completed", 1)
			o.phones.has(t, "refused", 1)
		})
	}
}

func TestANoticeWaitsAsTelegramAsks(t *testing.T) {
	o, p := newPostOffice(t)
	o.begin()
	p.write(1)
	o.phones.says(func(int64, string) error { return tooMany(time.Hour) })
	o.enqueue(notice(1))
	o.settled("scheduled", 1)
	o.phones.says(nil)
	o.forward(time.Hour + time.Minute)
	o.phones.has(t, "sent to 501: notice 1", 1)
}

func TestANoticeThatCannotBeSentForADayHasFailed(t *testing.T) {
	o, p := newPostOffice(t)
	o.begin()
	p.write(1)
	o.phones.says(func(int64, string) error { return fmt.Errorf("%w: %w", casebook.ErrAway, errSecret) })
	o.enqueue(notice(1))
	o.phones.has(t, "refused", 1)
	o.forward(25 * time.Hour)
	p.has(t, "notice 1 failed: service away", 1)
	o.settled("cancelled", 1)
	o.nothingLeaked()
}

func TestANoticeWhoseIDCouldNotBeKeptIsNotSentAgain(t *testing.T) {
	o, p := newPostOffice(t)
	o.begin()
	p.write(1)
	p.away = 1
	o.enqueue(notice(1))
	p.has(t, "notice 1 is message 101", 1)
	o.settled("completed", 2) // the second draws it again, since nobody remembers what was sent
	o.phones.has(t, "sent to 501", 1)
}

func TestWhatHappensWhileANoticeTravelsIsDrawnAfterIt(t *testing.T) {
	o, p := newPostOffice(t)
	o.begin()
	p.write(1)
	o.phones.says(func(int64, string) error { p.moveTo(1, "Masjid"); return nil })
	o.enqueue(notice(1))
	o.phones.has(t, "sent to 501: notice 1: day_before in Balai Desa", 1)
	o.phones.has(t, "edited 101 in 501: notice 1: day_before in Masjid", 1)
}

// Forty people press Hadir within a few seconds: the counter is edited once for all of them, and again for those who come after it.
func TestACounterIsEditedOnceInAWhile(t *testing.T) {
	o, p := newPostOffice(t)
	o.begin()
	p.write(1, func(l *casebook.Letter) { l.Kind, l.Message = casebook.DoorCounter, 55 })
	for range 40 {
		o.enqueue(casebook.Task{Kind: casebook.EditNotice, ID: 1, NotBefore: o.now().Add(5 * time.Second)})
	}
	p.moveTo(1, "40 hadir")
	o.settled("scheduled", 1)
	o.forward(6 * time.Second)
	o.phones.has(t, "edited 55 in 501: notice 1: door_counter in 40 hadir", 1)
	o.settled("completed", 1)
	p.moveTo(1, "41 hadir")
	o.enqueue(casebook.Task{Kind: casebook.EditNotice, ID: 1, NotBefore: o.now().Add(5 * time.Second)})
	o.settled("scheduled", 1)
	o.forward(6 * time.Second)
	o.phones.has(t, "edited 55 in 501: notice 1: door_counter in 41 hadir", 1)
}

// A program that draws no notices leaves them to one that does.
func TestNoticesWaitForAProgramThatKnowsThem(t *testing.T) {
	o := newOffice(t)
	o.begin()
	err := pgx.BeginFunc(t.Context(), o.Pool, func(tx pgx.Tx) error {
		return o.Enqueue(t.Context(), tx, []casebook.Task{notice(1), {Kind: casebook.EditNotice, ID: 1}})
	})
	if err != nil {
		t.Fatal(err)
	}
	o.records.tell(1)
	o.enqueue(alert(1))
	o.phones.has(t, "sent to 501: alert 1", 1)
	o.settled("available", 2)
}
