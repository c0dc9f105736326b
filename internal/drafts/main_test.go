package drafts

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"rembuk/internal/devstack"
	"rembuk/internal/dialog"
	"rembuk/internal/private"
)

func TestMain(m *testing.M) {
	redis.SetLogger(silent{}) // killed servers are meant
	os.Exit(devstack.Main(m))
}

type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

// rumsia is the resident of the stories.
var rumsia = Who{Bot: 7001, User: 500123456789}

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// connect opens a client as the program would.
func connect(t testing.TB, url string) *redis.Client {
	t.Helper()
	options, err := redis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	options.ContextTimeoutEnabled = true
	options.MaxRetries, options.DialerRetries = -1, 1 // the stories want to see each failure
	client := redis.NewClient(options)
	t.Cleanup(func() { client.Close() })
	return client
}

func newRing(t testing.TB) *private.Ring {
	t.Helper()
	ring, err := private.ParseRing(private.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

// open gives a store on the tests' Redis, with keys of its own.
func open(t testing.TB, options ...Option) *Drafts {
	t.Helper()
	url, prefix := devstack.TestRedis(t)
	return Open(connect(t, url), newRing(t), prefix, options...)
}

// must ends the test on an error.
func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func load(t testing.TB, d *Drafts, who Who) (dialog.State, Revision) {
	t.Helper()
	state, rev, err := d.Load(t.Context(), who)
	ok(t, err)
	return state, rev
}

// talk is a report as it stands before KIRIM: a story of so many characters, a village, who may know.
func talk(id string, letters int) dialog.Draft {
	return dialog.Draft{
		Dialog: id, Flow: "report", Version: 3, At: "review", Path: []string{"story", "village", "who"},
		Answers: map[string]dialog.Answer{
			"story":   {Pieces: []dialog.Piece{{Message: 17, Text: story(letters)}, {Message: 19, Kind: "photo", File: "AgACAgUAAxkBAAIBZ2" + strings.Repeat("x", 60), Unique: "AQADv7kxG0", Size: 81234}}},
			"village": {Option: "17.01.06.2004", By: 21},
			"who":     {Option: "office", By: 23},
		},
		Screen: []string{"send", "edit", "cancel"}, Question: 24, Before: "who", Began: noon, Touched: noon,
	}
}

// story is written as people write: words, repeated as words are.
func story(letters int) string {
	words := strings.Fields("nenek rumsia sendirian tiga hari dak keluar rumah kakinya bengkak anaknya di bengkulu belum pulang tetangga mengantar nasi atap bocor malam dingin obat habis minta ditengok petugas tolong segera rumah dekat masjid simpang dusun dua sebelah warung")
	random := rand.New(rand.NewPCG(1, uint64(letters)))
	var b strings.Builder
	for b.Len() < letters {
		b.WriteString(words[random.IntN(len(words))] + " ")
	}
	return b.String()[:letters]
}

// stateOf is a person in the middle of talks.
func stateOf(talks ...dialog.Draft) dialog.State {
	return dialog.State{Language: "id", Marks: [2]int64{918273645, 918273640}, Said: [2]int64{918273645, 918273640}, Talks: talks, Touched: time.Now().UTC()}
}

// counting counts the round trips of a client: a command on its own is one, a pipeline is one.
type counting struct {
	trips int
	names []string
}

func (c *counting) add(cmds ...redis.Cmder) {
	c.trips++
	for _, cmd := range cmds {
		c.names = append(c.names, cmd.Name())
	}
}

func (c *counting) DialHook(next redis.DialHook) redis.DialHook { return next }
func (c *counting) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error { c.add(cmd); return next(ctx, cmd) }
}
func (c *counting) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error { c.add(cmds...); return next(ctx, cmds) }
}

// dump is all that somebody reads who has got hold of the server.
func dump(t testing.TB, c *redis.Client, prefix string) string {
	t.Helper()
	var b strings.Builder
	for _, key := range must[[]string](t)(c.Keys(t.Context(), prefix+"*").Result()) {
		fmt.Fprintln(&b, key)
		switch c.Type(t.Context(), key).Val() {
		case "string":
			fmt.Fprintln(&b, c.Get(t.Context(), key).Val())
		case "hash":
			fmt.Fprintln(&b, c.HGetAll(t.Context(), key).Val())
		case "zset":
			fmt.Fprintln(&b, c.ZRangeWithScores(t.Context(), key, 0, -1).Val())
		}
	}
	return b.String()
}
