//go:build unix

package devstack

import (
	"archive/tar"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestAPostgresWithoutInitdbIsPassedOver(t *testing.T) {
	lonely := t.TempDir()
	must(t, os.WriteFile(filepath.Join(lonely, "postgres"), []byte("#!/bin/sh\nexit 1\n"), 0o755))
	t.Setenv("PATH", lonely+":"+os.Getenv("PATH"))
	account, err := accountFor("/nowhere")
	must(t, err)
	found, ok := findPrograms(t.Context(), account, 0)
	if !ok || found.folder == lonely || found.major < 14 {
		t.Errorf("found %+v, %v", found, ok)
	}
}

func TestALinkInPathLeadsToTheWholeFolder(t *testing.T) {
	whole, links := t.TempDir(), t.TempDir()
	must(t, os.WriteFile(filepath.Join(whole, "postgres"), nil, 0o755))
	must(t, os.Symlink(filepath.Join(whole, "postgres"), filepath.Join(links, "postgres")))
	t.Setenv("PATH", links)
	target, err := filepath.EvalSymlinks(whole)
	must(t, err)
	if !slices.Contains(candidates(), target) {
		t.Errorf("%s is not among %q", target, candidates())
	}
}

func TestDataOfAnotherVersionAreNotOpened(t *testing.T) {
	account, err := accountFor("/nowhere")
	must(t, err)
	if found, ok := findPrograms(t.Context(), account, 9); ok {
		t.Errorf("for data of version 9 we found %+v", found)
	}
	if err := missing(9, os.ErrNotExist).Error(); !strings.Contains(err, "PostgreSQL 9") {
		t.Errorf("the error does not name the version: %s", err)
	}
}

func TestUnpackingAPackage(t *testing.T) {
	into := t.TempDir()
	must(t, unpack(archive(t, map[string]string{
		"package/native/lib/libpq.so.5.18": "a library",
		"package/native/pg-symlinks.json":  `[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]`,
		"package/native/bin/postgres":      "a program",
	}), into))

	library, err := os.ReadFile(filepath.Join(into, "package/native/lib/libpq.so.5"))
	if string(library) != "a library" {
		t.Errorf("the link leads to %q, %v", library, err)
	}
	if !executable(filepath.Join(into, "package/native/bin/postgres")) {
		t.Error("the program cannot be run")
	}
}

func TestAPackageWritesOnlyBelowItsFolder(t *testing.T) {
	parent := t.TempDir()
	into := filepath.Join(parent, "into")
	must(t, os.Mkdir(into, 0o755))
	if unpack(archive(t, map[string]string{"../outside": "x"}), into) == nil {
		t.Error("a name that leads outside is no error")
	}
	if _, err := os.Stat(filepath.Join(parent, "outside")); !os.IsNotExist(err) {
		t.Error("a file was written outside")
	}
}

func archive(t *testing.T, files map[string]string) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "package.tgz"))
	must(t, err)
	zipped := gzip.NewWriter(file)
	writer := tar.NewWriter(zipped)
	for name, content := range files {
		must(t, writer.WriteHeader(&tar.Header{Name: name, Mode: 0o755, Size: int64(len(content)), Typeflag: tar.TypeReg}))
		_, err := writer.Write([]byte(content))
		must(t, err)
	}
	must(t, writer.Close())
	must(t, zipped.Close())
	must(t, file.Close())
	return file.Name()
}
