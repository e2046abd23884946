package form

import "strings"

// ParseHeader splits a header value such as Content-Type into its main value,
// in lower case, and its parameters, the last one of a name. It is Django's
// reading rather than that of mime.ParseMediaType, which refuses the unquoted
// name=mock_tools[0]name and everything else in a header with one such
// parameter.
func ParseHeader(value string) (main string, params map[string]string) {
	params = make(map[string]string)
	main, rest := cutParam(value)
	for rest != "" {
		var param string
		param, rest = cutParam(rest)
		name, text, ok := strings.Cut(param, "=")
		if !ok {
			continue
		}
		name = strings.ToLower(trimSpace(name))
		text = unquote(trimSpace(text))
		if plain, extended := strings.CutSuffix(name, "*"); extended {
			name, text = plain, decodeExtended(text)
		}
		params[name] = text
	}
	return strings.ToLower(trimSpace(main)), params
}

// cutParam cuts s at the first semicolon outside quotation marks. A mark after
// a backslash is part of the quoted text.
func cutParam(s string) (param, rest string) {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"' && (i == 0 || s[i-1] != '\\'):
			quoted = !quoted
		case s[i] == ';' && !quoted:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// unquote takes the quotation marks and the backslashes of quoting off s.
func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	s = strings.ReplaceAll(s[1:len(s)-1], `\\`, `\`)
	return strings.ReplaceAll(s, `\"`, `"`)
}

// decodeExtended decodes the value of a parameter like filename*, which names
// its charset and a language: UTF-8'en'na%C3%AFve.txt. Any other is left alone.
func decodeExtended(s string) string {
	fields := strings.Split(s, "'")
	if len(fields) != 3 {
		return s
	}
	return unescape(fields[2], lookupCharset(fields[0]))
}
