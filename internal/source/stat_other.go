//go:build !linux

package source

import (
	"os"
	"time"
)

func changeTime(info os.FileInfo) time.Time { return info.ModTime() }

func fileNumber(os.FileInfo) string { return "" }
