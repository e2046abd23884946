package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/cekura/mockserver/internal/domain"
)

// strict is the flag --strict, which means all kinds of notices, or
// --strict=KIND,KIND.
type strict []domain.NoticeKind

// IsBool tells kong that the flag may stand alone.
func (*strict) IsBool() bool { return true }

// Decode reads the flag, or its twin in the environment.
func (s *strict) Decode(ctx *kong.DecodeContext) error {
	value := "true"
	if ctx.Scan.Peek().Type == kong.FlagValueToken {
		value = fmt.Sprint(ctx.Scan.Pop().Value)
	}
	switch strings.ToLower(value) {
	case "true", "1", "yes":
		*s = domain.NoticeKinds
		return nil
	case "false", "0", "no":
		*s = nil
		return nil
	}
	*s = nil
	for kind := range strings.SplitSeq(value, ",") {
		*s = append(*s, domain.NoticeKind(strings.TrimSpace(kind)))
	}
	return domain.CheckNoticeKinds(*s)
}
