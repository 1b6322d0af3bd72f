package adherence

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func TestLanguages(t *testing.T) {
	s := newSpeaker()
	for want, text := range map[string]string{
		"en": "She sells the remainder at the farmers' market every day for two dollars per egg.",
		"de": "Sie verkauft den Rest jeden Tag auf dem Markt und bekommt zwei Euro für ein Ei.",
		"fr": "Elle vend le reste au marché tous les jours pour deux euros et elle est contente.",
		"es": "Ella vende el resto en el mercado todos los días por dos euros y no se queja.",
		"it": "Lei vende il resto al mercato ogni giorno per due euro e non si lamenta della vita.",
		"pt": "Ela vende o resto no mercado todos os dias por dois euros e não se queixa da vida.",
		"nl": "Zij verkoopt de rest elke dag op de markt voor twee euro en zij is er blij mee.",
		"sv": "Hon säljer resten på marknaden varje dag för två kronor och det är inte mycket.",
		"pl": "Ona sprzedaje resztę na targu każdego dnia za dwa złote i nie jest to dla niej źle.",
		"ru": "Она продаёт остальное на рынке каждый день и не жалуется, что это очень мало.",
		"zh": "她每天在农贸市场出售剩余的鸡蛋，每个两美元。",
		"ja": "彼女は毎日市場で残りの卵を二ドルで売っています。",
		"ko": "그녀는 매일 시장에서 남은 달걀을 판다고 합니다.",
		"ar": "تبيع الباقي في السوق كل يوم",
		"":   "M u s l i m s a i o e plus plus plus plus plus plus Paris London Berlin Madrid Rome Lisbon Vienna",
	} {
		rec := measuretest.Record("text", text)
		row, _ := measure.RowOf(&measure.Columns{Text: "text"}, measure.Data, 0, &rec)
		got := ""
		if i := s.of(row); i != unknown {
			got = languageCode(i)
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func formOf(t *testing.T, data []seedbed.Record, options map[string]any) map[string]measure.Finding {
	t.Helper()
	s := setup()
	s.Options = options
	out := map[string]measure.Finding{}
	r := measuretest.Run(t, named("form"), measuretest.Case{Setup: s, Data: data}, 2)
	for _, n := range r.NotMeasured {
		out["not"] = measure.Finding{Says: n.Why}
	}
	for _, f := range r.Findings {
		out[f.Figure+" "+f.Of] = f
	}
	return out
}

func TestFormOfFields(t *testing.T) {
	var data []seedbed.Record
	for i := range 200 {
		var grade any = int64(i % 9)
		if i%50 == 3 {
			grade = "n/a"
		}
		values := []any{"text", fmt.Sprintf("She sells %d of the eggs to her friends at the market.", i), "grade", grade, "license", "MIT"}
		if i%20 != 1 {
			values = append(values, "source", fmt.Sprint("s", i))
		} else if i%40 == 1 {
			values = append(values, "source", nil)
		}
		data = append(data, measuretest.Record(values...))
	}
	got := formOf(t, data, nil)
	if f := got["form.empty source"]; math.Abs(f.Estimate.Value-.05) > 1e-12 || f.Severity != measure.Notable || f.Evidence[0].Rows[0].N != 1 {
		t.Errorf("%+v", f)
	}
	if f := got["form.type grade"]; math.Abs(f.Estimate.Value-.02) > 1e-12 || len(f.Evidence) != 4 || f.Evidence[0].Rows[0].N != 3 {
		t.Errorf("%+v", f)
	}
	if f := got["form.constant "]; f.Estimate.Value != 1 || !strings.Contains(f.Says, `license = "MIT"`) {
		t.Error(f.Says)
	}
	if f := got["form "]; math.Abs(f.Estimate.Value-.05) > 1e-12 || !strings.Contains(f.Says, "source") {
		t.Error(f.Says)
	}
}

func TestFormRules(t *testing.T) {
	var texts []string
	for i := range 100 {
		s := fmt.Sprintf("She sells %d of the eggs to her friends at the market. Think first.", i)
		switch {
		case i%10 == 0:
			s = "Das ist nicht die Sprache, in der sich die anderen Texte finden. Think first."
		case i%10 == 1:
			s = "Think first."
		case i%20 == 2:
			s = strings.TrimSuffix(s, " Think first.")
		}
		texts = append(texts, s)
	}
	got := formOf(t, measuretest.Texts(texts...), map[string]any{
		"form.required": []any{"think FIRST"}, "form.forbidden": "/eggs? to/", "form.min_words": "3", "form.max_words": int64(14), "form.language": "en", "form.json": false,
	})
	for of, want := range map[string]float64{
		`lacks "think FIRST"`: .05, `has "/eggs? to/"`: .8, "has fewer than 3 words": .1, "has more than 14 words": 0, "is not in English": .1,
	} {
		if f := got["form.rule "+of]; f.Says == "" || math.Abs(f.Estimate.Value-want) > 1e-12 {
			t.Errorf("%s: %v, want %v: %s", of, f.Estimate.Value, want, f.Says)
		}
	}
	if f := got[`form.rule has "/eggs? to/"`]; f.Evidence[0].Rows[0].Text[f.Evidence[0].Rows[0].Marks[0].From:][:7] != "eggs to" {
		t.Errorf("%+v", f.Evidence[0])
	}
	if f := got["form.language language"]; math.Abs(f.Estimate.Value-1./9) > .02 || f.Severity != measure.Notable {
		t.Errorf("%s %s", f.Severity, f.Says)
	}
	for key, value := range map[string]any{"form.required": "/(/", "form.min_words": "many", "form.language": "klingon", "form.json": "perhaps"} {
		if got := formOf(t, measuretest.Texts(texts...), map[string]any{key: value}); !strings.Contains(got["not"].Says, "form.") {
			t.Errorf("%s=%v: %+v", key, value, got)
		}
	}
}

func TestFormLength(t *testing.T) {
	data := edited(t, 500, func(_ int, s string) string { return strings.Repeat(s+" ", 40) })
	if f := formOf(t, data, nil)["form.length "]; math.Abs(f.Estimate.Value-.002) > 1e-12 || len(f.Evidence) != 4 || f.Evidence[0].Rows[0].N%500 != 0 {
		t.Errorf("%s %d", f.Says, len(f.Evidence))
	}
}
