package words_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// speaker is a function one of whose arguments is a key, or the end of one: Say, Words and Has, and what hands its argument on to them.
type speaker struct {
	arg    int
	prefix string // before the argument: "talk." of talkWord("send")
	blanks bool   // names and values of the blanks follow the argument
	fills  string // names of the blanks that it fills in itself, with spaces between
	alone  bool   // it fills in those and no others
	words  bool   // other words are asked for, which there need not be
}

// use is a place in the code that asks for a sentence.
type use struct {
	key    string
	begins bool     // key is only the beginning: the end is computed
	blanks []string // names of the blanks that are filled in there
	known  bool     // blanks is all of them
	words  bool     // asks for other words, which there need not be
	at     string
}

// keyUses is all that the code asks of this package.
type keyUses struct {
	lines    *token.FileSet
	rooms    []room
	speakers map[string][]speaker // by name; a small name by its room and name
	uses     []use
	literals map[string]bool // every string in the code: a key that waits in a table or a variable is used as well
}

func readUses(t *testing.T) *keyUses {
	t.Helper()
	u := &keyUses{literals: map[string]bool{}, speakers: map[string][]speaker{
		"Say": {{blanks: true}}, "Words": {{words: true}}, "Has": {{words: true}},
	}}
	u.lines, u.rooms = readRooms(t)
	for u.findSpeakers() {
	}
	for _, r := range u.rooms {
		for _, file := range r.files {
			ast.Inspect(file, func(n ast.Node) bool {
				if e, ok := n.(ast.Expr); ok {
					if text, ok := literal(e); ok {
						u.literals[text] = true
					}
				}
				return true
			})
			for _, decl := range file.Decls {
				u.read(r, decl)
			}
		}
	}
	return u
}

// speaking gives the speakers that a call may mean. Say, Words and Has are methods; a small name is known in its own room only.
func (u *keyUses) speaking(r room, call *ast.CallExpr) []speaker {
	name := called(call)
	if _, method := call.Fun.(*ast.SelectorExpr); !method && (name == "Say" || name == "Words" || name == "Has") {
		return nil
	}
	return append(slices.Clone(u.speakers[name]), u.speakers[r.name+" "+name]...)
}

// findSpeakers looks for functions that hand an argument on as a key, and tells whether it found a new one.
func (u *keyUses) findSpeakers() (found bool) {
	for _, r := range u.rooms {
		for _, file := range r.files {
			for _, decl := range file.Decls {
				f, ok := decl.(*ast.FuncDecl)
				if !ok || f.Body == nil {
					continue
				}
				ast.Inspect(f.Body, func(n ast.Node) bool {
					call, ok := n.(*ast.CallExpr)
					if !ok {
						return true
					}
					for _, s := range u.speaking(r, call) {
						found = u.handedOn(r, f, call, s) || found
					}
					return true
				})
			}
		}
	}
	return found
}

func (u *keyUses) handedOn(r room, f *ast.FuncDecl, call *ast.CallExpr, s speaker) bool {
	if len(call.Args) <= s.arg {
		return false
	}
	prefix, rest := split(call.Args[s.arg])
	name, ok := rest.(*ast.Ident)
	if !ok {
		return false
	}
	arg, variadic := parameter(f, name.Name)
	if arg < 0 {
		return false
	}
	at := f.Name.Name
	if !ast.IsExported(at) {
		at = r.name + " " + at
	}
	found := speaker{arg: arg, prefix: s.prefix + prefix, fills: s.fills, alone: s.alone, words: s.words}
	if found.blanks = s.blanks && variadic == arg+1 && call.Ellipsis.IsValid(); s.blanks && !found.blanks {
		names, known := blanksFilled(call, s.arg)
		found.fills, found.alone = strings.Join(names, " "), known
	}
	if slices.Contains(u.speakers[at], found) || slices.Contains(u.speakers[f.Name.Name], found) {
		return false
	}
	u.speakers[at] = append(u.speakers[at], found)
	return true
}

// split parts "talk." + id into its written beginning and the rest; what is not such a sum has no beginning.
func split(e ast.Expr) (string, ast.Expr) {
	sum, ok := e.(*ast.BinaryExpr)
	if !ok || sum.Op != token.ADD {
		return "", e
	}
	if text, ok := literal(sum.X); ok {
		return text, sum.Y
	}
	return "", e
}

// parameter gives the position of a function's argument, -1 for none, and that of its variadic one.
func parameter(f *ast.FuncDecl, name string) (at, variadic int) {
	at, variadic = -1, -1
	i := 0
	for _, field := range f.Type.Params.List {
		for _, n := range field.Names {
			if n.Name == name {
				at = i
			}
			if _, ok := field.Type.(*ast.Ellipsis); ok {
				variadic = i
			}
			i++
		}
	}
	return at, variadic
}

// read notes every use in one declaration.
func (u *keyUses) read(r room, decl ast.Decl) {
	f, _ := decl.(*ast.FuncDecl)
	ast.Inspect(decl, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		meant := u.speaking(r, call)
		for _, s := range meant {
			s.words = slices.ContainsFunc(meant, func(o speaker) bool { return o.words && o.arg == s.arg }) // compared with the sentence, if there is one
			if len(call.Args) > s.arg {
				u.note(f, call, s)
			}
		}
		u.noteFlow(call)
		return true
	})
}

