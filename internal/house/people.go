package house

import (
	"bytes"
	"context"
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"rembuk/internal/casebook"
	"rembuk/internal/simulator"
)

//go:embed demo/*.csv
var demoFiles embed.FS

// people are the invented people of the demo and the reports that they make.
type people struct {
	persons []demoPerson
	cases   []demoCase
}

type demoPerson struct {
	id                 int64
	first, last, title string
	role               casebook.Role
	region             string
	shown              bool
}

type demoCase struct {
	person int64
	says   []string
	taken  int64 // 0: nobody
}

func readPeople() (people, error) {
	var p people
	rows, err := readDemo("people.csv")
	if err != nil {
		return p, err
	}
	for _, r := range rows {
		id, err := strconv.ParseInt(r[0], 10, 64)
		if err != nil {
			return p, fmt.Errorf("people.csv: %w", err)
		}
		p.persons = append(p.persons, demoPerson{id, r[1], r[2], r[3], casebook.Role(r[4]), r[5], r[6] == "yes"})
	}
	rows, err = readDemo("cases.csv")
	if err != nil {
		return p, err
	}
	for _, r := range rows {
		id, err := strconv.ParseInt(r[0], 10, 64)
		if err != nil {
			return p, fmt.Errorf("cases.csv: %w", err)
		}
		taken, _ := strconv.ParseInt(r[2], 10, 64) // empty: nobody
		p.cases = append(p.cases, demoCase{id, strings.Split(r[1], "|"), taken})
	}
	return p, nil
}

func readDemo(name string) ([][]string, error) {
	file, err := demoFiles.ReadFile("demo/" + name)
	if err != nil {
		return nil, err
	}
	reader := csv.NewReader(bytes.NewReader(file))
	reader.Comment = '#'
	rows, err := reader.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows[1:], nil
}

// member tells whether the person stands on a group's roster without holding a role: the accounts from 2000 on are those of groups.
func (p demoPerson) member() bool { return p.id >= 2000 && p.id < 3000 }

// demoBot is the name of the simulated bot.
const demoBot = "rembuk_bengkulu_selatan_bot"

// move lets the people into the simulated Telegram.
func (p people) move(sim *simulator.Server) error {
	if err := sim.AddBot(demoToken, demoBot, "Dinas Sosial Bengkulu Selatan"); err != nil {
		return err
	}
	for _, person := range p.persons {
		sim.AddPerson(simulator.Person{ID: person.id, FirstName: person.first, LastName: person.last, Language: "id", Role: person.title})
	}
	return nil
}

// shown lists those who stand side by side in the page at first.
func (p people) shown() string {
	var ids []string
	for _, person := range p.persons {
		if person.shown {
			ids = append(ids, strconv.FormatInt(person.id, 10))
		}
	}
	return strings.Join(ids, ",")
}

// settle gives the people their roles and lets them report, all by chat as anybody would: by invitations, sentences and keys. What was done by
// an earlier run is not done again.
func (p people) settle(ctx context.Context, h *House, sim *simulator.Server, say func(string)) error {
	sim.Faults().Limits(false) // a whole village talks at once
	defer sim.Faults().Limits(true)
	officers, residents := 0, 0
	for _, person := range p.persons {
		if person.role == "" && !person.member() {
			continue
		}
		chat := sim.Chat(demoBot, person.id)
		if len(chat.Messages()) > 0 {
			continue
		}
		if person.role == "" { // a member of a group, who has met the bot
			chat.Start("")
			if err := awaited(ctx, chat); err != nil {
				return fmt.Errorf("member %d: %w", person.id, err)
			}
			continue
		}
		o := h.officeOf("17.01")
		code, _, err := h.store.Invite(ctx, casebook.Viewer{District: o.District}, person.role, person.region, h.clock.Now(), o.Invitation)
		if err != nil {
			return fmt.Errorf("invite %d: %w", person.id, err)
		}
		chat.Start("j_" + code)
		if err := awaited(ctx, chat); err != nil {
			return fmt.Errorf("officer %d: %w", person.id, err)
		}
		officers++
	}
	for _, c := range p.cases {
		chat := sim.Chat(demoBot, c.person)
		rest, mine := c.left(chat.Messages())
		if !mine || len(rest) == 0 {
			continue
		}
		if err := c.tell(ctx, sim, chat, rest, h.officeOf("17.01").Prefix); err != nil {
			return fmt.Errorf("case of %d: %w", c.person, err)
		}
		residents++
	}
	if officers+residents > 0 {
		say(fmt.Sprintf("moved in: %d officers and staff, %d reports", officers, residents))
	}
	return nil
}

// left gives what is still to be said: all of it at first, the rest where an earlier run was stopped half way. It is not ours to say where somebody
// has written in the chat by hand.
func (c demoCase) left(messages []simulator.Message) (rest []string, ours bool) {
	rest = c.says
	for _, m := range messages {
		if m.FromBot {
			continue
		}
		if len(rest) == 0 || m.Text != rest[0] {
			return nil, false
		}
		rest = rest[1:]
	}
	return rest, true
}

// tell reports the case and, where somebody takes it, waits for the alert and presses.
func (c demoCase) tell(ctx context.Context, sim *simulator.Server, chat *simulator.Chat, says []string, prefix string) error {
	for _, text := range says {
		chat.Send(text)
		if err := awaited(ctx, chat); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, demoPatience)
	defer cancel()
	var number casebook.Number
	if err := chat.WaitFor(ctx, func(m []simulator.Message) bool { number = numberIn(m, prefix); return number != "" }); err != nil {
		return fmt.Errorf("no number after the last word: %w", err)
	}
	if c.taken == 0 {
		return nil
	}
	taker := sim.Chat(demoBot, c.taken)
	var alert int
	if err := taker.WaitFor(ctx, func(m []simulator.Message) bool { alert = freeAlert(m, number); return alert != 0 }); err != nil {
		return fmt.Errorf("no alert for %d: %w", c.taken, err)
	}
	if err := taker.Tap(alert, "Ambil"); err != nil {
		return err
	}
	return awaited(ctx, taker)
}

// numberIn finds the number that the bot gave, empty if none.
func numberIn(messages []simulator.Message, prefix string) casebook.Number {
	for _, m := range messages {
		for _, word := range strings.FieldsFunc(m.Text, func(r rune) bool { return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if number, ok := casebook.ReadNumber(prefix, word); ok && m.FromBot && strings.HasPrefix(word, prefix) {
				return number
			}
		}
	}
	return ""
}

// freeAlert finds the message about the case that has the button to take it, 0 if none.
func freeAlert(messages []simulator.Message, number casebook.Number) int {
	for _, m := range messages {
		for _, row := range m.Inline {
			for _, b := range row {
				if strings.Contains(b.Data, ":take:") && strings.Contains(m.Text, string(number)) {
					return m.ID
				}
			}
		}
	}
	return 0
}

// demoPatience is how long the invented people wait for the bot. It is no measure of the bot: on a machine that is busy at its first start, a second
// becomes ten.
const demoPatience = 2 * time.Minute

// awaited waits until the bot has dealt with all that was sent.
func awaited(ctx context.Context, chat *simulator.Chat) error {
	ctx, cancel := context.WithTimeout(ctx, demoPatience)
	defer cancel()
	return chat.WaitIdle(ctx)
}
