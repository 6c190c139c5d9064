import os
import sys


class _Spec:
    def __init__(self, name, origin):
        self.name = name
        self.origin = origin


def find_spec(name, package=None):
    for folder in sys.path:
        base = folder + "/" + name.replace(".", "/")
        for file in (base + "/__init__.py", base + ".py"):
            if os.path.isfile(file):
                return _Spec(name, file)
    return _Spec(name, "built-in") if name in sys.modules else None
