package planted

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// defect puts a defect into clean rows.
type defect struct {
	family, variant string
	plant           func(m *Maker, r *rand.Rand, data, reference []row) ([]row, Want)
}

// many is how many rows a defect is in.
const many = int(Rows * Share)

var defects = []defect{
	{"exemplar leak", "", exemplarLeak},
	{"near-duplicates", "typo", nearDuplicates},
	{"near-duplicates", "paraphrase", paraphrases},
	{"caricature", "", caricature},
	{"missing intersection", "", missingIntersection},
	{"flipped labels", "", flippedLabels},
	{"copied rows", "", copiedRows},
	{"leaked answers", "", leakedAnswers},
	{"as an AI", "", asAnAI},
	{"personal data", "", personalData},
	{"truncated batch", "", truncatedBatch},
	{"dominating seed", "", dominatingSeed},
	{"judge loves length", "", judgeLovesLength},
}

// Defects returns a dataset for each defect.
func (m *Maker) Defects(seed uint64) []Dataset {
	var out []Dataset
	for i, d := range defects {
		r := rand.New(rand.NewPCG(seed, uint64(i)+2))
		data, reference := m.rows(r, &m.data, Rows), m.rows(r, &m.real, Rows/2)
		data, want := d.plant(m, r, data, reference)
		set := dataset(data, reference)
		set.Family, set.Variant, set.Want = d.family, d.variant, want
		out = append(out, set)
	}
	return out
}

func marks(at []int) map[int64]bool {
	out := map[int64]bool{}
	for _, i := range at {
		out[int64(i)] = true
	}
	return out
}

// exemplarLeak puts a phrase of exemplar e7 into rows that saw it.
func exemplarLeak(_ *Maker, r *rand.Rand, data, _ []row) ([]row, Want) {
	left := many
	for i := range data {
		if data[i].exemplar == "e7" && left > 0 && r.IntN(20) < 9 {
			data[i].text += " Then they shared a plate of fish tacos."
			left--
		}
	}
	return data, Want{Measures: []string{"influence"}, Names: []string{"e7"}}
}

// nearDuplicates puts rows in the place of others that are yet others with a typing
// error or two.
func nearDuplicates(_ *Maker, r *rand.Rand, data, _ []row) ([]row, Want) {
	at := some(r, Rows, 2*many)
	r.Shuffle(len(at), func(i, k int) { at[i], at[k] = at[k], at[i] })
	for k := range many {
		words := strings.Fields(data[at[2*k]].text)
		for range 1 + r.IntN(2) {
			i := r.IntN(len(words))
			if w := []byte(words[i]); len(w) > 3 {
				j := 1 + r.IntN(len(w)-2)
				w[j], w[j+1-1] = w[j-1], w[j]
				words[i] = string(w)
			}
		}
		data[at[2*k+1]].text = strings.Join(words, " ")
	}
	return data, Want{Measures: []string{"duplicates"}, Rows: marks(at)}
}

// paraphrases puts rows in the place of others that say what yet others say, in
// another order and with other words here and there.
func paraphrases(m *Maker, r *rand.Rand, data, _ []row) ([]row, Want) {
	at := some(r, Rows, 2*many)
	for k := range many {
		parts := ends.FindAllString(data[at[2*k]].text, -1)
		r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		words := strings.Fields(strings.Join(parts, " "))
		for i := range words {
			if len(words[i]) > 4 && isWord(words[i]) && r.IntN(12) == 0 {
				words[i] = m.words[r.IntN(len(m.words))]
			}
		}
		data[at[2*k+1]].text = strings.Join(words, " ")
	}
	return data, Want{Measures: []string{"duplicates"}, Rows: marks(at)}
}

// caricature lets one small group say the same few things.
func caricature(m *Maker, r *rand.Rand, data, _ []row) ([]row, Want) {
	var few []string
	for range 6 {
		few = append(few, m.sentence(r, m.data.topics[0]))
	}
	for i := range data {
		if data[i].group != groups[4] {
			continue
		}
		told := m.data.money
		if data[i].label == labels[1] {
			told = m.data.goods
		}
		data[i].text = few[r.IntN(6)] + " " + m.sentence(r, told) + " " + few[r.IntN(6)]
	}
	return data, Want{Measures: []string{"variety", "group-words"}, Names: []string{groups[4]}}
}

