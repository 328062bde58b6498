// Presence: the file that is open must be the file at its path. A file that was
// removed or replaced takes records that nobody will find.

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ErrGone says that the file at the state's path is not the one that is open. What
// was to be recorded is not, and what depends on it must not be done.
var ErrGone = errors.New("the state file was removed or replaced while it was open: nothing can be recorded, so nothing may be changed; put the file back, or start again on another one")

// file is the state file as it was when it was opened.
type file struct {
	path string
	info os.FileInfo
}

// present compares device and inode of what is at the path with what is open.
func (f file) present() error {
	switch info, err := os.Stat(f.path); {
	case errors.Is(err, os.ErrNotExist), err == nil && !os.SameFile(info, f.info):
		return fmt.Errorf("%s: %w", f.path, ErrGone)
	default:
		return err
	}
}

// probeSize is what the disk must have room for. It is written again and again, so that
// it is no more than most records need.
const probeSize = 16 << 10

// Check tells whether records can be kept: an error where the file is gone, cannot
// be written, or the disk is full; or where the server cannot be reached or only reads.
func (db *DB) Check(ctx context.Context) (err error) {
	ended := db.began("check")
	defer func() { ended(err) }()
	if err := db.engine.present(); err != nil {
		return err
	}
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE audit_head SET seq = seq`)
	return errors.Join(err, tx.Rollback(), db.engine.room())
}

// room writes beside the file, since within it there may be room that was used before.
func room(path string) error {
	probe, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".probe-*")
	if err != nil {
		return err
	}
	_, err = probe.Write(make([]byte, probeSize))
	if err == nil {
		err = probe.Sync()
	}
	return errors.Join(err, probe.Close(), os.Remove(probe.Name()))
}
