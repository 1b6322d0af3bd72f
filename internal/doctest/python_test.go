package doctest

import (
	"os/exec"
	"strings"
)

// python compiles a program without running it.
func python(text string) ([]byte, error) {
	cmd := exec.Command("python3", "-c", "import sys; compile(sys.stdin.read(), 'program', 'exec')")
	cmd.Stdin = strings.NewReader(text)
	return cmd.CombinedOutput()
}
