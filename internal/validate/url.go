package validate

import (
	"errors"
	"net/netip"
	"regexp"
	"strings"
	"unicode/utf8"

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
	if match == nil || !isHost(match[1]) {
		return errURL
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
