package field

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/cekura/mockserver/internal/pyjson"
)

// Text gives a text as it may be shown: it may hold JSON, or may have been meant
// to.
func (r *Redactor) Text(text string) string { return r.text(nil, text) }

// TextAt is Text of what a form has under a key such as provider.credentials or
// mock_tools[0]name.
func (r *Redactor) TextAt(key, text string) string {
	f := r.agent
	for _, step := range steps(key) {
		if f != nil && f.Kind == Collection && strings.Trim(step, "0123456789") == "" {
			f = f.Item
			continue
		}
		f = f.Prop(step)
	}
	return r.text(f, text)
}

func (r *Redactor) text(f *Field, text string) string {
	if start := strings.TrimLeft(text, " \t\r\n"); start == "" || start[0] != '{' && start[0] != '[' {
		return r.prose(text)
	}
	v, err := pyjson.Parse(text)
	switch {
	case err == nil && v.Renderable():
		return string(r.value(f, v).Append(nil))
	case r.mentions(text), f != nil && f.Kind == Object:
		return Stars
	default:
		return r.prose(text)
	}
}

// mentions reports whether the name of a secret comes up in a text.
func (r *Redactor) mentions(text string) bool {
	plain := PlainName(text)
	if hasAny(plain, secretWords) || strings.Contains(plain, "credentials") {
		return true
	}
	for name := range r.names {
		if strings.Contains(plain, name) {
			return true
		}
	}
	return false
}

// prose hides what a text that is no JSON may hold all the same: a password in an
// address, and name=value of a secret.
func (r *Redactor) prose(text string) string {
	if said, is := strings.CutSuffix(text, notAChoice); is && r.mentions(said) {
		return `"` + Stars + `"` + notAChoice
	}
	if strings.Contains(text, "@") {
		text = userOfURL.ReplaceAllString(text, "${1}"+Stars+"@")
		text = userOfSIP.ReplaceAllString(text, "${1}"+Stars+"@")
		if parts := userAlone.FindStringSubmatch(text); parts != nil && !slices.Contains(schemes, strings.ToLower(parts[1])) {
			text = Stars + "@" + parts[2]
		}
	}
	if strings.Contains(text, "://") {
		text = queryOfURL.ReplaceAllStringFunc(text, func(found string) string {
			before, query, _ := strings.Cut(found, "?")
			return before + "?" + r.Query(query)
		})
	}
	if strings.Contains(text, "=") {
		text = r.pairs(text)
	}
	return text
}

// notAChoice ends the API's error that repeats a value, whatever that is.
const notAChoice = " is not a valid choice."

// Where addresses have a password, or what stands in its place. The user of a SIP
// address is no secret.
var (
	userOfURL  = regexp.MustCompile(`([A-Za-z][A-Za-z0-9+.-]*://)[^\s/?#"'<>]*@`)
	userOfSIP  = regexp.MustCompile(`(?i)\b(sips?:)[^\s:@"'<>]+:[^\s"'<>]*@`)
	userAlone  = regexp.MustCompile(`^([^\s:@/]+):[^\s:@/]*@([^\s@]+)$`)
	queryOfURL = regexp.MustCompile(`://[^\s"'<>?#]*\?[^\s"'<>#]+`)
)

// schemes stand where a user could.
var schemes = []string{"sip", "sips", "tel", "mailto"}

// pairs hides the values of secrets in text such as a=1;token=x, which is what a
// form becomes that is cut at the wrong places.
func (r *Redactor) pairs(text string) string {
	var shown strings.Builder
	rest := text
	for at := pair.FindStringSubmatchIndex(rest); at != nil; at = pair.FindStringSubmatchIndex(rest) {
		name, value := rest[at[2]:at[3]], rest[at[1]:]
		shown.WriteString(rest[:at[1]])
		if slices.ContainsFunc(steps(name), r.Name) {
			shown.WriteString(Stars)
			value = value[len(pairValue.FindString(value)):]
		}
		rest = value
	}
	shown.WriteString(rest)
	return shown.String()
}

var (
	pair      = regexp.MustCompile(`(?:^|[;&?\s"'({,])([\w.\[\]-]+)=`)
	pairValue = regexp.MustCompile(`^[^;&"]*`)
)

// Query gives a query as it may be shown. One that cannot be read is hidden.
func (r *Redactor) Query(query string) string {
	values, err := url.ParseQuery(query)
	if err != nil {
		return Stars
	}
	hidden := false
	for name, all := range values {
		if !IsKey(name) && r.mentions(name) {
			return Stars
		}
		for i, value := range all {
			switch {
			case slices.Contains(namesInQuery, PlainName(name)):
				all[i] = Stars
			case !selection.MatchString(value):
				all[i] = r.Form(name, value)
			}
			hidden = hidden || all[i] != value
		}
		if all[0] == Stars {
			values[name] = all[:1]
		}
	}
	if hidden {
		return values.Encode()
	}
	return query
}

// namesInQuery are secrets there, and not elsewhere.
var namesInQuery = []string{"key", "sig", "signature"}

// selection is a value of ?ql=, which has names alone.
var selection = regexp.MustCompile(`^\{[\w{},\s]*\}$`)

// Form gives the text of a form's field as it may be shown: hidden by any step of
// its key, and looked into where it holds JSON.
func (r *Redactor) Form(key, text string) string {
	key = strings.TrimSuffix(key, "\n") // as if it were not there (FO-19)
	switch {
	case slices.ContainsFunc(steps(key), r.Name), strings.HasSuffix(key, "credentials") && !strings.HasPrefix(text, "{"):
		return Stars
	case strings.HasSuffix(key, mockData):
		return text
	}
	return r.TextAt(key, text)
}

// steps are the names in a form's key.
func steps(key string) []string {
	return strings.FieldsFunc(key, func(c rune) bool { return strings.ContainsRune(".[]", c) })
}

// Key gives a key as it may be shown. One that is no name may hold whatever was
// sent under the wrong type, a secret with its name.
func (r *Redactor) Key(key string) string {
	switch {
	case IsKey(key):
		return key
	case r.mentions(key):
		return Stars
	}
	return r.prose(key)
}

// keys gives the keys of an object as they may be shown, each another one.
func (r *Redactor) keys(keys []string) []string {
	if AreKeys(keys) {
		return keys
	}
	shown, uses := make([]string, len(keys)), map[string]int{}
	for _, key := range keys {
		uses[key] = 1
	}
	for i, key := range keys {
		plain := r.Key(key)
		for shown[i] = plain; shown[i] != key && uses[shown[i]] > 0; {
			uses[plain]++
			shown[i] = plain + " " + strconv.Itoa(uses[plain])
		}
		uses[shown[i]] = max(1, uses[shown[i]])
	}
	return shown
}

// AreKeys reports whether every key is one, as those of a form are.
func AreKeys(keys []string) bool {
	return !slices.ContainsFunc(keys, func(key string) bool { return !IsKey(key) })
}

// IsKey reports whether a key is one name, or a path of names such as forms have.
func IsKey(key string) bool { return NameIn(key) == strings.TrimSuffix(key, "\n") }

// NameIn is as much of a key as is a name, or a path of names.
func NameIn(key string) string {
	isOther := func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("_-.[]", c)
	}
	if end := strings.IndexFunc(key, isOther); end >= 0 {
		return key[:end]
	}
	return key
}
