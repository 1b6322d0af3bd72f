package copying

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// PersonalData finds what looks like somebody's in texts and other fields.
type PersonalData struct{}

// Info describes the measure.
func (PersonalData) Info() measure.Info {
	return measure.Info{
		Name: "personal-data", Family: "copying", Title: "Personal data and secrets",
		Says: `How many rows hold what looks like somebody's: e-mail addresses, telephone numbers, payment cards, bank accounts (IBAN), ` +
			`national numbers (US SSN, UK NINO, German tax id, Spanish DNI and NIE, French NIR, Dutch BSN, Italian codice fiscale, Polish PESEL, ` +
			`Brazilian CPF, Swedish personnummer, Indian Aadhaar), IP and MAC addresses, pages of persons, postal addresses, and keys, tokens and passwords. ` +
			`All fields that hold text are looked at, the text column and the others. What is reserved for examples (example.com, 555-0142, 192.0.2.7, ` +
			`published test cards) or belongs to a private network is counted apart. Notes and tables show only the first and last two characters. ` +
			`Serious: five rows and 0.1 % of all, or more, hold what is all but certain, or one row holds a key of a known form that is not for tests. Notable: any row does.`,
		Cannot: `It cannot tell a real address from an invented one that looks the same: a model that makes up a number may hit a person's. It does not ` +
			`look for names, dates of birth, health or other things that need understanding, nor into lists and objects within a field. Numbers that only words beside them ` +
			`give away are found only with these words, in English and a few other languages. No finding is no proof of anonymity.`,
		Formula: `Cards: Luhn's check (Luhn 1960; ISO/IEC 7812-1) and the issuers' ranges. IBAN: ISO 13616, the number modulo 97 is 1, with the length of the country. ` +
			`Aadhaar: Verhoeff (1969). German tax id: ISO 7064 MOD 11,10. The other national numbers by the rules of their issuers. Reserved: RFC 2606, 3849, 5737, 7042; 555-0100 to 555-0199 (NANPA). ` +
			`Unknown keys: a name such as password or token before a colon or an equals sign; surer where the value's entropy (Shannon 1948) is 3.5 bits a character or more. ` +
			`Words near a number raise its weight (phone, SSN) or lower it (version, part number). Shares: interval of ` + "`stats.Share`" + `.`,
		Use:  `Always, before data leaves the house. Look at the evidence of each kind: what is found in synthetic text is often copied, so see contamination and memorisation too. Expect "personal-data = 0".`,
		Cost: `One pass without backtracking: about a microsecond for 300 characters. Keeps counts and 20 rows of evidence for each kind.`,
		Figures: []measure.Figure{
			{Name: "personal-data", Unit: measure.Share, Says: "rows with personal data or secrets"},
			{Name: "personal-data.kind", Unit: measure.Share, Says: "rows with one kind of them, for each kind"},
			{Name: "personal-data.secrets", Unit: measure.Share, Says: "rows with keys, tokens or passwords"},
			{Name: "personal-data.reserved", Unit: measure.Share, Says: "rows with values that are reserved for examples and tests, or of private networks"},
		},
	}
}

// Start returns an empty summary.
func (PersonalData) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	return &personal{setup: s}, nil
}

type personal struct {
	setup    *measure.Setup
	found    measure.Hits
	reserved measure.Hits
	strong   int64 // rows with something all but certain
	keys     int64 // rows with a key of a known form
	fields   int64 // rows whose findings are outside of the text column alone
	scan     scanner
	hits     [2][]measure.Hit
}

// allButCertain is the weight from which on a find counts towards Serious.
const allButCertain = .85

func (p *personal) Add(r *measure.Row) {
	p.hits[0], p.hits[1] = p.hits[0][:0], p.hits[1][:0]
	certain := p.take(p.scan.scan(r.Text, ""), r.Text, "")
	inText := len(p.hits[0]) > 0
	for i := range r.Fields {
		f := &r.Fields[i]
		if v, ok := f.Value.(string); ok && f.Name != p.setup.Columns.Text {
			certain = p.take(p.scan.scan(v, strings.ToLower(f.Name)), v, f.Name) || certain
		}
	}
	if len(p.hits[0]) > 0 && !inText {
		p.fields++
	}
	if certain {
		p.strong++
	}
	if slices.ContainsFunc(p.hits[0], func(h measure.Hit) bool { return h.Kind == kindSecret && h.Weight >= .95 }) {
		p.keys++
	}
	p.found.Add(r, p.hits[0])
	p.reserved.Add(r, p.hits[1])
}

// take turns what was found in a field into hits. It reports whether something is
// all but certain.
func (p *personal) take(found []Personal, text, field string) (certain bool) {
	for _, f := range found {
		h := measure.Hit{Kind: f.Kind, Weight: f.Weight, Note: f.Kind + " " + masked(text[f.From:f.To])}
		if field == "" {
			h.Marks = []measure.Span{{From: f.From, To: f.To}}
		} else {
			h.Note += " in the field " + field
			h.Weight -= .01 // what can be marked comes first
		}
		to := 0
		if f.Reserved != "" {
			to = 1
			h.Note += ", " + f.Reserved
		} else if f.Weight >= allButCertain {
			certain = true
		}
		p.hits[to] = append(p.hits[to], h)
	}
	return certain
}

func (p *personal) Merge(o measure.Summary) error {
	q := o.(*personal)
	p.found.Merge(&q.found)
	p.reserved.Merge(&q.reserved)
	p.strong += q.strong
	p.keys += q.keys
	p.fields += q.fields
	return nil
}

