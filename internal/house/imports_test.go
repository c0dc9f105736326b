package house_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// direction is who may import whom, as DESIGN.md tells it in section 1. All may import private.
const direction = `
private, casebook, chat, simulator, devstack, limits, almanac: none.
dialog: chat.
words, store, evidence, district: casebook.
papers: casebook, words.
drafts: casebook, dialog.
telegram: casebook, chat.
flows: casebook, chat, dialog, words, almanac.
cards: casebook, chat, words.
desk: casebook, chat, dialog, flows, cards, words.
jobs: casebook, chat, cards, words.
board: casebook, cards, words, papers.
house: all.
bot: house.
migrations: none.
devstack/withservers: devstack.
`

// borders are the libraries that stay behind one door, and the rooms at that door.
const borders = `
github.com/go-telegram/bot: telegram.
github.com/riverqueue/river: jobs.
github.com/redis/go-redis: drafts, limits, devstack, house.
github.com/jackc/pgx: store, jobs, house, migrations, devstack.
github.com/jackc/puddle: store.
github.com/pressly/goose: migrations.
github.com/alicebob/miniredis: devstack.
codeberg.org/go-pdf/fpdf: papers.
github.com/xuri/excelize: papers.
github.com/makiuchi-d/gozxing: papers, simulator.
`

func TestImportsGoOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}}{{range .Imports}} {{.}}{{end}}", "rembuk/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) < 15 {
		t.Fatalf("go list knows %d packages only", len(lines))
	}
	for _, fault := range astray(lines) {
		t.Error(fault)
	}
	for _, planted := range []string{
		"rembuk/internal/casebook rembuk/internal/store", "rembuk/internal/dialog rembuk/internal/casebook", "rembuk/internal/desk github.com/jackc/pgx/v5/pgconn",
		"rembuk/internal/telegram github.com/riverqueue/river", "rembuk/internal/utils fmt", "rembuk/bot rembuk/internal/desk",
	} {
		if len(astray([]string{planted})) != 1 {
			t.Errorf("not found out: %s", planted)
		}
	}
}

// astray tells which imports go where they must not; each line is a package and what it imports.
func astray(packages []string) (faults []string) {
	may, doors := read(direction), read(borders)
	for _, line := range packages {
		path, imports, _ := strings.Cut(line, " ")
		room := roomOf(path)
		allowed, known := may[room]
		if !known {
			faults = append(faults, room+": a room of which DESIGN.md does not say what it may import")
		}
		for _, to := range strings.Fields(imports) {
			if other := roomOf(to); other != "" && other != "private" && known && !slices.Contains(allowed, other) && !slices.Contains(allowed, "all") {
				faults = append(faults, room+" must not import "+other)
			}
			for library, rooms := range doors {
				if (to == library || strings.HasPrefix(to, library+"/")) && !slices.Contains(rooms, room) {
					faults = append(faults, room+" must not import "+to)
				}
			}
		}
	}
	return faults
}

// roomOf names one of our packages as DESIGN.md does; "" for others'.
func roomOf(path string) string {
	room, ours := strings.CutPrefix(path, "rembuk/")
	if !ours {
		return ""
	}
	return strings.TrimPrefix(room, "internal/")
}

// read makes a map of lines such as "flows, cards: casebook, chat."
func read(table string) map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(strings.TrimSpace(table)) {
		who, whom, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(line), "."), ": ")
		for room := range strings.SplitSeq(who, ", ") {
			m[room] = strings.Split(whom, ", ")
		}
	}
	return m
}
