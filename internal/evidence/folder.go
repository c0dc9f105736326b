package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"rembuk/internal/casebook"
)

// Folder keeps copies in a folder: of the machine, or shared by the replicas. Only the program's own account can read them.
type Folder struct{ dir string }

// OpenFolder makes the folder where it is not there yet. The error says in a sentence what is wrong with it.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("evidence: the folder cannot be made: %w", err)
	}
	probe, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return nil, fmt.Errorf("evidence: the folder cannot be written to: %w", err)
	}
	_ = probe.Close()
	return &Folder{dir}, os.Remove(probe.Name())
}

// String says where it is.
func (f *Folder) String() string { return "the folder " + f.dir }

// at spreads the copies over 256 folders. The marker is to be found by people.
func (f *Folder) at(name string) string {
	if name == marker {
		return filepath.Join(f.dir, name)
	}
	return filepath.Join(f.dir, name[:2], name)
}

// Put writes beside, and moves it to its place when it is on the disk.
func (f *Folder) Put(_ context.Context, name string, write func(io.Writer) error) error {
	if err := proper(name); err != nil {
		return err
	}
	at := f.at(name)
	if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
		return knownFile("making a folder", err)
	}
	sweep(at)
	part, err := os.CreateTemp(filepath.Dir(at), name+".*"+partly) // 0600
	if err != nil {
		return knownFile("making a file", err)
	}
	err = write(part)
	if err == nil {
		err = knownFile("writing", errors.Join(part.Sync(), part.Close()))
	}
	if err == nil {
		err = knownFile("moving a file", errors.Join(os.Rename(part.Name(), at), syncFolder(filepath.Dir(at)), syncFolder(f.dir)))
	}
	if err != nil {
		_ = part.Close()
		_ = os.Remove(part.Name())
	}
	return err
}

const (
	partly    = ".part"
	abandoned = time.Hour // what is half written for so long has no writer any more
)

// sweep removes what attempts at the same copy have left that died.
func sweep(at string) {
	parts, _ := filepath.Glob(at + ".*" + partly)
	for _, part := range parts {
		if info, err := os.Stat(part); err == nil && time.Since(info.ModTime()) > abandoned {
			_ = os.Remove(part)
		}
	}
}

// syncFolder lets a new name last. Where folders cannot be synced, there is nothing to do.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	return errors.Join(err, d.Close())
}

// Get opens a copy.
func (f *Folder) Get(_ context.Context, name string) (io.ReadCloser, error) {
	if err := proper(name); err != nil {
		return nil, err
	}
	file, err := os.Open(f.at(name))
	if err != nil {
		return nil, knownFile("opening", err)
	}
	return file, nil
}

// Remove removes a copy.
func (f *Folder) Remove(_ context.Context, name string) error {
	if err := proper(name); err != nil {
		return err
	}
	err := os.Remove(f.at(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return knownFile("removing", err)
}

// knownFile turns the system's errors into ours. A full disk, or one that is not there just now, may be better later.
func knownFile(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("evidence: %s: %w", doing, casebook.ErrNotFound)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("evidence: %s: %w (%w)", doing, casebook.ErrForbidden, err)
	default:
		return fmt.Errorf("evidence: %s: %w (%w)", doing, casebook.ErrAway, err)
	}
}
