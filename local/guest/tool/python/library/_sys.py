from sys import *
from sys import path, argv, modules, stdin, stdout, stderr
from collections import namedtuple
from _start import ask

_isReplacement = True
_facts = ask("facts")
version = _facts["version"] + " (main, Mar  4 2024, 00:00:00) [GCC 11.4.1]"
_parts = [int(part) for part in _facts["version"].split(".")]
version_info = namedtuple("version_info", ("major", "minor", "micro", "releaselevel", "serial"))(*_parts, "final", 0)
hexversion = (_parts[0] << 24) | (_parts[1] << 16) | (_parts[2] << 8) | 0xF0
platform = "linux"
executable = _facts["executable"]
prefix = exec_prefix = base_prefix = "/usr"
flags = ()
warnoptions = []


def exit(code=None):
    raise SystemExit(code)


def getdefaultencoding():
    return "utf-8"


def getfilesystemencoding():
    return "utf-8"


def getrecursionlimit():
    return 1000


def setrecursionlimit(limit):
    pass


def getsizeof(one):
    return 64
