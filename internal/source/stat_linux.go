package source

import (
	"fmt"
	"os"
	"syscall"
	"time"
)

// changeTime returns when the file was last changed: by the file system's own
// record, which cannot be set, where that is later.
func changeTime(info os.FileInfo) time.Time {
	t := info.ModTime()
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		if c := time.Unix(st.Ctim.Sec, st.Ctim.Nsec); c.After(t) {
			return c
		}
	}
	return t
}

// fileNumber tells a file from another that took its name.
func fileNumber(info os.FileInfo) string {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return fmt.Sprint(info.ModTime().UnixNano(), " ", st.Ino)
	}
	return fmt.Sprint(info.ModTime().UnixNano())
}