func (u *keyUses) note(f *ast.FuncDecl, call *ast.CallExpr, s speaker) {
	got := use{at: u.lines.Position(call.Pos()).String(), words: s.words}
	if s.blanks {
		got.blanks, got.known = blanksFilled(call, s.arg)
	} else if s.alone {
		got.blanks, got.known = strings.Fields(s.fills), true
	}
	var ends []string
	prefix, rest := split(call.Args[s.arg])
	if text, ok := literal(rest); ok {
		ends = []string{text}
	} else if name, ok := rest.(*ast.Ident); ok && f != nil {
		if at, _ := parameter(f, name.Name); at >= 0 {
			return // handed on: the callers say which
		}
		ends = assigned(f, name.Name)
	}
	if got.begins = len(ends) == 0; got.begins {
		ends = []string{""}
	}
	for _, end := range ends {
		if got.key = s.prefix + prefix + end; keyLike.MatchString(got.key) {
			u.uses = append(u.uses, got)
		}
	}
}

// assigned lists the strings that a variable is given in a function.
func assigned(f *ast.FuncDecl, name string) (all []string) {
	ast.Inspect(f, func(n ast.Node) bool {
		if set, ok := n.(*ast.AssignStmt); ok {
			for i, to := range set.Lhs {
				id, ok := to.(*ast.Ident)
				if ok && id.Name == name && i < len(set.Rhs) {
					if text, ok := literal(set.Rhs[i]); ok {
						all = append(all, text)
					}
				}
			}
		}
		return true
	})
	return all
}

var keyLike = regexp.MustCompile(`^[a-z_]+(\.[a-z_]+)*\.?$`)

// blanksFilled lists the names at the odd places after the key; not known where they are computed.
func blanksFilled(call *ast.CallExpr, arg int) (names []string, known bool) {
	if call.Ellipsis.IsValid() {
		return nil, false
	}
	for i := arg + 1; i < len(call.Args); i += 2 {
		name, ok := literal(call.Args[i])
		if !ok {
			return nil, false
		}
		names = append(names, name)
	}
	return names, true
}

// noteFlow notes what one part of dialog.Define("report", 1).Story("story").Choice("who", "office", ...) will ask for.
func (u *keyUses) noteFlow(call *ast.CallExpr) {
	kind, flow := called(call), flowOf(call)
	if flow == "" || len(call.Args) == 0 {
		return
	}
	switch kind {
	case "Own": // stands right behind its story
		if of, ok := call.Fun.(*ast.SelectorExpr).X.(*ast.CallExpr); ok {
			question, _ := literal(of.Args[0])
			u.notePhrases(call, flow+"."+question, literalsOf(call.Args))
		}
	case "Says":
		for _, key := range literalsOf(call.Args) {
			u.uses = append(u.uses, use{key: key, at: u.lines.Position(call.Pos()).String()})
		}
	case "Story", "Place", "Choice", "Read":
		if question, ok := literal(call.Args[0]); ok {
			u.notePhrases(call, flow+"."+question, endsOf(kind, call))
		}
	}
}

// notePhrases notes the phrases of a question by their ends; "" stands for ends that are computed.
func (u *keyUses) notePhrases(call *ast.CallExpr, question string, ends []string) {
	for _, end := range ends {
		u.uses = append(u.uses, use{key: question + "." + end, begins: end == "", at: u.lines.Position(call.Args[0].Pos()).String()})
	}
}

// endsOf lists the ends of the keys that a question asks for. A reader asks by itself, with the question's key or one that it is made with.
func endsOf(kind string, call *ast.CallExpr) []string {
	switch kind {
	case "Story":
		return []string{"ask", "line", "again", "anew"}
	case "Choice":
		ends := append([]string{"ask", "line"}, literalsOf(call.Args[1:])...)
		if call.Ellipsis.IsValid() {
			ends = append(ends, "")
		}
		return ends
	}
	return []string{"ask", "line"}
}

func literalsOf(list []ast.Expr) (all []string) {
	for _, e := range list {
		ast.Inspect(e, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok {
				if text, ok := literal(e); ok {
					all = append(all, text)
				}
			}
			return true
		})
	}
	return all
}

// flowOf goes back along a chain of calls to the name given to Define.
func flowOf(call *ast.CallExpr) string {
	for {
		if called(call) == "Define" && len(call.Args) > 0 {
			name, _ := literal(call.Args[0])
			return name
		}
		f, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return ""
		}
		if call, ok = f.X.(*ast.CallExpr); !ok {
			return ""
		}
	}
}

// constants lists the values of a type's constants in casebook, or of a list of strings that has the name.
func (u *keyUses) constants(folder, name string) []string {
	var values []string
	for _, r := range u.rooms {
		if r.name != folder {
			continue
		}
		for _, file := range r.files {
			ast.Inspect(file, func(n ast.Node) bool {
				spec, ok := n.(*ast.ValueSpec)
				if !ok {
					return true
				}
				kind, _ := spec.Type.(*ast.Ident)
				if kind != nil && kind.Name == name || spec.Names[0].Name == name {
					for _, value := range spec.Values {
						values = append(values, literalsIn(value)...)
					}
				}
				return true
			})
		}
	}
	return values
}

func literalsIn(e ast.Expr) (all []string) {
	ast.Inspect(e, func(n ast.Node) bool {
		if kv, ok := n.(*ast.KeyValueExpr); ok {
			if text, ok := literal(kv.Key); ok {
				all = append(all, text)
			}
			return false
		}
		if e, ok := n.(ast.Expr); ok {
			if text, ok := literal(e); ok && text != "" {
				all = append(all, text)
			}
		}
		return true
	})
	return all
}
