import os
import sys


class Namespace:
    def __init__(self, **values):
        for name, value in values.items():
            setattr(self, name, value)


class _Argument:
    def __init__(self, names, options):
        self.flags = [one for one in names if one.startswith("-")]
        longest = max(names, key=len).lstrip("-").replace("-", "_")
        self.dest = options.get("dest") or longest
        self.action = options.get("action", "store")
        self.type = options.get("type", str)
        self.choices = options.get("choices")
        self.nargs = options.get("nargs")
        self.required = options.get("required", False)
        self.help = options.get("help")
        self.const = options.get("const")
        self.default = options.get("default", {"store_true": False, "store_false": True}.get(self.action))
        self.title = "/".join(self.flags) or self.dest


class ArgumentParser:
    def __init__(self, prog=None, description=None, **options):
        self.prog = prog or os.path.basename(sys.argv[0])
        self.description = description
        self.arguments = []

    def add_argument(self, *names, **options):
        self.arguments.append(_Argument(names, options))

    def add_subparsers(self, **options):
        raise NotImplementedError("argparse.add_subparsers: the simulation of local mode does not have it")

    def error(self, message):
        sys.stderr.write("usage: %s [-h]\n%s: error: %s\n" % (self.prog, self.prog, message))
        sys.exit(2)

    def print_help(self):
        print("usage: %s [-h]" % self.prog)
        if self.description:
            print("\n" + self.description)
        for one in self.arguments:
            print("  %s  %s" % (", ".join(one.flags) or one.dest, one.help or ""))

    def parse_args(self, args=None):
        values, rest = self.parse_known_args(args)
        if rest:
            self.error("unrecognized arguments: " + " ".join(rest))
        return values

    def parse_known_args(self, args=None):
        values = Namespace()
        for one in self.arguments:
            setattr(values, one.dest, one.default)
        waiting = list(sys.argv[1:] if args is None else args)
        plain, unknown, given = [], [], set()
        while waiting:
            word = waiting.pop(0)
            if word == "--":
                plain += waiting
                break
            if not word.startswith("-") or word == "-":
                plain.append(word)
                continue
            name, _, joined = word.partition("=")
            if name in ("-h", "--help"):
                self.print_help()
                sys.exit(0)
            found = [one for one in self.arguments if name in one.flags]
            if not found:
                unknown.append(word)
                continue
            one = found[0]
            given.add(one.dest)
            if one.action in ("store_true", "store_false", "store_const"):
                constant = {"store_true": True, "store_false": False}.get(one.action, one.const)
                setattr(values, one.dest, constant)
                continue
            if one.action == "version":
                sys.exit(0)
            if joined:
                waiting.insert(0, joined)
            words = self._words(one, waiting)
            value = words if one.nargs in ("*", "+") or isinstance(one.nargs, int) else words[0]
            if one.action == "append":
                value = (getattr(values, one.dest) or []) + [value]
            setattr(values, one.dest, value)
        self._place(values, plain, unknown)
        missing = [one.title for one in self.arguments if one.flags and one.required and one.dest not in given]
        if missing:
            self.error("the following arguments are required: " + ", ".join(missing))
        return values, unknown

    def _words(self, one, waiting):
        most = one.nargs if isinstance(one.nargs, int) else 1 if one.nargs in (None, "?") else len(waiting)
        words = []
        while waiting and len(words) < most and not (waiting[0].startswith("-") and len(waiting[0]) > 1 and words):
            words.append(self._value(one, waiting.pop(0)))
        if not words and one.nargs not in ("*", "?"):
            self.error("argument %s: expected one argument" % one.title)
        return words or ([one.const] if one.nargs == "?" else [])

    def _value(self, one, word):
        try:
            value = one.type(word)
        except ValueError:
            self.error("argument %s: invalid %s value: %r" % (one.title, one.type.__name__, word))
        if one.choices is not None and value not in one.choices:
            choices = ", ".join([repr(choice) for choice in one.choices])
            self.error("argument %s: invalid choice: %r (choose from %s)" % (one.title, value, choices))
        return value

    def _place(self, values, plain, unknown):
        for one in [one for one in self.arguments if not one.flags]:
            if one.nargs in ("*", "+"):
                words, plain[:] = [self._value(one, word) for word in plain], []
                if words or one.default is None:
                    setattr(values, one.dest, words)
                if not words and one.nargs == "+":
                    self.error("the following arguments are required: " + one.title)
            elif plain:
                setattr(values, one.dest, self._value(one, plain.pop(0)))
            elif one.nargs != "?":
                self.error("the following arguments are required: " + one.title)
        unknown += plain
