package copying

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func FuzzPersonal(f *testing.F) {
	for _, s := range []string{
		"write to ana@example.com", "(202) 555-0143", "4012 8888 8888 1881", "GB29 NWBK 6016 1331 9268 19", "https://u:p@h/u/1", "eyJhbGciOi.eyJzdWIiOi.abcdefgh",
		"password: 'hunter2hunter2'", "-----BEGIN EC PRIVATE KEY-----", "2001:db8::1", "00-1B-44-11-3A-B7", "2 55 08 14 168 025 38", "Hauptstraße 7a", "12 N. Elm St., Springfield",
		"+1 (", "+(", "(1", "1)(2) 3", "\x00\xff@\xfe.com", "QQ 12 34 56 C", "SW1A 1AA", "a@b.c@d.ee", "1-1-1-1", "::::", "İSTANBULSTRASSE 5",
	} {
		f.Add(s, "")
	}
	f.Add("7911123456", "phone")
	f.Fuzz(func(t *testing.T, s, context string) {
		end := 0
		for _, p := range FindPersonal(s, context) {
			if p.From < end || p.To <= p.From || p.To > len(s) || p.Weight < leastWeight-1e-9 || p.Weight > 1 {
				t.Fatalf("%+v in %q", p, s)
			}
			if utf8.ValidString(s) && !utf8.ValidString(s[p.From:p.To]) {
				t.Fatalf("%+v cuts a character in %q", p, s)
			}
			end = p.To
			if m := masked(s[p.From:p.To]); utf8.RuneCountInString(m) > 5 {
				t.Fatalf("%q shows too much", m)
			}
		}
	})
}

func TestScanTakesLinearTime(t *testing.T) {
	for _, s := range []string{
		"@", "a@", "a@b", "a.", "a@b.", "1-", "1", "1 ", "1.", "(1) ", "+1", "+1 ", "+1(", "0:", "::", "a:", "ab:", "-", "-----BEGIN ", "http://", "://", "://a/", "password:", "password: a1",
		"token=token=", "AB12 ", "AB12", "AB 12 34 56 ", "sk-", "eyJ", "eyJaaaaaa.", "12 Elm ", "1 A B C D ", "3 rue de ", "straße 1 ", "4012 8888 ", "123-45-", "é", "\xff", "x=", "a'b'", "SW1A 1A", "phone 1-1-1-",
	} {
		size := 1 << 19
		if s == "@" || s == "1" || s == "1-" {
			size = 10 << 20
		}
		took := func(size int) float64 {
			text := strings.Repeat(s, size/len(s))
			start := time.Now()
			FindPersonal(text, "")
			return time.Since(start).Seconds()
		}
		// Eight times the text takes eight times as long, and sixty-four times where
		// something is quadratic: half-way between tells them apart on a busy machine.
		small := min(took(size/8), took(size/8), took(size/8))
		if large := took(size); large > 24*small+.25 {
			t.Errorf("%d bytes of %q take %.2f s, an eighth of it %.3f s", size, s, large, small)
		}
	}
}

func TestPersonalDataDoesNotRepeatSecrets(t *testing.T) {
	secrets := []string{"ana.lopez@gmail.com", "4539578763621486", "sk-proj4f9a8b7c6d5e4f3a2b1c0d", "219-09-9998"}
	var texts []string
	for i, s := range secrets {
		for range 3 + i {
			texts = append(texts, "here it is: "+s+" as asked")
		}
	}
	r := measuretest.Run(t, PersonalData{}, caseOf(texts...), 2)
	for _, f := range r.Findings {
		shown := []string{f.Says, f.Caveat, f.Compared}
		for _, e := range f.Evidence {
			shown = append(shown, e.Note)
			for _, ref := range e.Rows {
				for _, m := range ref.Marks {
					if !strings.Contains(strings.Join(secrets, " "), ref.Text[m.From:m.To]) {
						t.Errorf("%q is marked", ref.Text[m.From:m.To])
					}
				}
			}
		}
		for _, table := range f.Tables {
			for _, row := range table.Rows {
				shown = append(shown, row...)
			}
		}
		for _, s := range secrets {
			if strings.Contains(strings.Join(shown, "\n"), s) {
				t.Errorf("%s repeats %s", f.Figure, s)
			}
		}
	}
	if f := of(t, r, "personal-data", ""); f.Estimate.Value != 1 || f.Severity != measure.Serious {
		t.Errorf("%s: %s", f.Severity, f.Says)
	}
	if f := of(t, r, "personal-data.secrets", ""); f.Severity != measure.Serious || f.Evidence[0].Note != "secret sk…0d" {
		t.Errorf("%s: %s; %s", f.Severity, f.Says, f.Evidence[0].Note)
	}
}

func TestPersonalDataInOtherFields(t *testing.T) {
	c := caseOf("nothing here", "nor here")
	c.Data[1] = measuretest.Record("text", "nor here", "contact", "ana.lopez@gmail.com", "alt", "bob@example.com")
	r := measuretest.Run(t, PersonalData{}, c, 1)
	f := of(t, r, "personal-data", "")
	if f.Estimate.Value != .5 || f.Severity != measure.Notable || !strings.Contains(f.Evidence[0].Note, "in the field contact") || len(f.Evidence[0].Rows[0].Marks) != 0 {
		t.Errorf("%s: %s; %+v", f.Severity, f.Says, f.Evidence)
	}
	if f := of(t, r, "personal-data.reserved", ""); f.Estimate.Value != .5 {
		t.Errorf("%s", f.Says)
	}
	c.Setup.Columns.Text = "" // a table of contacts has no text
	if f := of(t, measuretest.Run(t, PersonalData{}, c, 1), "personal-data", ""); f.Estimate.Value != .5 {
		t.Errorf("without a text column: %s", f.Says)
	}
}

func TestPersonalDataIsFoundAtFivePerCent(t *testing.T) {
	texts := passage(4, 2000, 30)
	for i := 7; i < len(texts); i += 20 {
		texts[i] += " Reach me at mira.k@posteo.de or 415-555-2671."
	}
	r := measuretest.Run(t, PersonalData{}, caseOf(texts...), 2)
	f := of(t, r, "personal-data", "")
	if f.Severity != measure.Serious || f.Says != "5.0 % [4.1, 6.0] of 2,000 rows hold personal data or secrets: e-mail 100, phone 100" {
		t.Errorf("%s: %s", f.Severity, f.Says)
	}
}
