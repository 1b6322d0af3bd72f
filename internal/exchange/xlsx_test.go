package exchange

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

func xlsxOf(t testing.TB, s *Sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteXLSX(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parts are the files of a workbook.
func partsOf(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
	}
	return out
}

func zipOf(parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, name := range sortedKeys(parts) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, parts[name])
		}
		if err != nil {
			panic(err) // a bytes.Buffer takes everything
		}
	}
	z.Close()
	return b.Bytes()
}

func TestXLSXComesBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := sheetOf(15)
		s.Tasks = append(s.Tasks, Task{Row: s.Tasks[14].Row, Again: true, Fields: s.Tasks[14].Fields})
		in := answersOf(rt, len(s.Tasks))
		parts := partsOf(t, xlsxOf(t, s))
		rows := csvOf(t, s)
		g := colOf(t, rows, "how to answer")
		sheet := parts["xl/worksheets/sheet2.xml"]
		for i, f := range in {
			put := func(head, text string) {
				if text == "" {
					return
				}
				col := colOf(t, rows, head)
				if col > g { // a workbook says on a sheet of its own how to answer
					col--
				}
				at := fmt.Sprintf("%s%d", columnName(col), i+2)
				empty := fmt.Sprintf(`<c r="%s" s="3"/>`, at)
				if !strings.Contains(sheet, empty) {
					rt.Fatalf("no %s", empty)
				}
				cell := `<c r="` + at + `" t="str"><v>` + attr(text) + `</v></c>`
				if head == "answer: helpful" {
					cell = `<c r="` + at + `"><f>1+1</f><v>` + text + `.0</v></c>`
				}
				sheet = strings.Replace(sheet, empty, cell, 1)
			}
			for name, v := range f.values {
				put("answer: "+name, v)
			}
			put("skip", f.skip)
			put("note", f.note)
			put("flags", f.flags)
		}
		parts["xl/worksheets/sheet2.xml"] = sheet
		got, err := ReadData("s.xlsx", zipOf(parts), wantOf(s))
		if err != nil {
			rt.Fatal(err)
		}
		check(rt, s, in, got)
	})
}

func TestXLSXIsWellMade(t *testing.T) {
	s := sheetOf(14)
	data := xlsxOf(t, s)
	if !bytes.Equal(data, xlsxOf(t, s)) {
		t.Error("the same sheet gives other bytes")
	}
	for name, text := range partsOf(t, data) {
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			tok, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if e, ok := tok.(xml.StartElement); ok {
				if kind := attrOf(e, "t"); e.Name.Local == "c" && kind != "inlineStr" && kind != "" || e.Name.Local == "f" || e.Name.Local == "hyperlink" {
					t.Errorf("%s holds %v", name, e)
				}
			}
		}
	}
	// What was written is what is read, character for character, but for what no cell holds.
	book, err := openBook(data)
	if err != nil {
		t.Fatal(err)
	}
	var hints []string
	if err := book.rows(book.sheets[1].part, func(_, _ int, cells []cell) bool {
		hints = append(hints, cells[2].text)
		return true
	}); err != nil {
		t.Fatal(err)
	}
	for i := range s.Tasks {
		if want := fit(s.Tasks[i].Fields.Text("hint")); i != 13 && hints[i+1] != want {
			t.Errorf("row %d: %q, want %q", i, hints[i+1], want)
		}
	}
	long := strings.Repeat("💩", 40_000)
	if got := fit(long); len([]rune(got)) > mostCell/2+100 || !strings.HasSuffix(got, "shows all of it)") || len(got) < 60_000 {
		t.Errorf("%d runes", len([]rune(got)))
	}
}

