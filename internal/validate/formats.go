package validate

import (
	"errors"
	"net/netip"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/cekura/mockserver/internal/pyjson"
)

var errURL = errors.New("not a URL")

const (
	maxURL      = 2048
	maxHostname = 253
)

// urlShape splits a URL as Django's URLValidator does: userinfo, host, port and
// rest, none of which holds white space.
var urlShape = regexp.MustCompile(
	`^(?i:https?|ftps?)://(?:[^\s:@/]+(?::[^\s:@/]*)?@)?(\[[0-9a-fA-F:.]+\]|[^\s:@/?#\[\]]+)(?::[0-9]{1,5})?(?:[/?#].*)?$`)

// checkURL is the format "uri": what REST framework's URLField takes [F]. An
// empty text clears the field. [A]
func checkURL(value string) error {
	if value == "" {
		return nil
	}
	if utf8.RuneCountInString(value) > maxURL || strings.ContainsFunc(value, pyjson.IsSpace) {
		return errURL
	}
	match := urlShape.FindStringSubmatch(value)
	if match == nil || !isHost(match[1]) || hidesMark(value) {
		return errURL
	}
	return nil
}

// hidesMark reports whether a URL's authority holds a character that turns into
// one of a URL's own marks in a client that normalises it: Python refuses those.
// [F] (ER-23)
func hidesMark(value string) bool {
	const marks = "/?#@:"
	_, authority, _ := strings.Cut(value, "://")
	if end := strings.IndexAny(authority, "/?#"); end >= 0 {
		authority = authority[:end]
	}
	authority = strings.NewReplacer("@", "", ":", "").Replace(authority)
	return strings.ContainsAny(norm.NFKC.String(authority), marks)
}

var (
	errEmail = errors.New("not an email address")
	errIP    = errors.New("not an IP address")
)

// emailUser and emailDomain are what Django's EmailValidator takes: a dot-atom
// or a quoted text, and a host name or an address in brackets.
var (
	emailUser = lazily(`(?i)^(?:[-!#$%&'*+/=?^_` + "`" + `{}|~0-9a-z]+(?:\.[-!#$%&'*+/=?^_` + "`" + `{}|~0-9a-z]+)*` +
		`|"(?:[\x01-\x08\x0b\x0c\x0e-\x1f!#-\[\]-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*")$`)
	emailDomain = lazily(`(?i)^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{1,62}[a-z0-9]$`)
)

const maxEmail = 320

// lazily compiles a pattern when it is first asked for: most documents and bodies
// never do.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// checkEmail is the format "email": what REST framework's EmailField takes. [F]
func checkEmail(value string) error {
	user, domain, ok := cutLast(value, "@")
	if !ok || len(value) > maxEmail || !emailUser().MatchString(user) {
		return errEmail
	}
	domain = strings.Map(asciiLetter, domain)
	if strings.EqualFold(domain, "localhost") || emailDomain().MatchString(domain) && !strings.HasSuffix(domain, "-") {
		return nil
	}
	if literal, ok := strings.CutPrefix(domain, "["); ok {
		if _, err := netip.ParseAddr(strings.TrimSuffix(literal, "]")); err == nil && strings.HasSuffix(literal, "]") && !strings.Contains(literal, "%") {
			return nil
		}
	}
	return errEmail
}

// asciiLetter puts a letter in the place of one that punycode writes with some.
func asciiLetter(r rune) rune {
	if r >= 0xa1 {
		return 'a'
	}
	return r
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func checkIPv4(value string) error { return checkAddr(value, netip.Addr.Is4) }
func checkIPv6(value string) error { return checkAddr(value, netip.Addr.Is6) }
func checkIP(value string) error   { return checkAddr(value, netip.Addr.IsValid) }

// cleanIPv6 writes an address as Django keeps it.
func cleanIPv6(text string) (string, bool) {
	addr, err := netip.ParseAddr(text)
	if err != nil || addr.Zone() != "" {
		return "", false
	}
	return addr.String(), true
}

func checkAddr(value string, is func(netip.Addr) bool) error {
	if addr, err := netip.ParseAddr(value); err != nil || !is(addr) || addr.Zone() != "" {
		return errIP
	}
	return nil
}

func isHost(host string) bool {
	if strings.HasPrefix(host, "[") {
		addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
		return err == nil && addr.Is6()
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.Is4()
	}
	return strings.EqualFold(host, "localhost") || isDomain(host)
}

// isDomain takes two labels or more, of 1 to 63 letters, digits and inner
// hyphens, of which the last is not all digits. One trailing dot is fine.
func isDomain(host string) bool {
	if utf8.RuneCountInString(host) > maxHostname {
		return false
	}
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	last := labels[len(labels)-1]
	if len(labels) < 2 || strings.Trim(last, "0123456789") == "" {
		return false
	}
	for _, label := range labels {
		if !domainLabel.MatchString(label) {
			return false
		}
	}
	return true
}

// domainLabel takes the letters that Django takes: ASCII ones, and any other
// character of the basic plane from U+00A1 on.
var domainLabel = regexp.MustCompile(
	`^[a-zA-Z0-9\x{a1}-\x{ffff}](?:[a-zA-Z0-9\x{a1}-\x{ffff}-]{0,61}[a-zA-Z0-9\x{a1}-\x{ffff}])?$`)
