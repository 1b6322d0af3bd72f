package exchange

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
)

// tenThousand is a worksheet of 10,000 rows with hints, all of them answered, as CSV.
func tenThousand(b *testing.B) (*Sheet, []byte) {
	s := sheetOf(10_000)
	in := make([]filled, len(s.Tasks))
	for i := range in {
		in[i].values = map[string]string{"helpful": "5", "sound": "yes", "tone": "plain"}
	}
	rows := csvOf(b, s)
	h, so, to := colOf(b, rows, "answer: helpful"), colOf(b, rows, "answer: sound"), colOf(b, rows, "answer: tone")
	for i := range in {
		rows[i+1][h], rows[i+1][so], rows[i+1][to] = "5", "yes", "plain"
	}
	return s, join(rows, ',')
}

func report(b *testing.B, rows int) {
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkReadCSV(b *testing.B) {
	s, data := tenThousand(b)
	w := wantOf(s)
	w.Fields = nil
	b.ReportAllocs()
	for b.Loop() {
		if got, err := ReadData("s.csv", data, w); err != nil || len(got.Answers) != 10_000 {
			b.Fatal(err, got.Problems)
		}
	}
	report(b, 10_000)
}

func BenchmarkReadXLSX(b *testing.B) {
	s, data := tenThousand(b)
	w := wantOf(s)
	w.Fields = nil
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	parts := partsOf(b, xlsxOf(b, s))
	var sheet strings.Builder
	sheet.WriteString(`<worksheet><sheetData>`)
	for _, r := range rows {
		sheet.WriteString(`<row>`)
		for _, c := range r {
			sheet.WriteString(`<c t="inlineStr"><is><t>` + attr(c) + `</t></is></c>`)
		}
		sheet.WriteString(`</row>`)
	}
	parts["xl/worksheets/sheet2.xml"] = sheet.String() + `</sheetData></worksheet>`
	book := zipOf(parts)
	b.ReportAllocs()
	for b.Loop() {
		if got, err := ReadData("s.xlsx", book, w); err != nil || len(got.Answers) != 10_000 {
			b.Fatal(err)
		}
	}
	report(b, 10_000)
}

func BenchmarkWriteXLSX(b *testing.B) {
	s := sheetOf(10_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := WriteXLSX(&bytes.Buffer{}, s); err != nil {
			b.Fatal(err)
		}
	}
	report(b, 10_000)
}