const personalCaveat = "An invented value looks like a real one; names, and what only a reader would notice, are not looked for."

func (p *personal) Report(context.Context) ([]measure.Finding, error) {
	n := p.found.Checked
	if n == 0 {
		return nil, measure.Cannot("", "there are no rows")
	}
	main := measure.Finding{
		Figure: "personal-data", Unit: measure.Share, Severity: measure.Plain, Census: true, Caveat: personalCaveat,
		Estimate: p.setup.Share(int(p.found.Any), int(n)), Evidence: mixed(&p.found),
	}
	main.Says = fmt.Sprintf("%s of %s hold personal data or secrets", perCent(main.Estimate), number(n, "row"))
	if p.found.Any > 0 {
		main.Severity = measure.Notable
		if p.strong >= 5 && p.strong*1000 >= n {
			main.Severity = measure.Serious
		}
		main.Says += ": " + kindsInWords(&p.found)
		main.Tables = []measure.Table{p.table(&p.found)}
		if p.fields > 0 {
			main.Caveat = fmt.Sprintf("In %s it is in other fields than the text. ", number(p.fields, "row")) + main.Caveat
		}
	}
	out := []measure.Finding{main}
	for _, kind := range p.found.Kinds() {
		out = append(out, p.ofKind(kind))
	}
	if p.reserved.Any > 0 {
		out = append(out, p.ofReserved())
	}
	return out, nil
}

// ofKind is the finding of one kind.
func (p *personal) ofKind(kind string) measure.Finding {
	k := p.found.Of(kind)
	f := measure.Finding{
		Figure: "personal-data.kind", Of: kind, Unit: measure.Share, Severity: measure.Plain, Census: true, Caveat: personalCaveat,
		Estimate: p.setup.Share(int(k.Rows), int(p.found.Checked)), Evidence: k.Top.Evidence(),
	}
	f.Says = fmt.Sprintf("%s of %s hold %s, %s in all", perCent(f.Estimate), number(p.found.Checked, "row"), article(kind), prose.Count(k.Hits))
	if kind == kindSecret {
		f.Figure, f.Of, f.Severity = "personal-data.secrets", "", measure.Notable
		f.Says = fmt.Sprintf("%s of %s hold keys, tokens or passwords, %s in all", perCent(f.Estimate), number(p.found.Checked, "row"), prose.Count(k.Hits))
		if p.keys > 0 {
			f.Severity = measure.Serious
			f.Says += fmt.Sprintf("; in %s with the form of a known provider", number(p.keys, "row"))
		}
		f.Caveat = "Whether a key still works is not tried. Withdraw it first, then the row."
	}
	return f
}

func (p *personal) ofReserved() measure.Finding {
	f := measure.Finding{
		Figure: "personal-data.reserved", Unit: measure.Share, Severity: measure.Plain, Census: true,
		Caveat:   "Nobody has these values, but a model that writes them may have been asked for real ones, and readers take them for placeholders.",
		Estimate: p.setup.Share(int(p.reserved.Any), int(p.reserved.Checked)), Evidence: mixed(&p.reserved), Tables: []measure.Table{p.table(&p.reserved)},
	}
	if f.Estimate.Value >= .005 {
		f.Severity = measure.Notable
	}
	f.Says = fmt.Sprintf("%s of %s hold values that are nobody's, such as those of example.com: %s", perCent(f.Estimate), number(p.reserved.Checked, "row"), kindsInWords(&p.reserved))
	return f
}

// byRows returns the kinds, the most frequent first.
func byRows(h *measure.Hits) []string {
	kinds := h.Kinds()
	slices.SortStableFunc(kinds, func(a, b string) int { return int(h.Of(b).Rows - h.Of(a).Rows) })
	return kinds
}

// kindsInWords lists the most frequent kinds: "e-mail 12, phone 9".
func kindsInWords(h *measure.Hits) string {
	var out []string
	kinds := byRows(h)
	for i, kind := range kinds {
		if i == 5 && len(kinds) > 6 {
			out = append(out, fmt.Sprintf("%d more kinds", len(kinds)-i))
			break
		}
		out = append(out, fmt.Sprintf("%s %s", kind, prose.Count(h.Of(kind).Rows)))
	}
	return strings.Join(out, ", ")
}

func (p *personal) table(h *measure.Hits) measure.Table {
	t := measure.Table{Title: "by kind", Columns: []string{"kind", "rows", "share of rows", "times"}}
	for _, kind := range byRows(h) {
		k := h.Of(kind)
		t.Rows = append(t.Rows, []string{kind, prose.Count(k.Rows), perCent(p.setup.Share(int(k.Rows), int(h.Checked))), prose.Count(k.Hits)})
	}
	return t
}

// mixed returns evidence of all kinds in turn, so that each is shown.
func mixed(h *measure.Hits) []measure.Evidence {
	var all [][]measure.Evidence
	for _, kind := range byRows(h) {
		all = append(all, h.Of(kind).Top.Evidence())
	}
	var out []measure.Evidence
	for i := 0; i < measure.MaxEvidence && len(out) < measure.MaxEvidence; i++ {
		for _, evs := range all {
			if i < len(evs) && len(out) < measure.MaxEvidence {
				out = append(out, evs[i])
			}
		}
	}
	return out
}

func article(noun string) string {
	if strings.ContainsRune("aeioAEI", rune(noun[0])) && noun[:2] != "ES" || strings.HasPrefix(noun, "SE ") {
		return "an " + noun
	}
	return "a " + noun
}