// missingIntersection takes every row of one tone and topic away.
func missingIntersection(m *Maker, r *rand.Rand, data, _ []row) ([]row, Want) {
	for i := range data {
		for data[i].tone == 1 && data[i].topic == 3 {
			data[i] = m.row(r, &m.data, i)
		}
	}
	return data, Want{Measures: []string{"coverage"}, Names: []string{"formal"}}
}

// flippedLabels turns a third of the labels of a group that has a sixth of the rows or
// more.
func flippedLabels(_ *Maker, r *rand.Rand, data, _ []row) ([]row, Want) {
	left := many
	at := map[int64]bool{}
	for _, i := range r.Perm(len(data)) {
		if data[i].group == groups[2] && left > 0 {
			data[i].label = labels[1-indexOf(labels, data[i].label)]
			at[int64(i)] = true
			left--
		}
	}
	return data, Want{Measures: []string{"label-noise", "balance"}, Names: []string{groups[2]}}
}

func indexOf(list []string, s string) int {
	for i := range list {
		if list[i] == s {
			return i
		}
	}
	return 0
}

// copiedRows puts rows of the reference among the data.
func copiedRows(_ *Maker, r *rand.Rand, data, reference []row) ([]row, Want) {
	at := some(r, Rows, many)
	for k, i := range at {
		data[i].text = reference[k*3].text
	}
	return data, Want{Measures: []string{"contamination", "memorisation"}, Rows: marks(at)}
}

// leakedAnswers puts the answer into the text.
func leakedAnswers(_ *Maker, r *rand.Rand, data, _ []row) ([]row, Want) {
	at := some(r, Rows, many)
	for _, i := range at {
		data[i].text += " In the end it comes to " + data[i].answer + "."
	}
	return data, Want{Measures: []string{"leakage"}, Rows: marks(at)}
}

// asAnAI lets the model speak of itself.
func asAnAI(_ *Maker, r *rand.Rand, data, _ []row) ([]row, Want) {
	at := some(r, Rows, many)
	for _, i := range at {
		data[i].text = "As an AI language model, I do not have personal experience, but here is one. " + data[i].text
	}
	return data, Want{Measures: []string{"residue", "refusals"}, Rows: marks(at)}
}

// personalData puts addresses and numbers of people into rows.
func personalData(_ *Maker, r *rand.Rand, data, _ []row) ([]row, Want) {
	at := some(r, Rows, many)
	for k, i := range at {
		if k%2 == 0 {
			data[i].text += fmt.Sprintf(" Write to %s.%s%d@%s.", []string{"ana", "li", "omar"}[k%3], []string{"weber", "costa"}[k%2], r.IntN(99), []string{"mailbox.org", "posteo.net"}[k/2%2])
		} else {
			data[i].text += fmt.Sprintf(" Call me at (%d) %d-%04d.", 201+r.IntN(700), 220+r.IntN(300), r.IntN(10_000))
		}
	}
	return data, Want{Measures: []string{"personal-data"}, Rows: marks(at)}
}

// truncatedBatch cuts the rows of one batch off in mid-sentence.
func truncatedBatch(_ *Maker, r *rand.Rand, data, _ []row) ([]row, Want) {
	at := map[int64]bool{}
	for i := range data {
		if data[i].batch == "b13" {
			words := strings.Fields(data[i].text)
			data[i].text = strings.TrimRight(strings.Join(words[:len(words)-2-r.IntN(3)], " "), ".,?!")
			at[int64(i)] = true
		}
	}
	return data, Want{Measures: []string{"truncation"}, Names: []string{"b13"}, Rows: at}
}

// dominatingSeed gives one seed more rows than all others.
func dominatingSeed(_ *Maker, r *rand.Rand, data, _ []row) ([]row, Want) {
	for _, i := range some(r, Rows, many) {
		data[i].seed = "seed 77"
	}
	return data, Want{Measures: []string{"balance"}, Names: []string{"seed 77"}}
}

// judgeLovesLength lets scores follow the length of texts, with as much noise again.
func judgeLovesLength(_ *Maker, r *rand.Rand, data, _ []row) ([]row, Want) {
	for i := range data {
		z := (float64(len(data[i].text))-330)/160 + r.NormFloat64()*1.2
		data[i].score = min(7, max(1, float64(int(4.5+1.3*z))))
	}
	return data, Want{Measures: []string{"score-length"}, Names: []string{"length"}}
}
