package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// room is one package of the program as it is written, without its tests.
type room struct {
	name  string // its folder from the top: "internal/desk"
	files []*ast.File
}

// readRooms parses all of the program but this package. A file that cannot be parsed fails the test.
func readRooms(t *testing.T) (*token.FileSet, []room) {
	t.Helper()
	top, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	lines := token.NewFileSet()
	rooms := map[string]*room{}
	var order []string
	err = fs.WalkDir(os.DirFS(top), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if path != "." && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules" || path == "internal/words") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(filepath.Join(top, path))
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(lines, path, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder := filepath.ToSlash(filepath.Dir(path))
		if rooms[folder] == nil {
			rooms[folder] = &room{name: folder}
			order = append(order, folder)
		}
		rooms[folder].files = append(rooms[folder].files, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var all []room
	for _, folder := range order {
		all = append(all, *rooms[folder])
	}
	return lines, all
}

// literal is the text of a string written in the code.
func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

// called is the last name of what is called: "Say" of v.voice().Say(...).
func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}
