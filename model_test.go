package seedbed

import (
	"bytes"
	"testing"
)

func TestSent(t *testing.T) {
	body := bytes.Repeat([]byte("0123456789"), 50)
	reply := Reply{Key: CallKey{1}, Request: body}
	var s *Sent
	if s.Begins(body) != 0 {
		t.Error("a body goes on from nothing")
	}
	if s.Next(&Reply{Request: body}) != nil || s.Next(&Reply{Key: CallKey{1}}) != nil {
		t.Error("what is not stored, or was not sent, can be gone on from")
	}
	whole := 0
	for i := range 4 * SentMost {
		n := s.Begins(append(bytes.Clone(body), "more"...))
		switch {
		case n == 0:
			whole++
			if i%SentMost != 0 {
				t.Errorf("request %d is kept whole", i)
			}
		case n < 400 || n > len(body):
			t.Errorf("request %d begins with %d bytes of the one before; that has %d", i, n, len(body))
		}
		s = s.Next(&reply)
	}
	if whole != 4 {
		t.Errorf("%d of %d requests are kept whole", whole, 4*SentMost)
	}
	short := (*Sent)(nil).Next(&reply)
	if n := short.Begins(append([]byte("x"), body...)); n != 0 {
		t.Errorf("a body that begins otherwise begins with %d bytes", n)
	}
	if n := short.Begins(body[:100]); n != 0 {
		t.Errorf("100 bytes are kept as those of another: %d", n)
	}
}
