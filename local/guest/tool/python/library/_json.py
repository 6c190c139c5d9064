import json as _native
from json import load, loads

_isReplacement = True
JSONDecodeError = ValueError


def dumps(
    value, skipkeys=False, ensure_ascii=True, indent=None, separators=None, default=None, sort_keys=False, **others
):
    if isinstance(indent, int):
        indent = " " * indent
    comma, colon = separators or (", " if indent is None else ",", ": ")

    def written(one, margin):
        inner = "" if indent is None else "\n" + margin + indent
        outer = "" if indent is None else "\n" + margin
        deeper = "" if indent is None else margin + indent
        if isinstance(one, dict):
            if not one:
                return "{}"
            keys = sorted(one) if sort_keys else one
            parts = [
                inner + text(key if isinstance(key, str) else written(key, "")) + colon + written(one[key], deeper)
                for key in keys
            ]
            return "{" + comma.join(parts) + outer + "}"
        if isinstance(one, (list, tuple)):
            if not one:
                return "[]"
            return "[" + comma.join([inner + written(item, deeper) for item in one]) + outer + "]"
        if isinstance(one, str):
            return text(one)
        if one is None or isinstance(one, (bool, int, float)):
            return _native.dumps(one)
        if default is None:
            raise TypeError("Object of type %s is not JSON serializable" % type(one).__name__)
        return written(default(one), margin)

    def text(one):
        quoted = _native.dumps(one)
        if not ensure_ascii:
            return quoted
        return "".join([c if ord(c) < 128 else _escaped(ord(c)) for c in quoted])

    return written(value, "")


def _escaped(code):
    if code < 0x10000:
        return "\\u%04x" % code
    code -= 0x10000
    return "\\u%04x\\u%04x" % (0xD800 | code >> 10, 0xDC00 | code & 0x3FF)


def dump(value, file, **options):
    file.write(dumps(value, **options))
