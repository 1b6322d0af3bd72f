package testkit

import (
	"encoding/json"
	"net/http"
	"strconv"

	"seedbed.dev/seedbed"
)

// provider is the API that a request came by.
type provider int

const (
	openAI provider = iota
	anthropic
)

func (p provider) name() string {
	if p == anthropic {
		return "anthropic"
	}
	return "openai"
}

func (p provider) overloaded() int {
	if p == anthropic {
		return 529
	}
	return http.StatusServiceUnavailable
}

func (p provider) errorBody(kind, message, code string) []byte {
	b := []byte(`{"error":{"message":`)
	if p == anthropic {
		b = []byte(`{"type":"error","error":{"message":`)
	}
	b = seedbed.AppendString(b, message)
	b = append(b, `,"type":`...)
	b = seedbed.AppendString(b, kind)
	if p == openAI {
		b = append(b, `,"param":null,"code":`...)
		if code == "" {
			b = append(b, "null"...)
		} else {
			b = seedbed.AppendString(b, code)
		}
	}
	return append(b, "}}"...)
}

func (p provider) appendReply(b []byte, r *reply) []byte {
	if p == anthropic {
		return appendMessage(b, r)
	}
	return appendCompletion(b, r)
}

func appendCompletion(b []byte, r *reply) []byte {
	b = append(b, `{"id":"chatcmpl-`...)
	b = strconv.AppendUint(b, r.id, 36)
	b = append(b, `","object":"chat.completion","created":1760000000,"model":`...)
	b = append(b, r.model...)
	b = append(b, `,"choices":[{"index":0,"message":{"role":"assistant","content":`...)
	if r.refusal != "" {
		b = append(b, "null"...)
	} else {
		b = appendRaw(b, r.text)
	}
	b = append(b, `,"refusal":`...)
	if r.refusal != "" {
		b = seedbed.AppendString(b, r.refusal)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"annotations":[]},"logprobs":`...)
	if r.logprobs != nil {
		b = append(b, r.logprobs...)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"finish_reason":"`...)
	if r.finish == "" {
		b = append(b, "stop"...)
	} else {
		b = append(b, r.finish...)
	}
	b = append(b, `"}],"usage":{"prompt_tokens":`...)
	b = strconv.AppendInt(b, int64(r.in), 10)
	b = append(b, `,"completion_tokens":`...)
	b = strconv.AppendInt(b, int64(r.out), 10)
	b = append(b, `,"total_tokens":`...)
	b = strconv.AppendInt(b, int64(r.in+r.out), 10)
	return append(b, `,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}},"service_tier":"default","system_fingerprint":"fp_testkit"}`...)
}

func appendMessage(b []byte, r *reply) []byte {
	finish := r.finish
	switch {
	case r.refusal != "":
		finish = "refusal"
	case finish == "length":
		finish = "max_tokens"
	case finish == "content_filter":
		finish = "refusal"
	case finish == "" && r.tool != "":
		finish = "tool_use"
	case finish == "":
		finish = "end_turn"
	}
	b = append(b, `{"id":"msg_`...)
	b = strconv.AppendUint(b, r.id, 36)
	b = append(b, `","type":"message","role":"assistant","model":`...)
	b = append(b, r.model...)
	b = append(b, `,"content":[`...)
	switch {
	case r.refusal != "":
	case r.tool != "" && finish == "tool_use" && json.Valid(r.text):
		b = append(b, `{"type":"tool_use","id":"toolu_`...)
		b = strconv.AppendUint(b, r.id, 36)
		b = append(b, `","name":`...)
		b = seedbed.AppendString(b, r.tool)
		b = append(b, `,"input":`...)
		b = append(b, r.text...)
		b = append(b, '}')
	default:
		b = append(b, `{"type":"text","text":`...)
		b = appendRaw(b, r.text)
		b = append(b, '}')
	}
	b = append(b, `],"stop_reason":"`...)
	b = append(b, finish...)
	b = append(b, `","stop_sequence":null,"usage":{"input_tokens":`...)
	b = strconv.AppendInt(b, int64(r.in), 10)
	b = append(b, `,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":`...)
	b = strconv.AppendInt(b, int64(r.out), 10)
	return append(b, `,"service_tier":"standard"}}`...)
}

// appendRaw appends text as a JSON string in which bytes that are not UTF-8
// stay as they are: real servers have sent such.
func appendRaw(b, text []byte) []byte {
	b = append(b, '"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// appendLogprobs gives every word a probability, and an alternative.
func appendLogprobs(b, text []byte, own rng) []byte {
	b = append(b, `{"content":[`...)
	start, first := 0, true
	for i := 1; i <= len(text); i++ {
		if i < len(text) && text[i] != ' ' {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		word := string(text[start:i])
		p := -own.unit()
		b = append(b, `{"token":`...)
		b = seedbed.AppendString(b, word)
		b = append(b, `,"logprob":`...)
		b = strconv.AppendFloat(b, p, 'g', 6, 64)
		b = append(b, `,"bytes":null,"top_logprobs":[{"token":`...)
		b = seedbed.AppendString(b, word)
		b = append(b, `,"logprob":`...)
		b = strconv.AppendFloat(b, p, 'g', 6, 64)
		b = append(b, `,"bytes":null},{"token":" the","logprob":-3.5,"bytes":null}]}`...)
		start = i
	}
	return append(b, `],"refusal":null}`...)
}
