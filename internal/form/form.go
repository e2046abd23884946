// Package form reads the two form media types,
// application/x-www-form-urlencoded and multipart/form-data, into the ordered
// multi-value dictionary that Django REST framework hands to a serializer as
// request.data: the fields, and after them the uploaded files.
//
// What a key or a value comes out as follows Django, down to the number of
// U+FFFD that stand for bytes which are not text. The package keeps to one
// step: keys stay flat ("mock_tools[0]name" is only a key).
//
// It is stricter than Django about what a multipart body is. Django takes
// whatever it recognises and answers as if the rest had not been sent; here a
// body that lacks its boundary or its closing boundary is an error, because a
// mock server is where such a client bug should show. Line ends are CRLF.
//
// Nothing is streamed or limited here, neither the number of fields nor the
// length of part headers as in Django: callers bound the size of the body, and
// reading takes time linear in it.
package form

// Value is one value of a key.
type Value struct {
	Text    string // the field's text, or the file's name
	File    bool   // an uploaded file
	Content string // of a file
}

// Data is an ordered dictionary with several values per key, like Django's
// MultiValueDict. The zero Data is empty and ready for use. Copies made by
// assignment share their content; add to one of them only.
type Data struct {
	keys   []string
	values map[string][]Value
}

// Add appends v to the values of key.
func (d *Data) Add(key string, v Value) {
	if d.values == nil {
		d.values = make(map[string][]Value)
	}
	values, known := d.values[key]
	if !known {
		d.keys = append(d.keys, key)
	}
	d.values[key] = append(values, v)
}

// Keys returns the keys in the order of their first appearance. The caller
// must not change the slice.
func (d Data) Keys() []string { return d.keys }

// Get returns the last value of key, the one that counts where only one can.
func (d Data) Get(key string) (Value, bool) {
	values := d.values[key]
	if len(values) == 0 {
		return Value{}, false
	}
	return values[len(values)-1], true
}

// All returns every value of key in order, none for an unknown key. The caller
// must not change the slice.
func (d Data) All(key string) []Value { return d.values[key] }
