package pyjson

// maxDepth is how many arrays and objects may be open at once. Python stops at
// its recursion limit, 1000 frames, of which the caller has used a few.
const maxDepth = 990

// enter steps over the bracket that opens an array or object.
func (p *parser) enter(what string) error {
	if p.depth == maxDepth {
		return &ValueError{"maximum recursion depth exceeded while decoding a JSON " + what + " from a unicode string"}
	}
	p.depth++
	p.at++
	p.skipSpace()
	return nil
}

// array reads an array at its bracket. Its items pile up on the stack until
// their number is known.
func (p *parser) array() error {
	if err := p.enter("array"); err != nil {
		return err
	}
	first := len(p.values)
	if p.peek() != ']' {
		for {
			if err := p.value(); err != nil {
				return err
			}
			more, err := p.comma(']')
			if err != nil {
				return err
			}
			if !more {
				break
			}
		}
	}
	p.leave()
	items := p.keepValues(p.values[first:], len(p.text)-p.at)
	p.popValues(first)
	p.push(Array).Items = items
	return nil
}

// object reads an object at its bracket.
func (p *parser) object() error {
	if err := p.enter("object"); err != nil {
		return err
	}
	first, firstKey := len(p.values), len(p.keys)
	var seen keyFilter
	if p.peek() != '}' {
		for {
			if err := p.key(&seen); err != nil {
				return err
			}
			if err := p.value(); err != nil {
				return err
			}
			more, err := p.comma('}')
			if err != nil {
				return err
			}
			if !more {
				break
			}
		}
	}
	p.leave()
	keys, values := p.keys[firstKey:], p.values[first:]
	if seen.repeated {
		keys, values = p.dropRepeated(keys, values)
	}
	items := p.keepValues(values, len(p.text)-p.at)
	names := p.keepKeys(keys, len(p.text)-p.at)
	p.popValues(first)
	p.popKeys(firstKey)
	v := p.push(Object)
	v.Items, v.Keys = items, names
	return nil
}

// leave steps over the bracket that closes an array or object.
func (p *parser) leave() {
	p.depth--
	p.at++
}

// key reads a key and its colon, and pushes the key.
func (p *parser) key(seen *keyFilter) error {
	if p.peek() != '"' {
		return p.fail("Expecting property name enclosed in double quotes", p.at)
	}
	key, err := p.quoted()
	if err != nil {
		return err
	}
	p.skipSpace()
	if p.peek() != ':' {
		return p.fail("Expecting ':' delimiter", p.at)
	}
	p.at++
	p.skipSpace()
	seen.add(key)
	p.keys = append(p.keys, key)
	return nil
}

// comma reads what follows an item: a comma, after which there is more, or the
// closing bracket, on which it stops.
func (p *parser) comma(closing byte) (more bool, err error) {
	p.skipSpace()
	switch p.peek() {
	case closing:
		return false, nil
	case ',':
		p.at++
		p.skipSpace()
		return true, nil
	}
	return false, p.fail("Expecting ',' delimiter", p.at)
}
