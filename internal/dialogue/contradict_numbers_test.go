package dialogue

import "testing"

// TestNumbersAreRead reads the program's own file, and what is wrong with others.
func TestNumbersAreRead(t *testing.T) {
	c, err := readNumbered(numbersFile)
	if err != nil || len(c.from) < 100 {
		t.Fatalf("%d patterns, %v", len(c.from), err)
	}
	for _, file := range []string{"== ..\nmy %", "== N+x ..\nmy %", "== old .. N\nmy %"} {
		if _, err := readNumbered(file); err == nil {
			t.Errorf("%q is read", file)
		}
	}
	b, _ := readBound("10N+12")
	y, _ := readBound("Y-1")
	if b.of(4) != 52 || y.of(1949) != pastYear-1949-1 {
		t.Errorf("four decades make %d, 1949 %d", b.of(4), y.of(1949))
	}
}

// TestNumbers are numbers as turns have them.
func TestNumbers(t *testing.T) {
	for text, want := range map[string]number{
		"41": {numberWord, 41, 1}, "forty-one": {numberWord, 41, 1}, "forty one": {numberWord, 41, 2}, "Sixty-fifth": {ordinalWord, 65, 1},
		"70th": {ordinalWord, 70, 1}, "41-year-old": {yearOldWord, 41, 1}, "nine-year-old": {yearOldWord, 9, 1}, "1949": {yearWord, 1949, 1},
		"'74": {yearWord, 1974, 1}, "300": {}, "24/7": {numberWord, 24, 1}, "cup": {},
	} {
		w := &Watcher{look: new(look)}
		w.text.read(text, known().vocab)
		if got := w.numberAt(0); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}
