package web

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"image"
	_ "image/gif"  // their headers are read, and nothing else of them
	_ "image/jpeg" // is decoded here
	_ "image/png"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
)

// What an image may be.
const (
	imageBytes = 10 << 20
	imageHead  = 256 << 10  // bytes of one that say what it is
	imageSide  = 12_000     // pixels
	imageArea  = 50_000_000 // pixels
	imagesMost = 60         // files and data that one page reads as images; others are shown as the text that they are
	imagePath  = 300        // bytes of a path
)

// imagePolicy is what an image may do when somebody opens it by itself: nothing.
const imagePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'"

// imageKind is what an image is, by its own bytes: what a row or a name says of it does
// not count.
type imageKind struct {
	mime          string
	width, height int
}

// says names an image for those who do not see it.
func (k *imageKind) says() string {
	return fmt.Sprintf("%s, %s × %s pixels", strings.ToUpper(strings.TrimPrefix(k.mime, "image/")), prose.Count(k.width), prose.Count(k.height))
}

// kindOf tells what an image is by how it begins; false: it is none of those that are
// shown, or too large. SVG is none of them: it is a program.
func kindOf(b []byte) (k imageKind, ok bool) {
	switch {
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		k.mime = "image/png"
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		k.mime = "image/jpeg"
	case bytes.HasPrefix(b, []byte("GIF87a")), bytes.HasPrefix(b, []byte("GIF89a")):
		k.mime = "image/gif"
	case len(b) > 30 && bytes.HasPrefix(b, []byte("RIFF")) && bytes.Equal(b[8:12], []byte("WEBP")):
		k.mime = "image/webp"
		k.width, k.height = webpSize(b)
	default:
		return k, false
	}
	if k.mime != "image/webp" {
		c, format, err := image.DecodeConfig(bytes.NewReader(b))
		if err != nil || "image/"+format != k.mime {
			return k, false
		}
		k.width, k.height = c.Width, c.Height
	}
	return k, k.width > 0 && k.height > 0 && k.width <= imageSide && k.height <= imageSide && k.width*k.height <= imageArea
}

// webpSize reads the size of a WebP file of more than 30 bytes (RFC 9649, sections 2.5
// to 2.7); 0 where there is none.
func webpSize(b []byte) (width, height int) {
	switch string(b[12:16]) {
	case "VP8 ":
		if bytes.Equal(b[23:26], []byte{0x9d, 0x01, 0x2a}) {
			return int(b[26]) | int(b[27]&0x3f)<<8, int(b[28]) | int(b[29]&0x3f)<<8
		}
	case "VP8L":
		if b[20] == 0x2f {
			bits := uint32(b[21]) | uint32(b[22])<<8 | uint32(b[23])<<16 | uint32(b[24])<<24
			return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1
		}
	case "VP8X":
		return (int(b[24]) | int(b[25])<<8 | int(b[26])<<16) + 1, (int(b[27]) | int(b[28])<<8 | int(b[29])<<16) + 1
	}
	return 0, 0
}

// imageTypes are the types that a data: URL may give an image.
var imageTypes = []string{"image/png", "image/jpeg", "image/jpg", "image/webp", "image/gif"}

// imageOf returns the bytes of the image that a value is, the first of them up to about
// most: a data: URL, or the path of a file in the project's folder. nil: it is none.
func (s *Server) imageOf(v string, most int) []byte {
	if rest, ok := strings.CutPrefix(v, "data:"); ok {
		head, body, found := strings.Cut(rest, ",")
		mime, how, _ := strings.Cut(head, ";")
		if !found || how != "base64" || !slices.Contains(imageTypes, mime) || len(body) > imageBytes*4/3+4 {
			return nil
		}
		body = strings.TrimSpace(body)
		if most < imageBytes { // in whole groups of four characters
			body = body[:min(len(body), most/3*4)]
		}
		b, err := base64.StdEncoding.DecodeString(body)
		if err != nil {
			return nil
		}
		return b
	}
	if s.folder == nil || len(v) > imagePath || !slices.Contains([]string{".png", ".jpg", ".jpeg", ".webp", ".gif"}, strings.ToLower(path.Ext(v))) || strings.ContainsAny(v, "\n\r\x00\\") || !isLocal(v) {
		return nil
	}
	b, err := readImage(s.folder, v, most)
	if err != nil {
		s.log.Debug("a file that a row names is not shown", "err", err)
		return nil
	}
	return b
}

// isLocal reports whether a path stays below where it begins, as it is written.
func isLocal(p string) bool {
	return p != "" && p[0] != '/' && !slices.Contains(strings.Split(p, "/"), "..") && !strings.Contains(p, "://")
}

// readImage reads the first bytes of a file below a folder, which no link leads out of.
// What is no plain file is not waited for.
func readImage(folder *os.Root, name string, most int) ([]byte, error) {
	f, err := folder.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > imageBytes {
		return nil, fmt.Errorf("%s is no plain file of up to %d bytes", name, imageBytes)
	}
	return io.ReadAll(io.LimitReader(f, int64(most)))
}

// pictures makes of values that are images what a page shows of them, for one person, of
// one row: the address is good for nobody else, and for no other value.
func (s *Server) pictures(person, in string, row seedbed.ID) func(path, v string) (src, says string, k imageKind, ok bool) {
	n := 0
	return func(path, v string) (src, says string, k imageKind, ok bool) {
		if !strings.HasPrefix(v, "data:image/") && len(v) > imagePath || n >= imagesMost {
			return "", "", k, false
		}
		b := s.imageOf(v, imageHead)
		if b == nil {
			return "", "", k, false
		}
		n++ // what turns out to be none was read too
		if k, ok = kindOf(b); !ok {
			return "", "", k, false
		}
		src = inspectionPath(in, "image") + "/" + row.String() + "/" + s.imageMark(person, in, row, path, v) + "?f=" + url.QueryEscape(path)
		return src, k.says(), k, true
	}
}

// imageMark is what an address of an image is known by.
func (s *Server) imageMark(person, in string, row seedbed.ID, path, v string) string {
	mac := hmac.New(sha256.New, s.imageKey)
	sum := sha256.Sum256([]byte(v))
	fmt.Fprintf(mac, "%q %q %s %q %x", person, in, row, path, sum)
	return hex.EncodeToString(mac.Sum(nil))
}

// image sends an image that a page of this person shows.
func (s *Server) image(w http.ResponseWriter, r *http.Request, v *visit) error {
	gone := seedbed.Errorf(seedbed.CodeNotFound, "there is no such image, or it is no longer shown to you")
	name, _, err := s.inspectionOf(r)
	if err != nil {
		return err
	}
	var row seedbed.ID
	if row.UnmarshalText([]byte(r.PathValue("row"))) != nil || s.rows == nil {
		return gone
	}
	rec, ok, err := s.rows.Row(r.Context(), row)
	if err != nil {
		return err
	}
	if !ok {
		return gone
	}
	field, value, found := r.URL.Query().Get("f"), "", false
	eachText(rec.Fields, func(path, text string) bool {
		if path == field {
			value, found = text, true
		}
		return !found
	})
	if !found || !same(r.PathValue("mark"), s.imageMark(v.person.ID, name, row, field, value)) {
		return gone
	}
	b := s.imageOf(value, imageBytes)
	k, ok := kindOf(b)
	if !ok {
		return gone
	}
	h := w.Header()
	h.Set("Content-Security-Policy", imagePolicy)
	h.Set("Content-Type", k.mime)
	h.Set("Content-Disposition", "inline")
	if _, err := w.Write(b); err != nil {
		s.log.Debug("an image was not taken", "err", err)
	}
	return nil
}
