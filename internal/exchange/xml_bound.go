package exchange

import (
	"encoding/xml"
	"io"
)

const (
	mostTag   = 64 << 10 // bytes of one tag
	mostRun   = 1 << 20  // bytes of text between two tags
	mostDepth = 64       // of elements within elements
)

// boundedXML passes on XML that a decoder reads with little memory: so many bytes in all;
// no tag and no text longer than spreadsheets write, since a decoder keeps a whole one;
// and no document types, comments and CDATA, which spreadsheets do not write.
type boundedXML struct {
	r     io.Reader
	left  *int64 // bytes that may still be read
	run   int    // bytes since the last tag began or ended
	state xmlState
	quote byte // within a tag: the quote that is open, or 0
	last  byte
}

type xmlState uint8

const (
	inText xmlState = iota
	tagBegins
	inTag
	inInstruction // <?xml ... ?>
)

// Read implements io.Reader.
func (b *boundedXML) Read(p []byte) (int, error) {
	if *b.left <= 0 {
		return 0, damaged("it unpacks to more than %d MB", mostUnpacked>>20)
	}
	n, err := b.r.Read(p[:min(int64(len(p)), *b.left)])
	*b.left -= int64(n)
	for _, c := range p[:n] {
		if fault := b.take(c); fault != nil {
			return 0, fault
		}
		b.last = c
	}
	return n, err
}

func (b *boundedXML) take(c byte) error {
	b.run++
	switch b.state {
	case inText:
		if c == '<' {
			b.state, b.run = tagBegins, 0
		} else if b.run > mostRun {
			return damaged("a text in it is longer than %d bytes", mostRun)
		}
		return nil
	case tagBegins:
		switch c {
		case '!':
			return damaged("it has a document type, a comment or CDATA, as no spreadsheet writes")
		case '?':
			b.state = inInstruction
		default:
			b.state, b.quote = inTag, 0
		}
	case inInstruction:
		if c == '>' && b.last == '?' {
			b.state, b.run = inText, 0
		}
	case inTag:
		switch {
		case b.quote != 0:
			if c == b.quote {
				b.quote = 0
			}
		case c == '"' || c == '\'':
			b.quote = c
		case c == '>':
			b.state, b.run = inText, 0
		}
	}
	if b.run > mostTag {
		return damaged("a tag in it is longer than %d bytes", mostTag)
	}
	return nil
}

// mostElements of a workbook are read: those of 50,000 rows with a dozen cells each.
const mostElements = 2_000_000

// tokens reads XML that is not deep, and has not too many elements.
type tokens struct {
	*xml.Decoder
	depth int
	left  *int // elements that may still be read
}

// Token gives the next token, valid until the one after it.
func (t *tokens) Token() (xml.Token, error) {
	tok, err := t.Decoder.Token()
	switch tok.(type) {
	case xml.StartElement:
		if t.depth++; t.depth > mostDepth {
			return nil, damaged("it has elements %d deep", t.depth)
		}
		if *t.left--; *t.left < 0 {
			return nil, damaged("it has more than %d elements", mostElements)
		}
	case xml.EndElement:
		t.depth--
	}
	return tok, err
}
