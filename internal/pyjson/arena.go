package pyjson

// The items of an array must be counted before a slice can be made for them.
// They wait on the stack, which is reused from document to document; then they
// are copied, in slices of exactly their number, into the blocks of the arena,
// which go to the caller. A document so costs a few allocations, whatever the
// number of its arrays.

const (
	// maxPooled bounds the stack that is kept between documents.
	maxPooled = 4096
	// maxPooledBytes bounds the buffer for escaped strings that is kept.
	maxPooledBytes = 64 << 10

	// A block is made for as many values as the unread text is likely to hold:
	// one in about 24 bytes. The upper bound keeps a block of values below the
	// 32 KB from which Go allocates each object apart.
	bytesPerValue = 24
	minBlock      = 4
	maxBlock      = 448
)

// stack holds the values and keys of the arrays and objects that are open. The
// slots past its end are always zero.
type stack struct {
	values []Value
	keys   []string
}

// push adds a value of a kind and returns it to be filled in, before the next
// push moves the stack.
func (s *stack) push(kind Kind) *Value {
	n := len(s.values)
	if n < cap(s.values) {
		s.values = s.values[:n+1]
	} else {
		s.values = append(s.values, Value{})
		// append leaves unspecified what it grew by.
		clear(s.values[n+1 : cap(s.values)])
	}
	v := &s.values[n]
	v.Kind = kind
	return v
}

func (s *stack) popValues(first int) {
	clear(s.values[first:])
	s.values = s.values[:first]
}

func (s *stack) popKeys(first int) {
	clear(s.keys[first:])
	s.keys = s.keys[:first]
}

func (s *stack) empty() {
	s.popValues(0)
	s.popKeys(0)
	if cap(s.values) > maxPooled {
		s.values = nil
	}
	if cap(s.keys) > maxPooled {
		s.keys = nil
	}
}

// arena holds the free parts of the blocks the document is being copied into.
type arena struct {
	freeValues []Value
	freeKeys   []string
}

// keepValues copies the items of a finished array or object into the arena.
// unread is the number of bytes of the document that are still to come.
func (a *arena) keepValues(items []Value, unread int) []Value {
	n := len(items)
	if n == 0 {
		return nil
	}
	if n > len(a.freeValues) {
		a.freeValues = make([]Value, n+blockSize(unread))
	}
	kept := a.freeValues[:n:n]
	a.freeValues = a.freeValues[n:]
	copy(kept, items)
	return kept
}

func (a *arena) keepKeys(keys []string, unread int) []string {
	n := len(keys)
	if n == 0 {
		return nil
	}
	if n > len(a.freeKeys) {
		a.freeKeys = make([]string, n+blockSize(unread))
	}
	kept := a.freeKeys[:n:n]
	a.freeKeys = a.freeKeys[n:]
	copy(kept, keys)
	return kept
}

func blockSize(unread int) int {
	return min(max(unread/bytesPerValue, minBlock), maxBlock)
}

// keyFilter tells, at the price of a few instructions a key, whether the keys of
// an object could repeat. Nearly no object has a repeated key, but each must be
// checked for one.
type keyFilter struct {
	bits     [4]uint64
	repeated bool // a key may have been added twice
}

func (f *keyFilter) add(key string) {
	h := uint(len(key)) * 7
	if n := len(key); n > 0 {
		h += uint(key[0])*31 + uint(key[n/2])*17 + uint(key[n-1])*5
	}
	word, bit := &f.bits[h>>6&3], uint64(1)<<(h&63)
	if *word&bit != 0 {
		f.repeated = true
	}
	*word |= bit
}

// shortObject is the number of keys up to which comparing each key with those
// before it is cheaper than a map. Past it, it could be made very slow.
const shortObject = 16

// dropRepeated joins repeated keys in place: the first place, the last value.
func (p *parser) dropRepeated(keys []string, values []Value) ([]string, []Value) {
	if len(keys) > shortObject && p.seen == nil {
		p.seen = make(map[string]int, len(keys))
	}
	n := 0
	for i, key := range keys {
		place := p.place(keys[:n], key, len(keys) > shortObject)
		keys[place], values[place] = key, values[i]
		if place == n {
			n++
		}
	}
	if len(p.seen) > maxPooled {
		p.seen = nil
	}
	clear(p.seen)
	return keys[:n], values[:n]
}

// place returns the index of key in keys, or len(keys) if it is a new one.
func (p *parser) place(keys []string, key string, long bool) int {
	if !long {
		for i, k := range keys {
			if k == key {
				return i
			}
		}
		return len(keys)
	}
	if i, ok := p.seen[key]; ok {
		return i
	}
	p.seen[key] = len(keys)
	return len(keys)
}
