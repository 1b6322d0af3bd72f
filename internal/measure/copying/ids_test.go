package copying

import (
	"strings"
	"testing"
)

// Numbers that pass and that fail their checks, with where they are printed.
func TestChecks(t *testing.T) {
	for _, c := range []struct {
		kind, text, value string // value "": nothing is found
	}{
		// Microsoft Presidio's tests of cards and IBANs.
		{kindCard, "pay by 4012-8888-8888-1881 now", "4012-8888-8888-1881"},
		{kindCard, "371449635398431", "371449635398431"},
		{kindCard, "122000000000003", "122000000000003"},
		{kindCard, "card: 4012 8888 8888 1881 exp 12/29", "4012 8888 8888 1881"},
		{kindCard, "3714 496353 98431.", "3714 496353 98431"},
		{kindCard, "4012888888881882", ""},
		{kindCard, "36168002586008", ""},
		{kindIBAN, "AL47212110090000000235698741", "AL47212110090000000235698741"},
		{kindIBAN, "to GB29NWBK60161331926819, please", "GB29NWBK60161331926819"},
		{kindIBAN, "GB29 NWBK 6016 1331 9268 19", "GB29 NWBK 6016 1331 9268 19"},
		{kindIBAN, "AL47212110090000000235698740", ""},
		{kindIBAN, "GB29NWBK6016133192681", ""},
		// Social Security Administration: what is not given.
		{kindSSN, "his SSN is 219-09-9998.", "219-09-9998"},
		{kindSSN, "123 45 6788 is her social security number", "123 45 6788"},
		{kindSSN, "000-12-3456 666-12-3456 900-12-3456 123-00-4567 123-45-0000", ""},
		{kindSSN, "part number 219-09-9998", ""},
		// HM Revenue & Customs, NIM39110; QQ is its example.
		{kindNINO, "NI number AB123456C", "AB123456C"},
		{kindNINO, "QQ 12 34 56 C", "QQ 12 34 56 C"},
		{kindNINO, "BG123456C DA123456A AO123456A AB123456E", ""},
		// Bundeszentralamt für Steuern: the example of its check.
		{kindDETax, "Steuer-ID 86095742719", "86095742719"},
		{kindDETax, "Steuer-ID 86 095 742 719", "86 095 742 719"},
		{kindDETax, "Steuer-ID 86095742718", ""},
		{kindDETax, "86095742719 grains of rice", ""},
		// Ministerio del Interior: how the letter is found.
		{kindDNI, "DNI 12345678Z", "12345678Z"},
		{kindDNI, "NIE X1234567L", "X1234567L"},
		{kindDNI, "DNI 12345678A", ""},
		// INSEE: 2 55 08 14 168 025 38 is printed with the rule.
		{kindNIR, "née 2 55 08 14 168 025 38 à Caen", "2 55 08 14 168 025 38"},
		{kindNIR, "255081416802538", "255081416802538"},
		{kindNIR, "255081416802539", ""},
		// Rijksdienst voor Identiteitsgegevens: test number.
		{kindBSN, "BSN: 111222333", "111222333"},
		{kindBSN, "BSN: 111222334", ""},
		{kindBSN, "111222333 people", ""},
		// Agenzia delle Entrate: the example of the decree.
		{kindCF, "RSSMRA85T10A562S", "RSSMRA85T10A562S"},
		{kindCF, "RSSMRA85T10A562T", ""},
		// Wikipedia, PESEL.
		{kindPESEL, "PESEL 44051401359", "44051401359"},
		{kindPESEL, "PESEL 44051401358", ""},
		// Receita Federal's generator.
		{kindCPF, "o CPF 529.982.247-25", "529.982.247-25"},
		{kindCPF, "529.982.247-26 111.111.111-11", ""},
		// Skatteverket: 811218-9876 is printed with the rule.
		{kindPNR, "811218-9876", "811218-9876"},
		{kindPNR, "811218-9875", ""},
		// UIDAI's numbers for tests.
		{kindAadhaar, "Aadhaar 2341 2341 2346", "2341 2341 2346"},
		{kindAadhaar, "Aadhaar 2341 2341 2347", ""},
	} {
		var got []string
		for _, p := range FindPersonal(c.text, "") {
			if p.Kind == c.kind {
				got = append(got, c.text[p.From:p.To])
			}
		}
		if strings.Join(got, "|") != c.value {
			t.Errorf("%s in %q: %q, want %q", c.kind, c.text, got, c.value)
		}
	}
}

func TestReserved(t *testing.T) {
	for text, why := range map[string]string{
		"ana@example.com":                     forExamples,
		"ana@mail.example.org":                forExamples,
		"ana@host.test":                       forExamples,
		"ana@gmail.com":                       "",
		"ana@notexample.com":                  "",
		"(202) 555-0143":                      forExamples,
		"(202) 555-1143":                      "",
		"call me: 020 7946 0958":              forExamples,
		"192.0.2.17":                          forExamples,
		"10.1.20.3":                           privateNet,
		"84.17.20.3":                          "",
		"2001:db8::17":                        forExamples,
		"4242 4242 4242 4242":                 forTests,
		"AKIAIOSFODNN7EXAMPLE":                forExamples,
		"AKIAIOSFODNN7EXAMPLQ":                "",
		"https://www.example.com/u/17":        forExamples,
		"https://www.univ.edu/u/17":           "",
		"00:00:5E:00:53:17":                   forExamples,
		"GB82 WEST 1234 5698 7654 32":         forExamples,
		"sk_test_4eC39HqLyjWDarjtT1zdp7dc":    forTests,
		"-----BEGIN RSA PRIVATE KEY-----":     "",
		"00:1b:44:11:3a:b7":                   "",
		"2606:4700:4700::1111":                "",
		"password = hunter2hunter2":           "",
		"SW1A 1AA":                            "",
		"12 Elm Street":                       "",
		"Hauptstraße 7a":                      "",
		"3 rue de Rivoli":                     "",
		"+44 7911 123456":                     "",
		"ghp_16C7e42F292c6912E7710c838347Ae1": "",
	} {
		found := FindPersonal("so "+text+" then", "")
		if len(found) != 1 || found[0].Reserved != why {
			t.Errorf("%q: %+v, want %q", text, found, why)
		}
	}
}

func TestNothingPersonal(t *testing.T) {
	for _, text := range []string{
		"", "@", "a@b", "@home and @work", "at 10:30:45 on 2024-05-17", "17.05.2024 bis 18.05.2024", "$1,000,000-2,000,000",
		"he has 1000 2000 3000 marbles", "version 1.2.3.4", "section 2.3.4.5", "3000/200 phones", "phones: 4000-3500 = 500",
		"1.2.3.4.5", "300.1.2.3", "std::vector<int>", "a::b", "password is required", "key: value", "token: none",
		"5 Starbucks", "30 Main roads", "the 2 St Johns", "sk-learn", "eyJ", "10 000 000 000", "555-1234",
		"https://example.com", "https://go.dev/doc/effective_go", "ISBN 978-3-16-148410-0", "deadbeefdeadbeefdeadbeefdeadbeef",
		"12345678901234567890123456789012345678901234567890", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
	} {
		if found := FindPersonal(text, ""); len(found) > 0 {
			t.Errorf("%q: %+v", text, found)
		}
	}
}

func TestContextOfAField(t *testing.T) {
	if len(FindPersonal("7911123456", "")) != 0 || len(FindPersonal("7911123456", "phone_number")) != 1 {
		t.Error("the name of a field does not tell what its number is")
	}
}
