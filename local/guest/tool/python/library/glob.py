import os
from fnmatch import fnmatch


def iglob(pathname, recursive=False, **options):
    pathname = str(pathname)
    start, parts = ("/", pathname[1:].split("/")) if pathname.startswith("/") else ("", pathname.split("/"))
    return _matches(start, parts, recursive)


def glob(pathname, recursive=False, **options):
    return list(iglob(pathname, recursive))


def _matches(base, parts, recursive):
    part, rest = parts[0], parts[1:]
    if part == "**" and recursive:
        if rest:
            for found in _matches(base, rest, recursive):
                yield found
        for name in _names(base):
            if os.path.isdir(base + name):
                for found in _matches(base + name + "/", parts, recursive):
                    yield found
            elif not rest:
                yield base + name
        return
    isPattern = "*" in part or "?" in part or "[" in part
    for name in [name for name in _names(base) if fnmatch(name, part)] if isPattern else [part]:
        if isPattern and name.startswith(".") and not part.startswith("."):
            continue
        if rest:
            if os.path.isdir(base + name):
                for found in _matches(base + name + "/", rest, recursive):
                    yield found
        elif os.path.lexists(base + name):
            yield base + name


def _names(base):
    return sorted(os.listdir(base or ".")) if os.path.isdir(base or ".") else []