// Worksheets that openpyxl and excelize opened, filled in and saved: see testdata.
func TestWorkbooksOfOtherPrograms(t *testing.T) {
	s := sheetOf(20)
	s.Tasks[8].Fields[1].Value = "a 💩 b\r\nc and much more of it, which is long"
	odd := []string{"harmful", "odd"}
	for _, c := range []struct {
		file     string
		at       time.Time
		problems []string
		also     map[string]string
	}{
		{
			"openpyxl.xlsx", time.Date(2026, 11, 23, 7, 58, 13, 0, time.UTC),
			[]string{
				`openpyxl.xlsx:19:8: cell H19: "2026-01-02 00:00:00" is no answer to tone: the spreadsheet made a date of it; set the cell to text; write plain, 1-2, =cold or Warm, and kind`,
				`openpyxl.xlsx:21:6: cell F21: "9" is no answer to helpful; write a whole number from 1 to 7`,
			},
			map[string]string{"helpful": "3", "sound": "no", "tone": "=cold"},
		},
		{
			"excelize.xlsx", time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC),
			[]string{`excelize.xlsx:18:5: cell E18: "5.5" is no answer to helpful; write a whole number from 1 to 7`},
			nil,
		},
	} {
		data, err := os.ReadFile("testdata/" + c.file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadData(c.file, data, wantOf(s))
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.Join(c.problems, "\n"); got.Problems.Error() != text {
			t.Errorf("%v\nwant\n%s", got.Problems, text)
		}
		want := []map[string]string{
			{"helpful": "5", "sound": "yes", "tone": "plain"},
			{"helpful": "6", "sound": "no", "tone": "1-2"},
		}
		if c.also != nil {
			want = append(want, c.also)
		}
		for i, a := range got.Answers {
			if i >= len(want) || !reflect.DeepEqual(a.Answer.Values, want[i]) || !a.At.Equal(c.at) || a.Person != s.Person {
				t.Errorf("%s: %+v", c.file, a)
			}
		}
		if len(got.Answers) != len(want) || got.Answers[1].Answer.Note != "schön 💩\nline" || !reflect.DeepEqual(got.Answers[1].Answer.Flags, odd) {
			t.Errorf("%s: %+v", c.file, got.Answers)
		}
		if len(got.Skips) != 1 || got.Skips[0].Skip.Reason != "too hard" || got.Skips[0].Skip.Row != rowID(17) {
			t.Errorf("%s: %+v", c.file, got.Skips)
		}
	}
}

// many is a text of n bytes made of one that is repeated.
func many(text string, n int) string { return strings.Repeat(text, n/len(text)+1) }

func TestBombsAreRefused(t *testing.T) {
	good := partsOf(t, xlsxOf(t, sheetOf(2)))
	with := func(name, text string) []byte {
		parts := map[string]string{}
		for k, v := range good {
			parts[k] = v
		}
		parts[name] = text
		return zipOf(parts)
	}
	const rows = "xl/worksheets/sheet2.xml"
	rels := strings.Replace(good["xl/_rels/workbook.xml.rels"], "</Relationships>", `<Relationship Id="rId9" Type="x/sharedStrings" Target="/xl/s.xml"/></Relationships>`, 1)
	files := map[string]string{}
	for i := range mostParts + 1 {
		files[fmt.Sprint("f", i)] = ""
	}
	shared := func(text string) []byte {
		parts := map[string]string{}
		for k, v := range good {
			parts[k] = v
		}
		parts["xl/_rels/workbook.xml.rels"], parts["xl/s.xml"] = rels, text
		return zipOf(parts)
	}
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"zeros":            {with(rows, many("\x00", 2<<20)), "damaged"},
		"spaces":           {with(rows, "<worksheet>"+many(" ", 2<<20)), "a text in it is longer"},
		"depth":            {with(rows, many("<a>", 1<<20)), "deep"},
		"depth in a cell":  {with(rows, "<worksheet><sheetData><row><c><is>"+many("<a>", 1<<20)), "deep"},
		"attributes":       {with(rows, `<a x=">" `+many(`b="" `, 1<<20)), "a tag in it is longer"},
		"entities":         {with(rows, `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`), "document type"},
		"instruction":      {with(rows, "<?a "+many("> ", 1<<20)), "a tag in it is longer"},
		"charset":          {with(rows, `<?xml version="1.0" encoding="utf-7"?><a/>`), "not in UTF-8"},
		"files":            {zipOf(files), "more than 2000 files"},
		"cut":              {xlsxOf(t, sheetOf(2))[:600], "no workbook"},
		"nothing":          {zipOf(map[string]string{"a": "b"}), "no sheet"},
		"cut sheet":        {with(rows, good[rows][:len(good[rows])/2]), "damaged"},
		"strings":          {shared("<sst>" + many("<si/>", 3<<20)), "more texts"},
		"no such string":   {with(rows, `<worksheet><sheetData><row><c t="s"><v>7</v></c></row></sheetData></worksheet>`), "not there"},
		"far away":         {with(rows, `<worksheet><sheetData><row r="9999999999"><c r="ZZZZZZZ9"><v>1</v></c></row></sheetData></worksheet>`), "no worksheet"},
		"not even a table": {[]byte("PK\x03\x04"), "no workbook"},
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, err := ReadData("b.xlsx", c.data, wantOf(sheetOf(2)))
		runtime.ReadMemStats(&after)
		if seedbed.CodeOf(err) != seedbed.CodeInvalid || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %.300v", name, err)
		}
		if grown := (int64(after.Sys) - int64(before.Sys)) >> 20; grown > 300 {
			t.Errorf("%s took %d MB", name, grown)
		}
		t.Logf("%-18s %6d kB %8v %.100v", name, len(c.data)>>10, time.Since(start).Round(time.Millisecond), err)
	}
}

