package web

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"seedbed.dev/seedbed"
)

// drawn is a small image in a form.
func drawn(t testing.TB, form string) []byte {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{color.RGBA{0x22, 0x68, 0x3c, 0xff}, color.RGBA{0xff, 0xe9, 0xa3, 0xff}})
	for i := range m.Pix {
		m.Pix[i] = uint8(i / 7 % 2)
	}
	var b bytes.Buffer
	err := map[string]func() error{
		"png":  func() error { return png.Encode(&b, m) },
		"jpeg": func() error { return jpeg.Encode(&b, m, nil) },
		"gif":  func() error { return gif.Encode(&b, m, nil) },
		"webp": func() error { b.Write(webp("VP8L")); return nil },
	}[form]()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// webp is the head of a WebP file of 40 × 30 pixels, in one of its three forms.
func webp(form string) []byte {
	b := make([]byte, 40)
	copy(b, "RIFF\x20\x00\x00\x00WEBP"+form)
	switch form {
	case "VP8 ":
		copy(b[23:], []byte{0x9d, 0x01, 0x2a, 40, 0, 30, 0})
	case "VP8L":
		bits := uint32(39) | uint32(29)<<14
		copy(b[20:], []byte{0x2f, byte(bits), byte(bits >> 8), byte(bits >> 16), byte(bits >> 24)})
	case "VP8X":
		copy(b[24:], []byte{39, 0, 0, 29, 0, 0})
	}
	return b
}

func dataURL(mime string, b []byte) string {
	return "data:" + mime + ";base64," + base64.StdEncoding.EncodeToString(b)
}

func TestKindOf(t *testing.T) {
	for _, form := range []string{"png", "jpeg", "gif"} {
		if k, ok := kindOf(drawn(t, form)); !ok || k.mime != "image/"+form || k.width != 40 || k.height != 30 {
			t.Errorf("%s: %+v, %v", form, k, ok)
		}
	}
	for _, form := range []string{"VP8 ", "VP8L", "VP8X"} {
		if k, ok := kindOf(webp(form)); !ok || k.mime != "image/webp" || k.width != 40 || k.height != 30 {
			t.Errorf("%s: %+v, %v", form, k, ok)
		}
	}
	large := drawn(t, "png")
	copy(large[16:], []byte{0, 1, 0, 0}) // 65,536 pixels wide
	bomb := drawn(t, "gif")
	copy(bomb[6:], []byte{0xff, 0xff, 0xff, 0xff})
	for name, b := range map[string][]byte{
		"nothing": nil, "svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`), "html": []byte("<!doctype html>"),
		"a head alone": []byte("\x89PNG\r\n\x1a\n"), "half": drawn(t, "png")[:20], "wide": large, "a bomb": bomb, "webp without a size": webp("ALPH"),
		"a short webp": webp("VP8L")[:30], "jpeg's head": []byte("\xff\xd8\xff<script>"),
	} {
		if k, ok := kindOf(b); ok {
			t.Errorf("%s is taken for %+v", name, k)
		}
	}
}

func FuzzKindOf(f *testing.F) {
	for _, form := range []string{"png", "jpeg", "gif", "webp"} {
		f.Add(drawn(f, form))
	}
	f.Add(webp("VP8 "))
	f.Add(webp("VP8X"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if k, ok := kindOf(b); ok && (k.width < 1 || k.height < 1 || k.width*k.height > imageArea || !strings.HasPrefix(k.mime, "image/")) {
			t.Errorf("%+v", k)
		}
	})
}

var imageSrc = regexp.MustCompile(`<img src="([^"]+)"`)

