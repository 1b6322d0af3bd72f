package seedbed

// Type is the type of a field, as far as it is known before a run.
type Type string

// The types.
const (
	TypeAny    Type = "any"
	TypeText   Type = "text"
	TypeInt    Type = "int"
	TypeFloat  Type = "float"
	TypeBool   Type = "bool"
	TypeList   Type = "list"
	TypeObject Type = "object"
)

// TypeOf returns the type of a value of Fields; TypeAny for nil.
func TypeOf(v any) Type {
	switch v.(type) {
	case string:
		return TypeText
	case int64:
		return TypeInt
	case float64:
		return TypeFloat
	case bool:
		return TypeBool
	case []any:
		return TypeList
	case map[string]any:
		return TypeObject
	default:
		return TypeAny
	}
}

// Join returns the type that holds values of both types.
func (t Type) Join(u Type) Type {
	switch {
	case t == u:
		return t
	case t == "":
		return u
	case u == "":
		return t
	case (t == TypeInt && u == TypeFloat) || (t == TypeFloat && u == TypeInt):
		return TypeFloat
	default:
		return TypeAny
	}
}

// FieldType is a field's name and type.
type FieldType struct {
	Name string `json:"name"`
	Type Type   `json:"type"`
}

// Schema is what is known of a set of records before they exist: their fields
// in order, and the criteria that judges have scored.
type Schema struct {
	Fields   []FieldType `json:"fields"`
	Open     bool        `json:"open,omitempty"` // records may have further fields
	Criteria []Criterion `json:"-"`
}

// Has reports whether a field is known, with its type.
func (s Schema) Has(name string) (Type, bool) {
	for _, f := range s.Fields {
		if f.Name == name {
			return f.Type, true
		}
	}
	return "", false
}

// With returns s with one more field, or with its type changed.
func (s Schema) With(name string, t Type) Schema {
	fields := make([]FieldType, len(s.Fields), len(s.Fields)+1)
	copy(fields, s.Fields)
	s.Fields = fields
	for i := range fields {
		if fields[i].Name == name {
			fields[i].Type = t
			return s
		}
	}
	s.Fields = append(fields, FieldType{name, t})
	return s
}

// Names returns the names of the known fields in order.
func (s Schema) Names() []string {
	out := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		out[i] = f.Name
	}
	return out
}
