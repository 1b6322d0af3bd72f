package source

import "seedbed.dev/seedbed"

// maxSchema bounds how many fields a schema lists: beyond it, it is open.
const maxSchema = 4096

// summary gathers what is known of rows: their fields' names and joined types,
// and how much text they hold.
type summary struct {
	fields []seedbed.FieldType // Type "" where no row has shown one
	index  map[string]int
	open   bool
	text   int64
}

// declare notes a field that the file itself declares, rows or none.
func (s *summary) declare(name string, t seedbed.Type) { s.note(len(s.fields), name, t) }

// add notes the fields of a row.
func (s *summary) add(fields seedbed.Fields) {
	for i := range fields {
		s.note(i, fields[i].Name, seedbed.TypeOf(fields[i].Value))
		if v, ok := fields[i].Value.(string); ok {
			s.text += int64(len(v))
		} else {
			s.text += int64(len(seedbed.TextOf(fields[i].Value)))
		}
	}
}

// seen notes the fields of a row that were not built.
func (s *summary) seen(fields []seenField) {
	for i := range fields {
		f := &fields[i]
		s.text += int64(f.size)
		if f.typ == seedbed.TypeText {
			s.text -= 2 // its quotes
		}
		if i < len(s.fields) && s.fields[i].Name == string(f.name) {
			s.fields[i].Type = s.fields[i].Type.Join(f.typ)
			continue
		}
		s.note(i, string(f.name), f.typ)
	}
}

func (s *summary) note(i int, name string, t seedbed.Type) {
	if i >= len(s.fields) || s.fields[i].Name != name {
		if s.index == nil {
			s.index = map[string]int{}
		}
		at, ok := s.index[name]
		if !ok {
			if len(s.fields) == maxSchema {
				s.open = true
				return
			}
			at = len(s.fields)
			s.index[name] = at
			s.fields = append(s.fields, seedbed.FieldType{Name: name})
		}
		i = at
	}
	s.fields[i].Type = s.fields[i].Type.Join(t)
}

// schema returns what was gathered. A field that was null somewhere has type
// any, so that an expression may ask for null.
func (s *summary) schema() seedbed.Schema {
	out := seedbed.Schema{Fields: make([]seedbed.FieldType, len(s.fields)), Open: s.open}
	for i, f := range s.fields {
		if f.Type == "" {
			f.Type = seedbed.TypeAny
		}
		out.Fields[i] = f
	}
	return out
}
