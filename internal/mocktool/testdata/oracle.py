"""Answers questions about Python's difflib and str: one per line, an operation
and its arguments in base64, answered by a line in base64."""

import base64
import difflib
import json
import sys
import unicodedata


def ratio(a, b):
    return repr(difflib.SequenceMatcher(None, a, b).ratio())


def lower(text):
    return text.strip().lower()


def lower_known(text):
    if any(unicodedata.category(c) == 'Cn' for c in text):
        return 'unassigned'
    return lower(text)


def text_of(v):
    return str(v).strip().lower()


def same(a, b):
    """Step 2's idea of equal, for values that are no phone numbers."""
    if isinstance(a, (list, dict, bool)) or isinstance(b, (list, dict, bool)):
        return type(a) is type(b) and a == b
    if isinstance(a, str) and isinstance(b, str):
        a, b = lower(a), lower(b)
    try:
        return float(a) == float(b)
    except ValueError:
        return type(a) is type(b) and a == b


def match(mappings, arguments, freetext):
    def compared(v):
        return {k: x for k, x in v.items() if x is not None and k not in freetext}

    mappings, arguments = [compared(m) for m in json.loads(mappings)], json.loads(arguments)
    arguments = compared(arguments)
    union = [set(m) | set(arguments) for m in mappings]
    common = [set(m) & set(arguments) for m in mappings]
    for i, m in enumerate(mappings):
        if m == arguments and all(isinstance(m[k], bool) is isinstance(arguments[k], bool) for k in m):
            return 'equal %d 100.000000' % i
    best, most = None, 0
    for i, m in enumerate(mappings):
        if len(common[i]) > most and all(same(m[k], arguments[k]) for k in common[i]):
            best, most = i, len(common[i])
    if most:
        return 'shared %d %.6f' % (best, 100 * most / len(union[best]))
    best, highest = -1, 0
    for i, m in enumerate(mappings):
        score = sum(100 if same(m[k], arguments[k]) else
                    100 * difflib.SequenceMatcher(None, text_of(m[k]), text_of(arguments[k])).ratio()
                    for k in common[i]) / max(len(union[i]), 1)
        score = round(score, 9)
        if score > highest:
            best, highest = i, score
    if highest >= 30:
        return 'closest %d %.6f' % (best, highest)
    if {} in mappings:
        return 'wildcard %d 0.000000' % mappings.index({})
    return 'no_match -1 %.6f' % highest


answers = {'ratio': ratio, 'lower': lower_known, 'match': match}
for line in sys.stdin:
    op, *args = line.rstrip('\n').split('\t')
    answer = answers[op](*(base64.b64decode(a).decode() for a in args))
    print(base64.b64encode(answer.encode()).decode())
