package pyjson

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode"
)

// These tests ask the python3 of the machine, thousands of questions in one
// process, and compare its answers with this package's.

//go:embed testdata/oracle.py
var oracle string

// question is one line to the oracle: an operation and its arguments.
type question struct {
	op   string
	args [][]byte
}

func ask(op string, args ...string) question {
	q := question{op: op}
	for _, a := range args {
		q.args = append(q.args, []byte(a))
	}
	return q
}

func (q question) String() string { return fmt.Sprintf("%s%.300q", q.op, q.args) }

// skip skips on a user's machine; CI has what is needed.
func skip(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// askPython returns one answer, a list of fields, for each question.
func askPython(t *testing.T, questions []question) [][]string {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		skip(t, "no python3 on this machine: not compared with Python")
	}
	var in bytes.Buffer
	for _, q := range questions {
		in.WriteString(q.op)
		for _, a := range q.args {
			in.WriteString("\t" + base64.StdEncoding.EncodeToString(a))
		}
		in.WriteByte('\n')
	}
	cmd := exec.Command(python, "-c", oracle)
	cmd.Stdin = &in
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if cmd.ProcessState != nil && cmd.ProcessState.ExitCode() == 3 {
		skip(t, "python3 is not one of 3.8 to 3.12: not compared with Python")
	}
	if err != nil {
		t.Fatalf("python3: %v\n%s", err, stderr.String())
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != len(questions) {
		t.Fatalf("python3 answered %d of %d questions", len(lines), len(questions))
	}
	answers := make([][]string, len(lines))
	for i, line := range lines {
		for field := range strings.SplitSeq(line, "\t") {
			b, err := base64.StdEncoding.DecodeString(field)
			if err != nil {
				t.Fatalf("python3 answered %q", line)
			}
			answers[i] = append(answers[i], string(b))
		}
	}
	return answers
}

// compare asks the questions and checks that answer gives what Python does.
func compare(t *testing.T, questions []question, answer func(question) []string) {
	t.Helper()
	failed := 0
	for i, want := range askPython(t, questions) {
		got := answer(questions[i])
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
			t.Errorf("%v\n got  %.600q\n want %.600q", questions[i], got, want)
			if failed++; failed == 10 {
				t.Fatal("and more")
			}
		}
	}
}

func TestPythonLoads(t *testing.T) {
	var questions []question
	for _, doc := range documents(20000) {
		questions = append(questions, ask("load", doc, ""))
	}
	for _, doc := range documents(3000) {
		for _, charset := range []string{"latin-1", "utf-16-le", "UTF_16", "cp1252", "utf-8-sig"} {
			questions = append(questions, ask("load", doc, charset))
		}
	}
	compare(t, questions, func(q question) []string {
		text, err := Decode(q.args[0], string(q.args[1]))
		if err != nil {
			return []string{"error", err.Error()}
		}
		v, err := Parse(text)
		if err != nil {
			return []string{"error", err.Error()}
		}
		return []string{"ok", v.TypeName(), string(v.Append(nil)), v.Str(), fmt.Sprint(v.Renderable())}
	})
}

func TestPythonDecode(t *testing.T) {
	charsets := []string{"", "utf-8", "UTF8", "u8", "Utf 8", "utf-8-sig", "latin-1", "ISO_8859-1", "iso8859-1",
		"us-ascii", "ANSI_X3.4-1968", "windows-1252", "CP1252", "utf-16", "UTF-16LE", "utf_16_be", "utf-32",
		"utf-32le", "UTF-32-BE", "utf.8", "klingon", "--utf--16--"}
	pieces := []string{"a", "b", "\x00", "\x00", "\x80", "\xbf", "\xc0", "\xc3", "\xe0", "\xa0", "\xed", "\xa0\x80", "\x9f",
		"\xf0", "\x90", "\xf4", "\x8f", "\xf5", "\xff", "\xfe", "\xff\xfe", "\xfe\xff", "\xd8", "\xdc", "\x11", "\xef\xbb\xbf",
		"\x81", "é", "€", "😀", "\xff\xfe\x00\x00", "\x00\x00\xfe\xff", "\x00\x00\x00"}
	random := rand.New(rand.NewPCG(1, 2))
	var questions []question
	for range 12000 {
		var body strings.Builder
		for range random.IntN(7) {
			body.WriteString(pieces[random.IntN(len(pieces))])
		}
		questions = append(questions, ask("decode", body.String(), charsets[random.IntN(len(charsets))]))
	}
	compare(t, questions, func(q question) []string {
		text, err := Decode(q.args[0], string(q.args[1]))
		if err != nil {
			return []string{"error", err.Error()}
		}
		return []string{"ok", text}
	})
}

