package field

import (
	"slices"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Kind names the field of Django REST framework that a schema is served by: each
// coerces in its own way.
type Kind uint8

// The kinds of fields.
const (
	Text       Kind = iota // CharField, and RegexField
	Email                  // EmailField
	URL                    // URLField
	UUID                   // UUIDField
	Date                   // DateField
	DateTime               // DateTimeField
	Time                   // TimeField
	IP                     // IPAddressField
	Decimal                // DecimalField, a text in JSON
	Number                 // FloatField
	Choice                 // ChoiceField
	Flag                   // BooleanField
	Integer                // IntegerField
	PrimaryKey             // PrimaryKeyRelatedField
	JSON                   // JSONField
	Dictionary             // DictField
	List                   // ListField
	Object                 // Serializer
	Collection             // ListSerializer
	Config                 // an object whose fields depend on a type that stands elsewhere
)

// IsText reports whether values of the kind are texts in JSON.
func (k Kind) IsText() bool { return k <= Decimal || k == Choice }

// Field is one field of the document, and all that is known of it.
type Field struct {
	Name string // in its object
	Path string // from the body, such as mock_tools[].served_via.type
	Kind Kind

	Nullable bool // null is a value
	Blank    bool // "" is a value, not an error
	Required bool // in a body that is not partial
	Writable bool // clients may send it
	Shown    bool // answers have it
	Secret   bool // it is stored, and no answer has it
	Always   bool // answers have it also where it is unset
	Default  *pyjson.Value

	Row // what the document cannot say

	Props  []*Field // of an Object, in the order of the document; those that only answers have are last
	Answer []*Field // of them those that answers have, in the answer's order
	Item   *Field   // of a List, a Collection or a Dictionary; nil: anything
	places map[string]int

	TypeAt   []string          // of a Config: where the type stands, from the agent
	Branches map[string]*Field // of a Config: the fields by type

	Choices     []string // of a Choice
	Numeric     bool     // of a Choice: the words are integers
	Digits      [2]int   // of a Decimal: before and after its point; none: any
	Constraints string   // what else the document says of a value, in words, for drift

	Unfollowed string // what of the document this server cannot do, in words, for drift

	// Check says what of a coerced value the document refuses; nil: nothing.
	Check func(value any) Verdict
}

// Verdict is what the document refuses of a value, in the API's words. What is
// said of its format comes after anything else.
type Verdict struct{ Texts, Format []string }

// Row is what the document cannot say of a field.
type Row struct {
	Computed  bool     // the server makes its value for each answer
	Dropped   bool     // it is taken, and not stored
	ClearedBy string   // of an Object: the member whose "" removes it, as null does
	Whole     bool     // of an Object that is unset: it is shown all the same
	Aliases   []string // older names, taken where the field itself is absent
	Unset     string   // the JSON that answers show where it is unset
	Masked    bool     // answers have it, and nothing else shows it
	Twin      *Field   // of X_configured: X
}

// Prop gives the property called name, or nil.
func (f *Field) Prop(name string) *Field {
	if f == nil {
		return nil
	}
	if i, ok := f.places[name]; ok {
		return f.Props[i]
	}
	return nil
}

// Place is the place of the property called name in Props, or -1.
func (f *Field) Place(name string) int {
	if i, ok := f.places[name]; ok {
		return i
	}
	return -1
}

// SetProps gives an Object its properties.
func (f *Field) SetProps(props []*Field) {
	f.Props = props
	f.places = make(map[string]int, len(props))
	for i, p := range props {
		f.places[p.Name] = i
	}
}

// Alias is the place of the property that name is an older name of, or -1.
func (f *Field) Alias(name string) int {
	for i, p := range f.Props {
		if slices.Contains(p.Aliases, name) {
			return i
		}
	}
	return -1
}

// Walk visits a field and all below it, those of every branch too.
func (f *Field) Walk(visit func(*Field)) {
	visit(f)
	for _, p := range f.Props {
		p.Walk(visit)
	}
	if f.Item != nil {
		f.Item.Walk(visit)
	}
	for _, b := range f.Branches {
		b.Walk(visit)
	}
}

// At gives the member of a value that a path of keys leads to, or nil.
func At(v *pyjson.Value, path ...string) *pyjson.Value {
	for _, key := range path {
		if v == nil {
			return nil
		}
		v = v.Member(key)
	}
	return v
}

// TextAt gives the text that a path of keys leads to, "" where there is none.
func TextAt(v *pyjson.Value, path ...string) string {
	if found := At(v, path...); found != nil && found.Kind == pyjson.String {
		return found.Text
	}
	return ""
}
