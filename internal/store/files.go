// The file and its folder belong to their owner alone: requests name people,
// and the audit is evidence.

package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// makeFolder makes the folders that are missing. Those that exist stay as they
// are: their owner may have reasons.
//
// Others who may write into such a folder could replace the file; they could
// not read it.
func makeFolder(path string) error {
	return os.MkdirAll(filepath.Dir(path), 0o700)
}

// makeFile makes an empty file, or checks the one that is there. It must be
// called under the lock: opening and closing a file by any other way than
// SQLite's makes the system drop the locks that this process holds on it.
func makeFile(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return checkFiles(path)
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// checkFiles refuses files that others could read or write. SQLite makes the
// write-ahead log and its index with the mode of the file itself.
func checkFiles(path string) error {
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist) && name != path:
			continue
		case err != nil:
			return err
		case !info.Mode().IsRegular():
			return fmt.Errorf("%s is not a file", name)
		case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
			return fmt.Errorf("%s is open to other users (mode %04o); mend it with: chmod 600 '%s'", name, info.Mode().Perm(), name)
		}
	}
	return nil
}
