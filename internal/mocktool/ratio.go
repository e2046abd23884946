package mocktool

import "slices"

// sequence is a text that others are compared with as Python's
// difflib.SequenceMatcher(None, other, text) does, which prepares its second
// text too. The Go port of difflib compares lists of strings, at the price of
// a map for each of them.
type sequence struct {
	runes []rune
	kinds kinds
	count []int32 // how often each kind of character occurs
	ends  []int32 // of the places of each kind in at
	at    []int32 // the places of each kind of character, kind after kind

	left           []int32 // of count, for atMost
	previous, next []int32 // rows of longest: how long a block ends before a place
}

// kinds numbers the characters of a text.
type kinds struct {
	ascii [128]int32 // the number and 1
	other map[rune]int32
	n     int32
}

func (k *kinds) add(r rune) {
	switch {
	case k.of(r) >= 0:
	case 0 <= r && r < 128:
		k.n++
		k.ascii[r] = k.n
	default:
		if k.other == nil {
			k.other = map[rune]int32{}
		}
		k.n++
		k.other[r] = k.n
	}
}

// of gives -1 for a character that the text does not have.
func (k *kinds) of(r rune) int32 {
	if 0 <= r && r < 128 {
		return k.ascii[r] - 1
	}
	return k.other[r] - 1
}

// From so many characters on Python leaves out those that make up more than a
// hundredth of the text: its "autojunk".
const junkFrom = 200

func newSequence(text string) *sequence {
	s := &sequence{runes: []rune(text)}
	for _, r := range s.runes {
		s.kinds.add(r)
	}
	n, kinds := len(s.runes), int(s.kinds.n)
	numbers := make([]int32, 3*kinds+3*n+2)
	take := func(n int) []int32 {
		taken := numbers[:n:n]
		numbers = numbers[n:]
		return taken
	}
	s.count, s.ends, s.left = take(kinds), take(kinds), take(kinds)
	s.at, s.previous, s.next = take(n), take(n+1), take(n+1)
	for _, r := range s.runes {
		s.count[s.kinds.of(r)]++
	}
	for kind := 1; kind < kinds; kind++ { // first where they start
		s.ends[kind] = s.ends[kind-1] + s.count[kind-1]
	}
	for i, r := range s.runes {
		end := &s.ends[s.kinds.of(r)]
		s.at[*end] = int32(i)
		*end++
	}
	return s
}

// popular reports whether characters of a kind are too many to be looked for.
func (s *sequence) popular(kind int32) bool {
	n := len(s.runes)
	return n >= junkFrom && int(s.count[kind]) > n/100+1
}

// atMost is a bound of ratio that takes linear time: Python's quick_ratio.
// length is that of the text, in characters.
func (s *sequence) atMost(text string, length int) float64 {
	copy(s.left, s.count)
	matches := 0
	for _, r := range text {
		if kind := s.kinds.of(r); kind >= 0 && s.left[kind] > 0 {
			s.left[kind]--
			matches++
		}
	}
	return ratioOf(matches, length+len(s.runes))
}

func ratioOf(matches, length int) float64 {
	if length == 0 {
		return 1
	}
	return 2 * float64(matches) / float64(length)
}

// part is a stretch of both texts.
type part struct{ fromA, toA, fromB, toB int }

// ratio is SequenceMatcher(None, text, s).ratio(). Each step that it takes is
// taken from effort; where that is spent it stops with what it has found.
func (s *sequence) ratio(text string, effort *int) float64 {
	a := []rune(text)
	matches := 0
	parts := []part{{0, len(a), 0, len(s.runes)}}
	for len(parts) > 0 && *effort > 0 {
		p := parts[len(parts)-1]
		parts = parts[:len(parts)-1]
		i, j, size := s.longest(a, p, effort)
		if size == 0 {
			continue
		}
		matches += size
		if p.fromA < i && p.fromB < j {
			parts = append(parts, part{p.fromA, i, p.fromB, j})
		}
		if i+size < p.toA && j+size < p.toB {
			parts = append(parts, part{i + size, p.toA, j + size, p.toB})
		}
	}
	return ratioOf(matches, len(a)+len(s.runes))
}

// longest is find_longest_match: the longest block that both parts have, the
// earliest in a, then in s. Popular characters only extend a block.
func (s *sequence) longest(a []rune, p part, effort *int) (besti, bestj, size int) {
	besti, bestj = p.fromA, p.fromB
	var before []int32 // the places of the previous row
	for i := p.fromA; i < p.toA; i++ {
		at := s.places(a[i], p)
		for _, j := range at {
			k := int(s.previous[j]) + 1
			s.next[j+1] = int32(k)
			if k > size {
				besti, bestj, size = i-k+1, int(j)-k+1, k
			}
		}
		for _, j := range before {
			s.previous[j+1] = 0
		}
		before = at
		s.previous, s.next = s.next, s.previous
		*effort -= 1 + len(at)
	}
	for _, j := range before {
		s.previous[j+1] = 0
	}
	for besti > p.fromA && bestj > p.fromB && a[besti-1] == s.runes[bestj-1] {
		besti, bestj, size = besti-1, bestj-1, size+1
	}
	for besti+size < p.toA && bestj+size < p.toB && a[besti+size] == s.runes[bestj+size] {
		size++
	}
	return besti, bestj, size
}

// places gives where a character stands in s, within a part.
func (s *sequence) places(r rune, p part) []int32 {
	kind := s.kinds.of(r)
	if kind < 0 || s.popular(kind) {
		return nil
	}
	at := s.at[s.ends[kind]-s.count[kind] : s.ends[kind]]
	if p.fromB > 0 {
		first, _ := slices.BinarySearch(at, int32(p.fromB))
		at = at[first:]
	}
	if p.toB < len(s.runes) {
		end, _ := slices.BinarySearch(at, int32(p.toB))
		at = at[:end]
	}
	return at
}
