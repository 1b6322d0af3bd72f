package storetest

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"strings"
	"time"

	"seedbed.dev/seedbed"
)

func sum(kind string, i int) [32]byte {
	return sha256.Sum256(binary.BigEndian.AppendUint64([]byte(kind), uint64(i)))
}

func key(i int) seedbed.CallKey { return sum("call", i) }

func id(i int) seedbed.ID {
	s := sum("record", i)
	return seedbed.ID(s[:16])
}

// hostile are texts that a store must give back byte for byte.
var hostile = []string{
	"", " ", "z", "\x00", "a\x00b", "\xff\xfe\x80", "{", "'; DROP TABLE calls; --", "\x1b[31mred\x1b[0m", "\u202eback",
	strings.Repeat("x", 511), strings.Repeat("y", 512), strings.Repeat("The same again. ", 5000), "日本語 🌱", "\u2028", "=1+1",
}

// call returns the i-th call, with everything set.
func call(i int) seedbed.Call {
	return seedbed.Call{
		Key: key(i), Identity: "openai:gpt-5-mini", Model: "writer", Stage: "hints", Record: id(i), Copy: i % 3, Attempt: i % 2,
		Request: []byte("what is " + hostile[i%len(hostile)]), Reply: []byte(hostile[(i+3)%len(hostile)] + " it is"),
		Usage: seedbed.Usage{In: 400 + i, CachedIn: 100, Out: 30, Reasoning: 7, Known: true},
		Cost:  seedbed.Cost{USD: 0.00031, Known: true}, Finish: seedbed.FinishStop,
		Started: time.Date(2026, 11, 22, 18, 3, 11, 250_000, time.UTC), Latency: 840*time.Millisecond + 1, Attempts: 2,
	}
}

// record returns the i-th record, with all of its lineage.
func record(i int) seedbed.Record {
	return seedbed.Record{
		ID: id(i), Stage: "hints", Origin: seedbed.OriginGenerated,
		Fields: seedbed.Fields{
			{Name: "question", Value: strings.ToValidUTF8(hostile[i%len(hostile)], "?")},
			{Name: "n", Value: int64(i)},
			{Name: "p", Value: 0.25},
			{Name: "whole", Value: 3.0},
			{Name: "yes", Value: true},
			{Name: "none", Value: nil},
			{Name: "big", Value: json.Number("123456789012345678901234567890")},
			{Name: "list", Value: []any{int64(1), "two", []any{}, map[string]any{"a": "b", "c": nil}}},
			{Name: "", Value: "no name"},
			{Name: "a\"b\n", Value: "\u2029"},
		},
		Lineage: seedbed.Lineage{
			Parents: []seedbed.ID{id(i + 1000), id(i + 2000)}, Copy: i, Source: "questions", File: "seeds.jsonl", Line: 17 + i,
			Revision: "sha256:abc", Exemplars: []string{"e2", "e7"}, Attributes: []string{"level", "topic"}, Model: "writer",
			Calls: []seedbed.CallKey{key(i), key(i + 1)}, Depth: 2,
		},
	}
}

// outcome returns the i-th outcome, with scores of all kinds.
func outcome(i int) seedbed.Outcome {
	o := seedbed.Outcome{
		Ord: int64(i), Record: id(i), Stage: "kept", Decision: seedbed.Decision{State: seedbed.Accepted, Actor: "kept"},
		Scores: []seedbed.Score{
			{Criterion: "gives_away", Status: seedbed.Scored, Value: int64(1), Reason: "It names the uses.", Stage: "scored", Judge: "grader", Call: key(i), Confidence: &seedbed.Confidence{Stated: new(.25), Panel: new(1.0)}},
			{Criterion: "kind", Status: seedbed.Scored, Value: true, Stage: "scored", Judge: "grader", Call: key(i)},
			{Criterion: "tone", Status: seedbed.Scored, Value: "warm\x00\xff", Reason: strings.Repeat("long ", i%200), Stage: "scored", Judge: "grader", Call: key(i + 1)},
			{Criterion: "level", Status: seedbed.Unscored, Reason: "verdict outside the rubric", Stage: "scored", Judge: "other"},
		},
	}
	if i%4 == 3 {
		o.Scores = nil
		o.Decision = seedbed.Decision{State: seedbed.Rejected, Actor: "dedupe", Reason: "near-duplicate", Detail: "Jaccard .84 with 7f3a9c01"}
		o.Stage = "unique"
	}
	return o
}
