"""Regular expressions as CPython has them; MicroPython's own know little."""
from _start import ask

_isReplacement = True
A = ASCII = 256
I = IGNORECASE = 2
M = MULTILINE = 8
S = DOTALL = 16
U = UNICODE = 32
X = VERBOSE = 64


class error(Exception):
    pass


class Match:
    def __init__(self, pattern, string, spans, names):
        self.re = pattern
        self.string = string
        self._spans = spans
        self._names = names

    def _index(self, group):
        index = self._names.get(group, -1) if isinstance(group, str) else group
        if index < 0 or index >= len(self._spans):
            raise IndexError("no such group")
        return index

    def span(self, group=0):
        found = self._spans[self._index(group)]
        return (-1, -1) if found is None else tuple(found)

    def start(self, group=0):
        return self.span(group)[0]

    def end(self, group=0):
        return self.span(group)[1]

    def _text(self, group, default=None):
        found = self._spans[self._index(group)]
        return default if found is None else self.string[found[0] : found[1]]

    def group(self, *groups):
        if len(groups) < 2:
            return self._text(groups[0] if groups else 0)
        return tuple([self._text(one) for one in groups])

    def __getitem__(self, group):
        return self._text(group)

    def groups(self, default=None):
        return tuple([self._text(index, default) for index in range(1, len(self._spans))])

    def groupdict(self, default=None):
        return {name: self._text(name, default) for name in self._names}

    @property
    def lastindex(self):
        found = [index for index in range(1, len(self._spans)) if self._spans[index] is not None]
        return found[-1] if found else None

    def expand(self, template):
        text, rest = "", template
        while "\\" in rest:
            before, _, rest = rest.partition("\\")
            text += before
            if rest.startswith("g<"):
                name, _, rest = rest[2:].partition(">")
                text += self._text(int(name) if name.isdigit() else name, "")
            elif rest[:1].isdigit():
                length = 2 if rest[1:2].isdigit() else 1
                text += self._text(int(rest[:length]), "")
                rest = rest[length:]
            else:
                text += {"n": "\n", "t": "\t", "r": "\r"}.get(rest[:1], rest[:1])
                rest = rest[1:]
        return text + rest

    def __repr__(self):
        return "<re.Match object; span=%r, match=%r>" % (self.span(), self.group())


class Pattern:
    def __init__(self, pattern, flags=0):
        self.pattern = pattern
        self.flags = flags
        self._find("", "check")

    def _find(self, string, mode, start=0, end=None):
        isBytes = isinstance(string, (bytes, bytearray))
        pattern = self.pattern.decode() if isinstance(self.pattern, bytes) else self.pattern
        found = ask(
            "expression",
            pattern=pattern,
            flags=self.flags,
            string=(string.decode() if isBytes else string)[: len(string) if end is None else end],
            start=start,
            mode=mode,
        )
        if "problem" in found:
            raise error(found["problem"])
        return [Match(self, string, spans, found["names"]) for spans in found["matches"]]

    def _first(self, string, mode, start, end):
        found = self._find(string, mode, start, end)
        return found[0] if found else None

    def search(self, string, pos=0, endpos=None):
        return self._first(string, "search", pos, endpos)

    def match(self, string, pos=0, endpos=None):
        return self._first(string, "match", pos, endpos)

    def fullmatch(self, string, pos=0, endpos=None):
        return self._first(string, "full", pos, endpos)

    def finditer(self, string, pos=0, endpos=None):
        return iter(self._find(string, "all", pos, endpos))

    def findall(self, string, pos=0, endpos=None):
        def plain(match):
            groups = match.groups("")
            return groups[0] if len(groups) == 1 else groups or match.group()

        return [plain(match) for match in self._find(string, "all", pos, endpos)]

    def subn(self, repl, string, count=0):
        text, last, done = string[:0], 0, 0
        for match in self._find(string, "all"):
            if count and done == count:
                break
            text += string[last : match.start()] + (repl(match) if callable(repl) else match.expand(repl))
            last = match.end()
            done += 1
        return (text + string[last:], done)

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def split(self, string, maxsplit=0):
        parts, last = [], 0
        for match in self._find(string, "all"):
            if maxsplit and len(parts) >= maxsplit:
                break
            parts.append(string[last : match.start()])
            parts.extend(match.groups())
            last = match.end()
        parts.append(string[last:])
        return parts


def compile(pattern, flags=0):
    return pattern if isinstance(pattern, Pattern) else Pattern(pattern, flags)


def escape(text):
    return "".join(["\\" + c if c in ".^$*+?{}[]\\|()-&~# \t\n" else c for c in text])


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)
