"""Runs the tests of one file, as far as pytest's are plain functions."""
import sys
from _start import perform


def run(scope, file, names):
    """Runs functions of a module, and prints what became of each."""
    failed = 0
    for name in names:
        code = perform(scope[name])
        print("%s::%s %s" % (file, name, "FAILED" if code else "PASSED"))
        failed += code != 0
    sys.exit(1 if failed else 0)
