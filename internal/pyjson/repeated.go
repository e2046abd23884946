package pyjson

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