func TestPythonText(t *testing.T) {
	pieces := []string{"1", "0", "27", "_", "_", "-", "+", " ", "\t", "\v", "\x1c", "\x1f", "\u0085", "\u00a0", "\u2028",
		"\u3000", "\u200b", "٣", "９", "𝟗", "𝟎", "a", ".", "\x00", "é", "\ufeff", "\u180e"}
	random := rand.New(rand.NewPCG(3, 4))
	questions := []question{
		ask("int", strings.Repeat("1", 4300)), ask("int", strings.Repeat("1", 4301)), ask("int", strings.Repeat("0", 4301)),
		ask("int", strings.Repeat("1_", 4299)+"1"), ask("int", strings.Repeat("٣", 4300)), ask("int", strings.Repeat("٣", 4301)),
	}
	for range 10000 {
		var s strings.Builder
		for range random.IntN(6) {
			s.WriteString(pieces[random.IntN(len(pieces))])
		}
		questions = append(questions, ask("int", s.String()), ask("strip", s.String()))
	}
	compare(t, questions, func(q question) []string {
		s := string(q.args[0])
		if q.op == "strip" {
			return []string{TrimSpace(s)}
		}
		if n, ok := ParseInt(s); ok {
			return []string{"ok", n}
		}
		return []string{"error"}
	})
}

func TestPythonFloats(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	var questions []question
	add := func(f float64) {
		questions = append(questions, ask("float", fmt.Sprintf("%016x", math.Float64bits(f))))
	}
	for range 10000 {
		add(math.Float64frombits(random.Uint64()))
		add(math.Round(random.NormFloat64()*1e6) / 100)
		add(math.Pow(10, float64(random.IntN(40)-20)))
		add(float64(random.Int64()))
	}
	compare(t, questions, func(q question) []string {
		var bits uint64
		_, err := fmt.Sscanf(string(q.args[0]), "%x", &bits)
		if err != nil {
			t.Fatal(err)
		}
		return []string{FormatFloat(math.Float64frombits(bits))}
	})
}

// TestPythonEqual compares pairs of values that are often nearly the same.
func TestPythonEqual(t *testing.T) {
	atoms := []string{"1", "1.0", "1e0", "10e-1", "true", "false", "0", "-0", "-0.0", "null", `"1"`, `"a"`, "[]", "{}", "1e23",
		"100000000000000000000000", "99999999999999991611392", "1e16", "10000000000000000", "9007199254740993",
		"9007199254740992.0", "9007199254740993.0", "1e400", "-1e400", "1.5", "15e-1", `"1.0"`, `"\u0061"`, `"\ud800"`, `"\\ud800"`,
		"123456789012345680.0", "123456789012345680", "123456789012345677"}
	random := rand.New(rand.NewPCG(7, 8))
	atom := func() string { return atoms[random.IntN(len(atoms))] }
	var questions []question
	for _, a := range atoms {
		for _, b := range atoms {
			questions = append(questions, ask("equal", "["+a+","+b+"]"))
		}
	}
	for range 3000 {
		a, b, c := atom(), atom(), atom()
		questions = append(questions, ask("equal", fmt.Sprintf(`[{"a":%s,"b":[%s]},{"b":[%s],"a":%s}]`, a, b, c, a)))
	}
	compare(t, questions, func(q question) []string {
		v, err := Parse(string(q.args[0]))
		if err != nil {
			return []string{err.Error()}
		}
		a, b := v.Items[0].AppendCanonical(nil), v.Items[1].AppendCanonical(nil)
		return []string{fmt.Sprint(bytes.Equal(a, b))}
	})
}

// TestPythonCharacters sweeps Unicode. Python may know fewer characters than
// Go: what it has not assigned is not compared.
func TestPythonCharacters(t *testing.T) {
	for _, line := range askPython(t, []question{ask("characters")})[0] {
		var r rune
		var printable, digit int
		if _, err := fmt.Sscanf(line, "%d %d %d", &r, &printable, &digit); err != nil {
			t.Fatal(err)
		}
		if got := unicode.IsPrint(r); got != (printable == 1) {
			t.Errorf("%U: printable %v in Go", r, got)
		}
		d, ok := decimalDigit(r)
		if ok != (digit >= 0) || ok && int(d) != digit {
			t.Errorf("%U: digit %d %v in Go, %d in Python", r, d, ok, digit)
		}
	}
}
