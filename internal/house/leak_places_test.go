package house_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
	"github.com/xuri/excelize/v2"
)

// A secret is what must not be found, but in the places named: "log", a column such as "cases.story", a key of Redis, "said to 1001".
type secret struct {
	what, text string
	allowed    []string
}

// finds searches everywhere and fails for what it finds; of the actors and the group chats also what hangs on messages and stands on buttons.
func (s *stage) finds(secrets []secret, actors ...*actor) {
	s.t.Helper()
	places := s.places()
	for _, a := range actors {
		places = append(places, a.holds()...)
	}
	for _, leak := range search(secrets, places) {
		s.t.Error(leak)
	}
}

// place is where a text stands.
type place struct{ name, text string }

// search looks for the secrets, as they are, in hex and in base64.
func search(secrets []secret, places []place) (found []string) {
	for _, p := range places {
		text := strings.ToLower(p.text)
		for _, s := range secrets {
			if !slices.Contains(s.allowed, p.name) && slices.ContainsFunc(forms(s.text), func(form string) bool { return strings.Contains(text, form) }) {
				found = append(found, fmt.Sprintf("%s in %s: %.300s", s.what, p.name, p.text))
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// forms are how a text can be written down. In base64 it has three, by where it begins; of each the inner part is the same whatever stands around it.
func forms(text string) []string {
	all := []string{text, hex.EncodeToString([]byte(text))}
	for before := range 3 {
		code := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", before) + text))
		first := (before*8 + 5) / 6 // characters that depend on what stands before
		last := (before + len(text)) / 3 * 4
		if last-first >= 6 {
			all = append(all, code[first:last])
		}
	}
	for i := range all {
		all[i] = strings.ToLower(all[i])
	}
	return all
}

// places are all that is kept, logged, or said by the bots.
func (s *stage) places() []place {
	s.t.Helper()
	places := append(s.tables(), s.keys()...)
	for line := range strings.Lines(s.log.String()) {
		places = append(places, place{"log", line})
	}
	for _, c := range s.sim.Calls() {
		places = append(places, place{saidTo(c.Chat), c.Text})
	}
	return places
}

// holds is what the bot's messages in a chat have beside their words: buttons, and what is written in papers and tables. Pictures are not read.
func (a *actor) holds() (places []place) {
	a.t.Helper()
	for _, m := range a.Messages() {
		if !m.FromBot {
			continue
		}
		for _, row := range m.Inline {
			for _, b := range row {
				places = append(places, place{saidTo(a.id), b.Text + " " + b.Data})
			}
		}
		if name, data, err := a.FileOf(m.ID); err == nil {
			places = append(places, place{saidTo(a.id), name + "\n" + a.written(data)})
		}
	}
	return places
}

// written gives the words in a file, joined as one reads them: a paper breaks its lines where it is full.
func (a *actor) written(data []byte) string {
	a.t.Helper()
	switch {
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return paperText(data)
	case bytes.HasPrefix(data, []byte("PK")):
		book, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			a.t.Fatal(err)
		}
		defer book.Close()
		var all []string
		for _, sheet := range book.GetSheetList() {
			rows, err := book.GetRows(sheet)
			if err != nil {
				a.t.Fatal(err)
			}
			for _, row := range rows {
				all = append(all, row...)
			}
		}
		return strings.Join(all, " ")
	default:
		return string(data)
	}
}

// paperText reads a PDF of ours: UTF-16 in brackets, in packed pages.
func paperText(pdf []byte) string {
	var words []string
	for _, part := range bytes.Split(pdf, []byte("stream\n"))[1:] {
		r, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue
		}
		if page, _ := io.ReadAll(r); bytes.Contains(page, []byte(")Tj")) && !bytes.Contains(page, []byte("begincmap")) {
			words = append(words, strings.Fields(pageText(page))...)
		}
	}
	return strings.Join(words, " ")
}

func pageText(page []byte) string {
	var text strings.Builder
	for i := 0; i < len(page); i++ {
		if page[i] != '(' {
			continue
		}
		var raw []byte
		for i++; i < len(page) && page[i] != ')'; i++ {
			if page[i] == '\\' {
				if i++; page[i] == 'r' {
					raw = append(raw, '\r')
					continue
				}
			}
			raw = append(raw, page[i])
		}
		var units []uint16
		for n := 0; n+1 < len(raw); n += 2 {
			units = append(units, uint16(raw[n])<<8|uint16(raw[n+1]))
		}
		text.WriteString(string(utf16.Decode(units)) + " ")
	}
	return text.String()
}

// tables is every value of every table.
func (s *stage) tables() (places []place) {
	s.t.Helper()
	ctx := context.Background()
	db, err := pgx.Connect(ctx, s.cfg.Database)
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close(ctx)
	names := s.texts(db, "SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
	if !slices.Contains(names, "river_job") || !slices.Contains(names, "cases") {
		s.t.Fatalf("tables: %q", names)
	}
	for _, name := range names {
		for _, row := range s.texts(db, "SELECT to_json(x)::text FROM "+pgx.Identifier{name}.Sanitize()+" x") {
			var columns map[string]json.RawMessage
			if err := json.Unmarshal([]byte(row), &columns); err != nil {
				s.t.Fatal(err)
			}
			for column, value := range columns {
				places = append(places, place{name + "." + column, string(value)})
			}
		}
	}
	return places
}

func (s *stage) texts(db *pgx.Conn, query string) []string {
	s.t.Helper()
	rows, _ := db.Query(context.Background(), query)
	texts, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		s.t.Fatal(err)
	}
	return texts
}

// keys is every key of the stage in Redis, with its value.
func (s *stage) keys() (places []place) {
	s.t.Helper()
	ctx, db := context.Background(), s.redis()
	defer db.Close()
	for _, key := range db.Keys(ctx, s.cfg.Prefix+"*").Val() {
		var value any
		var err error
		switch kind := db.Type(ctx, key).Val(); kind {
		case "string":
			value, err = db.Get(ctx, key).Result()
		case "hash":
			value, err = db.HGetAll(ctx, key).Result()
		case "zset":
			value, err = db.ZRangeWithScores(ctx, key, 0, -1).Result()
		case "none":
			continue
		default:
			s.t.Fatalf("a %s in Redis", kind)
		}
		if err != nil && !errors.Is(err, redis.Nil) {
			s.t.Fatal(err)
		}
		name := strings.TrimPrefix(key, s.cfg.Prefix)
		places = append(places, place{"redis " + name, fmt.Sprint(name, " ", value)})
	}
	return places
}
