"""Answers questions about Python: one per line, an operation and its arguments
in base64, answered by a line of fields in base64."""

import base64
import codecs
import io
import json
import re
import struct
import sys
import unicodedata

if not (3, 8) <= sys.version_info < (3, 13):
    sys.exit(3)  # its errors have other words
sys.setrecursionlimit(5000)


def strict_constant(o):  # rest_framework.utils.json
    raise ValueError('Out of range float values are not JSON compliant: ' + repr(o))


def reader(body, charset):
    try:
        codecs.lookup(charset)
    except LookupError:
        charset = 'utf-8'
    return codecs.getreader(charset)(io.BytesIO(body))


def finite(v):
    if isinstance(v, dict):
        return all(finite(k) and finite(x) for k, x in v.items())
    if isinstance(v, list):
        return all(finite(x) for x in v)
    if isinstance(v, float):
        return v - v == 0
    if isinstance(v, str):
        return not re.search('[\ud800-\udfff]', v)
    return True


def load(body, charset):
    try:
        v = json.load(reader(body, charset.decode()), parse_constant=strict_constant)
    except (ValueError, RecursionError) as e:
        # The words before 3.11.
        return 'error', str(e).replace('limit (4300) for', 'limit (4300 digits) for')
    dump = json.dumps(v, ensure_ascii=False, separators=(',', ':'))
    dump = re.sub('[\ud800-\udfff\u2028\u2029]', lambda m: '\\u%04x' % ord(m[0]), dump)
    return 'ok', type(v).__name__, dump, str(v), str(finite(v)).lower()


def decode(body, charset):
    try:
        return 'ok', reader(body, charset.decode()).read()
    except ValueError as e:
        return 'error', str(e)


def to_int(s):
    try:
        return 'ok', str(int(s.decode()))
    except ValueError:
        return ('error',)


def same(a, b):
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


def characters():
    for i in range(0x80, sys.maxunicode + 1):
        c = chr(i)
        if unicodedata.category(c) not in ('Cn', 'Cs'):
            yield '%d %d %d' % (i, c.isprintable(), unicodedata.decimal(c, -1))


answers = {
    'load': load,
    'decode': decode,
    'int': to_int,
    'strip': lambda s: (s.decode().strip(),),
    'float': lambda s: (repr(struct.unpack('>d', bytes.fromhex(s.decode()))[0]),),
    'equal': lambda s: (str(same(*json.loads(s.decode()))).lower(),),
    'characters': characters,
}
for line in sys.stdin:
    op, *args = line.rstrip('\n').split('\t')
    fields = answers[op](*map(base64.b64decode, args))
    print('\t'.join(base64.b64encode(f.encode('utf-8', 'surrogatepass')).decode() for f in fields))