// All parts together may not unpack to more than so much, however small each tag is.
func TestUnpackedSizeIsBounded(t *testing.T) {
	data := zipOf(map[string]string{"a": "<a>" + many("text<b/>", 10_000) + "</a>", "b": "<a></a>"})
	book, err := openBook(data)
	if err != nil {
		t.Fatal(err)
	}
	none := func(xml.StartElement, *tokens) error { return nil }
	book.left = 20_000
	if err := book.each("a", none); err != nil || book.left > 10_000 {
		t.Errorf("%d bytes are left, %v", book.left, err)
	}
	if err := book.each("a", none); seedbed.CodeOf(err) != seedbed.CodeInvalid || !strings.Contains(fmt.Sprint(err), "unpacks to more than 128 MB") {
		t.Errorf("%v", err)
	}
	if err := book.each("b", none); err == nil {
		t.Error("there was still something left")
	}
	book.left, book.elements = 1<<20, 1000
	if err := book.each("a", none); err == nil || !strings.Contains(err.Error(), "elements") {
		t.Errorf("%v", err)
	}
}

func FuzzXLSX(f *testing.F) {
	s := sheetOf(16)
	parts := partsOf(f, xlsxOf(f, s))
	f.Add([]byte(parts["xl/worksheets/sheet2.xml"]), []byte(`<sst><si><t>a</t><rPh><t>b</t></rPh></si></sst>`), []byte(parts["xl/styles.xml"]))
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c t="b"><v>1</v></c><c s="1"><v>45000.5</v></c><c t="e"><v>#N/A</v></c></row></sheetData></worksheet>`),
		[]byte(`<sst><si><r><t>row</t></r></si></sst>`), []byte(`<styleSheet><numFmts><numFmt numFmtId="200" formatCode="[Red]&quot;d&quot;yy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>`))
	rels := strings.Replace(parts["xl/_rels/workbook.xml.rels"], "</Relationships>", `<Relationship Id="rId9" Type="x/sharedStrings" Target="s.xml"/></Relationships>`, 1)
	f.Fuzz(func(t *testing.T, sheet, shared, styles []byte) {
		data := zipOf(map[string]string{
			"xl/workbook.xml": parts["xl/workbook.xml"], "xl/_rels/workbook.xml.rels": rels, "xl/worksheets/sheet2.xml": string(sheet),
			"xl/s.xml": string(shared), "xl/styles.xml": string(styles), "docProps/core.xml": string(styles),
		})
		if got, err := ReadXLSX("f.xlsx", data, wantOf(s)); err == nil {
			allowedOnly(t, got, s.Rubric)
		}
	})
}

func FuzzZip(f *testing.F) {
	f.Add(xlsxOf(f, sheetOf(3)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, err := ReadXLSX("f.xlsx", data, wantOf(sheetOf(3))); err == nil {
			allowedOnly(t, got, hints())
		}
	})
}
