// Package field is the tree of fields that the OpenAPI document describes: what
// an agent is made of. Everything that is done to a value by its fields is done
// here, for every field in the same way: merging what a client sent into what
// is stored, giving an answer, hiding secrets, exporting. What a client may send
// is up to package validate, which makes the tree; it alone knows the document.
//
// A value of an object has its members in the order of the document, so that two
// of them are merged and rendered side by side. It is never changed in place.
package field
