package apierr

import "testing"

// The sentences with a value in them, as ERRORS of the contract shows them.
func TestTexts(t *testing.T) {
	for _, test := range []struct{ got, want string }{
		{WrongMethod("POST"), `Method "POST" not allowed.`},
		{WrongMediaType("text/plain; charset=utf-8"), `Unsupported media type "text/plain; charset=utf-8" in request.`},
		{WrongMediaType(""), `Unsupported media type "" in request.`},
		{InvalidBoundary("None"), `Invalid boundary in multipart: None`},
		{InvalidMultipart("multipart/x"), `Invalid Content-Type: multipart/x`},
		{TooLarge(128 << 20), `Request body exceeds 134217728 bytes.`},
		{TooLong(255), `Ensure this field has no more than 255 characters.`},
		{TooSmall(1), `Ensure this value is greater than or equal to 1.`},
		{TooSmall(0.5), `Ensure this value is greater than or equal to 0.5.`},
		{NotAChoice("['en']"), `"['en']" is not a valid choice.`},
		{NoSuchPK("424242"), `Invalid pk "424242" - object does not exist.`},
		{NotAPK("str"), `Incorrect type. Expected pk value, received str.`},
		{NotAnObject("list"), `Invalid data. Expected a dictionary, but got list.`},
		{NotADictionary("list"), `Expected a dictionary of items but got type "list".`},
		{NotAList("str"), `Expected a list of items but got type "str".`},
		{Surrogate(0xd800), `Surrogate characters are not allowed: U+D800.`},
		{Surrogate(0xdfa9), `Surrogate characters are not allowed: U+DFA9.`},
		{FileExtension("exe", "pdf, txt"), `File extension “exe” is not allowed. Allowed extensions are: pdf, txt.`},
		{FileExtension("", "pdf"), `File extension “” is not allowed. Allowed extensions are: pdf.`},
		{MappingNotAnObject(1), `Mapping 1 must be an object with input and output.`},
		{SameInput(0, 12), `Mappings 0 and 12 have the same input: a tool must map each input to exactly one output.`},
		{IncompatibleChat("retell", "vapi"), `Chat provider "retell" is not compatible with voice provider "vapi".`},
	} {
		if test.got != test.want {
			t.Errorf("\n got  %s\n want %s", test.got, test.want)
		}
	}
}
