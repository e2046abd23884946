package mocktool

import (
	"fmt"
	"math"
	"strconv"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
)

// Step says why a mapping answered a call.
type Step string

// The steps, in the order in which they are tried. [O, A wildcard]
const (
	Equal    Step = "equal"    // its input equals the arguments
	Shared   Step = "shared"   // all parameters that both have are equal, and it shares the most
	Closest  Step = "closest"  // it is the most similar one, and similar enough
	Wildcard Step = "wildcard" // its input is {}
	NoMatch  Step = "no_match" // no mapping answers
)

// minScore is the similarity that the closest mapping must have. [O]
const minScore = 30

// Match is what answers a call of a tool.
type Match struct {
	Step    Step
	Mapping int     // its place in the mock data; -1 where none answers
	Score   float64 // the similarity of its input, 0 to 100; where none answers, of the closest one
	Cut     bool    // the texts are too long to be all compared: a closer mapping may exist
	Answer  Answer

	best candidate // of step 3, where it was not enough
}

// Match finds what answers a call. It reports false for a tool without
// mappings.
func (m *Mappings) Match(arguments pyjson.Value) (Match, bool) {
	if len(m.mappings) == 0 {
		return Match{}, false
	}
	given := m.compared(arguments)
	if i, ok := m.equal[string(given.AppendCanonical(nil))]; ok {
		return m.answered(Match{Step: Equal, Mapping: i, Score: 100}), true
	}
	c := m.newCall(given)
	if best, ok := c.shared(); ok {
		return m.answered(Match{Step: Shared, Mapping: best.mapping, Score: best.score}), true
	}
	best, cut := c.closest()
	if best.score >= minScore {
		return m.answered(Match{Step: Closest, Mapping: best.mapping, Score: best.score, Cut: cut}), true
	}
	if m.wildcard >= 0 {
		return m.answered(Match{Step: Wildcard, Mapping: m.wildcard, Cut: cut, best: best}), true
	}
	return Match{Step: NoMatch, Mapping: -1, Score: best.score, Cut: cut, Answer: noMatch, best: best}, true
}

func (m *Mappings) answered(match Match) Match {
	match.Answer = m.mappings[match.Mapping].answer
	return match
}

// String is the form in which a match is shown to clients.
func (m Match) String() string {
	mapping := "none"
	if m.Mapping >= 0 {
		mapping = strconv.Itoa(m.Mapping)
	}
	return fmt.Sprintf("step=%s; mapping=%s; score=%s", m.Step, mapping, percent(m.Score))
}

// percent never rounds up to what is enough.
func percent(score float64) string {
	return strconv.FormatFloat(math.Floor(score*10)/10, 'f', -1, 64)
}

// Notice says what a caller should know of a match that was not meant like
// that; "" for those that were.
func (m Match) Notice(tool string) string {
	text := ""
	switch m.Step {
	case Closest:
		text = fmt.Sprintf("no mapping of %s has what was sent; mapping %d, the closest, answered: %s of 100 similar", tool, m.Mapping, percent(m.Score))
	case Wildcard:
		text = fmt.Sprintf("%s; mapping %d, whose input is {}, answered", m.tooFar(tool), m.Mapping)
	case NoMatch:
		text = m.tooFar(tool) + `; the answer is {"error":"` + apierr.NoMatch + `"}`
	default:
		return ""
	}
	if m.Cut {
		text += "; the texts are too long to be all compared"
	}
	return text
}

func (m Match) tooFar(tool string) string {
	if m.best.score == 0 {
		return "no mapping of " + tool + " resembles what was sent"
	}
	return fmt.Sprintf("no mapping of %s is close to what was sent: %d, the closest, is %s of 100 similar, and %d are wanted",
		tool, m.best.mapping, percent(m.best.score), minScore)
}