func TestImagesOfARow(t *testing.T) {
	s := newSite(t)
	dir := t.TempDir()
	outside := filepath.Join(t.TempDir(), "secret.png")
	for path, b := range map[string][]byte{outside: drawn(t, "png"), filepath.Join(dir, "cat.png"): drawn(t, "png"), filepath.Join(dir, "fake.png"): []byte("<svg onload=alert(1)>")} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(outside, filepath.Join(dir, "link.png")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.png"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.png"), 0o700); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	s.web.folder = root
	not := []string{
		"link.png", "pipe.png", "folder.png", "fake.png", "../" + filepath.Base(filepath.Dir(outside)) + "/secret.png", outside, "none.png", "http://evil.example/x.png", "/etc/passwd",
		dataURL("image/svg+xml", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)), dataURL("text/html", drawn(t, "png")), "data:image/png,abc", "data:image/png;base64,####",
		dataURL("image/png", []byte("<script>alert(1)</script>")),
	}
	fields := seedbed.Fields{{Name: "photo", Value: dataURL("image/png", drawn(t, "jpeg"))}, {Name: "file", Value: "cat.png"}, {Name: "deep", Value: map[string]any{"thumb": dataURL("image/webp", drawn(t, "webp"))}}}
	for i, v := range not {
		fields = append(fields, seedbed.Field{Name: "not" + string(rune('a'+i)), Value: v})
	}
	s.desk.rows[0].Fields = fields
	v := s.as(t, rosa)
	page := v.get("/i/kept/rate")
	found := imageSrc.FindAllStringSubmatch(page.Body, -1)
	if len(found) != 3 {
		t.Fatalf("%d images are shown: %v", len(found), found)
	}
	page.has(t, `alt="An image: JPEG, 40 × 30 pixels"`, ">cat.png</div>", `width="40" height="30"`)
	for i, want := range []string{"image/jpeg", "image/png", "image/webp"} {
		src := strings.ReplaceAll(found[i][1], "&amp;", "&")
		got := v.get(src)
		if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != want || got.Header.Get("Content-Security-Policy") != imagePolicy ||
			got.Header.Get("X-Content-Type-Options") != "nosniff" || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s %v", src, got.Status, got.Header)
		}
		// The address is one person's, and of one value.
		if got := s.as(t, adam).get(src); got.StatusCode != http.StatusNotFound {
			t.Errorf("somebody else: %s", got.Status)
		}
		if got := s.visitor(t).get(src); got.StatusCode != http.StatusUnauthorized {
			t.Errorf("nobody: %s", got.Status)
		}
		for _, other := range []string{strings.Replace(src, "/image/0", "/image/1", 1), src + "x", strings.Replace(src, "?f=", "?f=question", 1), strings.Split(src, "?")[0]} {
			if got := v.get(other); got.StatusCode != http.StatusNotFound {
				t.Errorf("%s: %s", other, got.Status)
			}
		}
	}
	was := s.desk.rows[0].Fields[0].Value
	s.desk.rows[0].Fields[0].Value = dataURL("image/png", drawn(t, "gif"))
	if got := v.get(strings.ReplaceAll(found[0][1], "&amp;", "&")); got.StatusCode != http.StatusNotFound {
		t.Errorf("another value under the same address: %s", got.Status)
	}
	s.desk.rows[0].Fields[0].Value = was

	// What may hurt is not in the page, nor at an address, until it is asked for.
	s.desk.in.Harm = []string{"violence"}
	v.get("/i/kept/rate").hasNot(t, "<img")
	v.post("/i/kept/reveal", map[string][]string{"row": {rowID(1).String()}})
	v.get("/i/kept/rate").has(t, "<img", `id="blur"`, `id="grey"`)
}

func TestImagesAreFew(t *testing.T) {
	s := newSite(t)
	one := dataURL("image/png", drawn(t, "png"))
	var all []any
	for range imagesMost + 20 {
		all = append(all, one)
	}
	s.desk.rows[0].Fields = seedbed.Fields{{Name: "all", Value: all}, {Name: "long", Value: "data:image/png;base64," + strings.Repeat("A", imageBytes*4/3+8)}}
	if n := len(imageSrc.FindAllString(s.as(t, rosa).get("/i/kept/rate").Body, -1)); n != imagesMost {
		t.Errorf("%d images on one page", n)
	}
}

// Of an image no more is read to draw a page than what says what it is, and files that are
// none count too.
func TestImagesAreReadLittle(t *testing.T) {
	s := newSite(t)
	dir := t.TempDir()
	large := append(drawn(t, "png"), make([]byte, 5<<20)...)
	err := errors.Join(os.WriteFile(filepath.Join(dir, "large.png"), large, 0o600), os.WriteFile(filepath.Join(dir, "none.png"), []byte("none"), 0o600))
	if err == nil {
		s.web.folder, err = os.OpenRoot(dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.web.folder.Close() })
	for _, v := range []string{"large.png", dataURL("image/png", large)} {
		if b := s.web.imageOf(v, imageHead); len(b) == 0 || len(b) > imageHead {
			t.Errorf("%d bytes of %.20s are read", len(b), v)
		}
		if b := s.web.imageOf(v, imageBytes); len(b) != len(large) {
			t.Errorf("%d bytes of %.20s are sent", len(b), v)
		}
	}
	picture := s.web.pictures(rosa, "kept", rowID(1))
	for range imagesMost - 1 {
		if _, _, _, ok := picture("file", "none.png"); ok {
			t.Fatal("a file that is no image is shown as one")
		}
	}
	if _, _, _, ok := picture("file", "large.png"); !ok {
		t.Error("an image is not shown")
	}
	if _, _, _, ok := picture("file", "large.png"); ok {
		t.Errorf("more than %d files are read", imagesMost)
	}
}
