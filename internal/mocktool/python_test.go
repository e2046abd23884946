package mocktool

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/cekura/mockserver/internal/pyjson"
)

// These tests ask the python3 of the machine, thousands of questions in one
// process, and compare its answers with this package's.

//go:embed testdata/oracle.py
var oracle string

// question is one line to the oracle: an operation and its arguments.
type question []string

// skip skips on a user's machine; CI has what is needed.
func skip(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// compare asks the questions and checks that answer gives what Python does.
func compare(t *testing.T, questions []question, answer func(question) string) {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		skip(t, "no python3 on this machine: not compared with Python")
	}
	var in bytes.Buffer
	for _, q := range questions {
		in.WriteString(q[0])
		for _, a := range q[1:] {
			in.WriteString("\t" + base64.StdEncoding.EncodeToString([]byte(a)))
		}
		in.WriteByte('\n')
	}
	cmd := exec.Command(python, "-c", oracle)
	cmd.Stdin = &in
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("python3: %v\n%s", err, stderr.String())
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != len(questions) {
		t.Fatalf("python3 answered %d of %d questions", len(lines), len(questions))
	}
	failed := 0
	for i, line := range lines {
		want, err := base64.StdEncoding.DecodeString(line)
		if err != nil {
			t.Fatalf("python3 answered %q", line)
		}
		if got := answer(questions[i]); got != string(want) && string(want) != "unassigned" {
			t.Errorf("%.300q\n got  %.300q\n want %.300q", questions[i], got, want)
			if failed++; failed == 10 {
				t.Fatal("and more")
			}
		}
	}
}

// texts makes pairs of texts that have much in common, or little, of few
// characters and of many, below and above the length at which popular
// characters are left out.
func texts(random *rand.Rand) (a, b string) {
	alphabets := []string{"ab", "a", "abcdefghij", "the quick brown fox ", "0123456789-", "aé😀ß日本", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789éüößñ日本語テキスト"}
	alphabet := []rune(alphabets[random.IntN(len(alphabets))])
	lengths := []int{0, 1, 5, 20, 60, 198, 199, 200, 201, 250, 400, 700}
	someText := func() []rune {
		text := make([]rune, lengths[random.IntN(len(lengths))])
		for i := range text {
			text[i] = alphabet[random.IntN(len(alphabet))]
		}
		return text
	}
	one := someText()
	if random.IntN(3) == 0 {
		return string(one), string(someText())
	}
	other := append([]rune{}, one...)
	for range random.IntN(12) { // cut a stretch and put it elsewhere, or change a character
		if len(other) == 0 {
			break
		}
		i, n := random.IntN(len(other)), random.IntN(len(other)+1)
		stretch := append([]rune{}, other[i:min(i+n, len(other))]...)
		switch random.IntN(4) {
		case 0:
			other[i] = alphabet[random.IntN(len(alphabet))]
		case 1:
			other = append(other[:i], other[i+len(stretch):]...)
		case 2:
			other = append(other[:i:i], append(stretch, other[i:]...)...)
		default:
			other = append(append(other[:i:i], other[i+len(stretch):]...), stretch...)
		}
		other = other[:min(len(other), 900)]
	}
	return string(one), string(other)
}

func ratio(a, b string) float64 {
	effort := 1 << 50
	return newSequence(b).ratio(a, &effort)
}

func TestPythonRatio(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var questions []question
	for range 4000 {
		a, b := texts(random)
		questions = append(questions, question{"ratio", a, b})
	}
	for _, n := range []int{199, 200, 201, 300, 1000, MaxCompared} { // around the limits of what is popular
		for _, unit := range []string{"a", "ab", "abcdefgh", "the quick brown fox jumps over the lazy dog. "} {
			long := strings.Repeat(unit, n/len(unit)+1)[:n]
			questions = append(questions, question{"ratio", long, long}, question{"ratio", long, "x" + long[1:]},
				question{"ratio", "x" + long, long + "x"}, question{"ratio", long[:n/2], long}, question{"ratio", long, long[:n/2]})
		}
	}
	compare(t, questions, func(q question) string {
		return pyjson.FormatFloat(ratio(q[1], q[2]))
	})
}

// Every character, alone and within a word, in the case that Python gives it.
// What its Unicode does not know yet is left out.
func TestPythonLower(t *testing.T) {
	var questions []question
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unicode.IsLetter(r) && unicode.ToLower(r) != r || r < 0x3000 && unicode.IsPrint(r) {
			questions = append(questions, question{"lower", string(r)}, question{"lower", "Σ" + string(r)},
				question{"lower", "a" + string(r) + "Σ"}, question{"lower", "aΣ" + string(r) + "b"})
		}
	}
	compare(t, questions, func(q question) string { return lower(pyjson.TrimSpace(q[1])) })
}

// The whole search for a mapping against a plain one in Python.
func TestPythonMatch(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	names := []string{"a", "b", "c", "note"}
	values := []string{`"x"`, `"X "`, `"750"`, `750`, `750.0`, `"750.00"`, `1`, `true`, `false`, `null`, `"true"`, `"appointment tomorrow"`,
		`"Appointment today"`, `"appt"`, `[1,"a"]`, `[1,"A"]`, `{"k":1}`, `{"k":2}`, `""`, `"0.5e1"`, `5`, `"five"`, `"None"`, `-3`, `"-3.0"`}
	object := func() string {
		var members []string
		for _, name := range names {
			if random.IntN(2) == 0 {
				members = append(members, strconv.Quote(name)+":"+values[random.IntN(len(values))])
			}
		}
		random.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		return "{" + strings.Join(members, ",") + "}"
	}
	var questions []question
	for range 8000 {
		inputs := make([]string, 1+random.IntN(5))
		for i := range inputs {
			inputs[i] = object()
		}
		questions = append(questions, question{"match", "[" + strings.Join(inputs, ",") + "]", object(), []string{"", "note"}[random.IntN(2)]})
	}
	steps := map[Step]int{}
	compare(t, questions, func(q question) string {
		inputs := parse(t, q[1])
		var inputTexts []string
		for _, input := range inputs.Items {
			inputTexts = append(inputTexts, string(input.Append(nil)))
		}
		match, _ := Parse(mockData(inputTexts...), []string{q[3]}).Match(parse(t, q[2]))
		steps[match.Step]++
		return fmt.Sprintf("%s %d %.6f", match.Step, match.Mapping, match.Score)
	})
	for _, step := range []Step{Equal, Shared, Closest, Wildcard, NoMatch} {
		if steps[step] == 0 && !t.Skipped() {
			t.Errorf("no call came to the step %s: %v", step, steps)
		}
	}
}

// mockData has a mapping for each input, with its place as the output.
func mockData(inputs ...string) string {
	var mappings []string
	for i, input := range inputs {
		mappings = append(mappings, fmt.Sprintf(`{"input":%s,"output":%d}`, input, i))
	}
	return "[" + strings.Join(mappings, ",") + "]"
}

func parse(t testing.TB, text string) pyjson.Value {
	t.Helper()
	v, err := pyjson.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}
