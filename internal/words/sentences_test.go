package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// talking are the rooms whose strings could reach a person.
var talking = []string{"dialog", "flows", "cards", "desk", "jobs", "telegram", "store", "drafts"}

// allowed are the declarations whose strings look like sentences and are none, each with its reason. Keep it tiny.
var allowed = map[string]string{
	"internal/drafts passing":    "errors of Redis, to compare with",
	"internal/telegram meanings": "refusals of Telegram, to compare with",
	"internal/telegram judge":    "stands in an error",
	"internal/telegram decent":   "a refusal of Telegram, to compare with",
	"internal/jobs needless":     "stands in the job's record",
}

// A sentence outside id.txt and en.txt is heard in one language only, and corrected by nobody.
func TestNoSentenceOutsideWords(t *testing.T) {
	lines, rooms := readRooms(t)
	met := map[string]bool{}
	for _, r := range rooms {
		if !slices.ContainsFunc(talking, func(name string) bool {
			return r.name == "internal/"+name || strings.HasPrefix(r.name, "internal/"+name+"/")
		}) {
			continue
		}
		for _, l := range sentencesIn(r) {
			at := r.name + " " + l.in
			if met[at] = true; allowed[at] == "" {
				t.Errorf("%s: %s looks like words for people: it belongs in id.txt and en.txt", lines.Position(l.Pos()), l.Value)
			}
		}
	}
	for at := range allowed {
		if !met[at] {
			t.Errorf("%s is allowed sentences and has none", at)
		}
	}
}

// found is a string that looks like a sentence, and the declaration that it stands in.
type found struct {
	*ast.BasicLit
	in string
}

// sentencesIn finds the strings that look like words for people: three words or more, and neither an error, a log line, SQL, a script for
// Redis, a tag of a struct, nor the help of a metric.
func sentencesIn(r room) (all []found) {
	tellers := tellersIn(r)
	for _, file := range r.files {
		for _, decl := range file.Decls {
			f, _ := decl.(*ast.FuncDecl)
			if f != nil && f.Name.Name == "Error" && f.Recv != nil {
				continue
			}
			name := ""
			if f != nil {
				name = f.Name.Name
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.ImportSpec:
					return false
				case *ast.ValueSpec:
					if f == nil {
						name = n.Names[0].Name
					}
				case *ast.AssignStmt:
					if id, ok := n.Lhs[0].(*ast.Ident); ok && slices.Contains(purposes, id.Name) {
						return false
					}
				case *ast.Field:
					n.Tag = nil
				case *ast.CallExpr:
					if forProgrammers(n) {
						return false
					}
					if at, ok := tellers[called(n)]; ok && at < len(n.Args) {
						n.Args[at] = ast.NewIdent("_")
					}
				case *ast.KeyValueExpr:
					if id, ok := n.Key.(*ast.Ident); ok && id.Name == "Help" {
						return false
					}
				case *ast.BasicLit:
					if text, ok := literal(n); ok && wordy(text) && !isCode(text) {
						all = append(all, found{n, name})
					}
				}
				return true
			})
		}
	}
	return all
}

// purposes are the names by which the program calls what it tells its keepers: what it was doing when an error came.
var purposes = []string{"doing", "what", "why", "cause"}

// tellersIn finds the functions of a room that are told what is being done, by name, and the position of that argument.
func tellersIn(r room) map[string]int {
	tellers := map[string]int{}
	for _, file := range r.files {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok {
				for _, purpose := range purposes {
					if at, _ := parameter(f, purpose); at >= 0 {
						tellers[f.Name.Name] = at
					}
				}
			}
		}
	}
	return tellers
}

// forProgrammers tells the calls whose strings are read by programmers and operators: errors, logs, panics, and whatever wraps an err.
func forProgrammers(call *ast.CallExpr) bool {
	name, from := called(call), ""
	if f, ok := call.Fun.(*ast.SelectorExpr); ok {
		switch x := f.X.(type) {
		case *ast.Ident:
			from = x.Name
		case *ast.SelectorExpr:
			from = x.Sel.Name
		case *ast.CallExpr:
			from = called(x) // slog.Default().Info, log.With(...).Warn
		}
	}
	switch {
	case name == "panic" && from == "", name == "Errorf" && from == "fmt", name == "New" && from == "errors":
		return true
	case from == "slog", from == "log", from == "logger":
		return true
	case slices.Contains([]string{"Debug", "Info", "Warn", "Error", "DebugContext", "InfoContext", "WarnContext", "ErrorContext", "Log", "LogAttrs"}, name) &&
		slices.Contains([]string{"Log", "Logger", "With", "WithGroup", "Default"}, from):
		return true
	}
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		id, ok := arg.(*ast.Ident)
		return ok && (id.Name == "err" || strings.HasPrefix(id.Name, "Err"))
	}) && name != "Say"
}

var word = regexp.MustCompile(`^[("«“]*\p{L}[\p{L}'’/-]*[\p{L}][)"»”.,:;!?…]*$`)

// wordy tells whether three words or more stand in a text, whatever tags, blanks and verbs of formatting stand between them.
func wordy(text string) bool {
	n := 0
	for _, part := range strings.Fields(tag.ReplaceAllString(text, " ")) {
		if word.MatchString(part) {
			n++
		}
	}
	return n >= 3
}

var (
	sql   = regexp.MustCompile(`\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|AND|OR|JOIN|ORDER BY|GROUP BY|LIMIT|RETURNING|ON CONFLICT|VALUES|SET|WITH|AS|COALESCE|CREATE|ALTER|NOTIFY|LISTEN|FOR UPDATE)\b`)
	redis = regexp.MustCompile(`redis\.call|^\s*(--|local |return )`)
)

func isCode(text string) bool { return sql.MatchString(text) || redis.MatchString(text) }

// The search finds what it should, and nothing else.
func TestTheSearchForSentences(t *testing.T) {
	const code = `package x

import "a name of three words/package"

type row struct {
	Name string ` + "`json:\"one two three\" db:\"four five six\"`" + `
}

// Komentar boleh memakai kata biasa.
func x(err error) {
	say("Laporan sudah masuk.")
	say("Laporan <b>sudah</b> masuk. Nomor: %s")
	say("Terima kasih")
	_ = fmt.Sprintf("%s, %d %s %d", a, b, c, d)
	reply(ctx, "Maaf, Bapak/Ibu tidak berhak.")
	_ = "Please write it " + "again, thank you all"
	_ = errors.New("three words here")
	_ = fmt.Errorf("take the case %s: %w", n, err)
	_ = wrap("while taking the case", err)
	panic("this cannot happen, surely")
	slog.Info("the worker has begun", "what", "one two three")
	d.Log.Warn("language not recorded yet", "error", err)
	_ = "SELECT one, two, three FROM cases"
	_ = "AND a IS NOT NULL"
	_ = "local now, due, key = 1 return redis.call('GET', key)"
	_ = Metric{Name: "updates", Help: "Updates that came in."}
	_ = "report.story.ask"
	doing := fmt.Sprintf("address of person %d", person)
	return known("asking for the case", later())
}

func known(doing string, err error) error { return nil }

func (e *away) Error() string { return "cannot be reached now" }`
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", code, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range sentencesIn(room{"x", []*ast.File{file}}) {
		text, _ := literal(l.BasicLit)
		got = append(got, text)
	}
	want := []string{"Laporan sudah masuk.", "Laporan <b>sudah</b> masuk. Nomor: %s", "Maaf, Bapak/Ibu tidak berhak.", "Please write it ", "again, thank you all"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q\nwant  %q", got, want)
	}
}
