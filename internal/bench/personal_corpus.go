package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
)

// plantPersonal writes a corpus with a value of one of seven kinds in every tenth
// row, kind after kind. It returns the texts, and the value of each row that has one.
// No value is anybody's but by chance.
func (b *bench) plantPersonal(rows int, path string) (texts []string, planted map[int]string, err error) {
	c, err := newCorpus(b.root, rows)
	if err != nil {
		return nil, nil, err
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	out := json.NewEncoder(file)
	planted = map[int]string{}
	for i := range rows {
		text := c.row(i)
		if i%10 == 0 {
			rng := rand.New(rand.NewPCG(2, uint64(i)))
			planted[i] = personalValue(rng, i/10%7)
			words := strings.Fields(text)
			text = strings.Join(slices.Insert(words, 1+rng.IntN(len(words)-1), planted[i]), " ")
		}
		texts = append(texts, text)
		if err := out.Encode(map[string]any{"id": i, "text": text}); err != nil {
			return nil, nil, err
		}
	}
	return texts, planted, nil
}

// personalValue makes one of a kind: e-mail, phone, SSN, card, IP address, page, IBAN.
func personalValue(rng *rand.Rand, kind int) string {
	domain := []string{"example.com", "mail.example.org", "test.co.uk", "univ.edu"}[rng.IntN(4)]
	between := func(from, to int) int { return from + rng.IntN(to-from+1) }
	switch kind {
	case 0:
		name := []string{"john", "mary", "li.wei", "o_brien", "ana-maria"}[rng.IntN(5)]
		return fmt.Sprintf("%s%d@%s", name, between(1, 999), domain)
	case 1:
		return fmt.Sprintf("(%d) %d-%d", between(201, 989), between(201, 989), between(1000, 9999))
	case 2:
		return fmt.Sprintf("%d-%d-%d", between(100, 665), between(10, 99), between(1000, 9999))
	case 3:
		return cardNumber(rng)
	case 4:
		return fmt.Sprintf("%d.%d.%d.%d", between(1, 250), between(1, 250), between(1, 250), between(1, 250))
	case 5:
		return fmt.Sprintf("https://www.%s/u/%d", domain, between(1, 9999))
	}
	rest, account := 0, make([]byte, 18)
	for i := range account {
		account[i] = byte('0' + rng.IntN(10))
		rest = (rest*10 + int(account[i]-'0')) % 97
	}
	for _, d := range []int{1, 3, 1, 4, 0, 0} { // DE, and two digits to be found
		rest = (rest*10 + d) % 97
	}
	return fmt.Sprintf("DE%02d%s", 98-rest, account)
}

// cardNumber makes 16 digits that begin with 4 and pass Luhn's check, in fours.
func cardNumber(rng *rand.Rand) string {
	digits, sum := make([]int, 16), 0
	digits[0] = 4
	for i := 1; i < 15; i++ {
		digits[i] = rng.IntN(10)
	}
	for i, d := range digits[:15] {
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	digits[15] = (10 - sum%10) % 10
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteByte(byte('0' + d))
	}
	return b.String()
}
