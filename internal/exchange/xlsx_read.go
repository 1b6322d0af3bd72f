package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"
	"time"

	"seedbed.dev/seedbed"
)

const (
	mostUnpacked = 128 << 20 // bytes of all parts of a workbook that are read
	mostParts    = 2000      // files in a workbook
	mostSheets   = 50
)

// ReadXLSX reads a worksheet that was written as XLSX and went through a spreadsheet.
// Formulas are not computed: what the spreadsheet stored as their value counts. A
// workbook may unpack to 128 MB; it is read as a stream, and its shared strings alone are
// in memory.
func ReadXLSX(file string, data []byte, want Want) (*Read, error) {
	r, err := newReading(file, &want)
	if err != nil {
		return nil, err
	}
	if len(data) > mostBytes {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading %s: %w", file, tooLarge())
	}
	book, err := openBook(data)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading %s: %w", file, err)
	}
	var last error
	for _, sheet := range book.sheets {
		t := newTable(r, "worksheet")
		t.at = book.changed
		if err := book.rows(sheet.part, t.line); err != nil {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading %s, sheet %s: %w", file, quote(sheet.name), err)
		}
		if last = t.done(); last == nil {
			return &r.Read, nil
		}
	}
	if last == nil {
		last = seedbed.Errorf(seedbed.CodeInvalid, "reading %s: there is no sheet in it", file)
	}
	return nil, last
}

// workbook is an XLSX file that is being read.
type workbook struct {
	zip      *zip.Reader
	left     int64 // bytes that may still be unpacked
	elements int   // that may still be read
	sheets   []bookSheet
	strings  []string
	dates    []bool    // by style: numbers are dates
	changed  time.Time // zero where the file does not say
}

type bookSheet struct{ name, part string }

// openBook reads all of a workbook but its sheets.
func openBook(data []byte) (*workbook, error) {
	if bytes.Count(data, []byte("PK\x01\x02")) > mostParts { // before there is an object for each
		return nil, damaged("a workbook of more than %d files is not read", mostParts)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged("this is no workbook: %v", err)
	}
	b := &workbook{zip: z, left: mostUnpacked, elements: mostElements}
	names := map[string]string{} // of sheets, by relation
	var order []string
	err = b.each("xl/workbook.xml", func(e xml.StartElement, _ *tokens) error {
		if e.Name.Local == "sheet" && len(order) < mostSheets {
			rel := attrOf(e, "id")
			names[rel] = attrOf(e, "name")
			order = append(order, rel)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	parts := map[string]string{}
	shared, styles := "", ""
	err = b.each("xl/_rels/workbook.xml.rels", func(e xml.StartElement, _ *tokens) error {
		if e.Name.Local != "Relationship" || attrOf(e, "TargetMode") == "External" {
			return nil
		}
		target := attrOf(e, "Target")
		if rest, ok := strings.CutPrefix(target, "/"); ok {
			target = rest
		} else {
			target = path.Join("xl", target)
		}
		switch kind := attrOf(e, "Type"); {
		case strings.HasSuffix(kind, "/worksheet"):
			parts[attrOf(e, "Id")] = target
		case strings.HasSuffix(kind, "/sharedStrings"):
			shared = target
		case strings.HasSuffix(kind, "/styles"):
			styles = target
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, rel := range order {
		if p := parts[rel]; p != "" {
			b.sheets = append(b.sheets, bookSheet{names[rel], p})
		}
	}
	if shared != "" {
		if err := b.readStrings(shared); err != nil {
			return nil, err
		}
	}
	if styles != "" {
		if err := b.readStyles(styles); err != nil {
			return nil, err
		}
	}
	return b, b.readChanged()
}

// part opens one file of the workbook, nil where it is not there.
func (b *workbook) part(name string) (io.ReadCloser, error) {
	for _, f := range b.zip.File {
		if f.Name != name {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, damaged("%s cannot be unpacked: %v", quote(name), err)
		}
		return r, nil
	}
	return nil, nil
}

// each calls start for every element of a part, which is not there or well-formed enough.
func (b *workbook) each(name string, start func(xml.StartElement, *tokens) error) error {
	return b.walk(name, func(d *tokens, t xml.Token) error {
		if e, ok := t.(xml.StartElement); ok {
			return start(e, d)
		}
		return nil
	})
}

// walk calls visit for every token of a part.
func (b *workbook) walk(name string, visit func(*tokens, xml.Token) error) error {
	r, err := b.part(name)
	if err != nil || r == nil {
		return err
	}
	defer r.Close()
	d := &tokens{Decoder: xml.NewDecoder(&boundedXML{r: r, left: &b.left}), left: &b.elements}
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) {
		return nil, damaged("%s is not in UTF-8", quote(name))
	}
	for {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return inPart(name, err)
		}
		if err := visit(d, t); err == errEnough {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func attrOf(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
