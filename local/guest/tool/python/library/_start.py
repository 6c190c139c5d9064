"""Runs a program: MicroPython made to look like the Python of the guest, as far as scripts notice."""
import builtins
import json
import sys as _native
import _guest

_own = "_start.py"


def ask(question, **parameters):
    """Asks the guest; what it refuses is an OSError."""
    parameters["question"] = question
    answer = json.loads(_guest.ask(json.dumps(parameters)))
    if "error" in answer:
        raise failure(answer["error"], answer.get("path"))
    return answer["value"]


class FileNotFoundError(OSError):
    pass


class PermissionError(OSError):
    pass


class FileExistsError(OSError):
    pass


class NotADirectoryError(OSError):
    pass


class IsADirectoryError(OSError):
    pass


class ConnectionError(OSError):
    pass


class TimeoutError(OSError):
    pass


class ModuleNotFoundError(ImportError):
    pass


class Warning(Exception):
    pass


_Error = OSError


class OSError(_Error):
    pass


for _kind in (
    FileNotFoundError,
    PermissionError,
    FileExistsError,
    NotADirectoryError,
    IsADirectoryError,
    ConnectionError,
    TimeoutError,
    ModuleNotFoundError,
    Warning,
):
    setattr(builtins, _kind.__name__, _kind)
builtins.IOError = builtins.EnvironmentError = _Error
builtins.RecursionError = RuntimeError
builtins.UnicodeDecodeError = builtins.UnicodeEncodeError = UnicodeError
builtins.vars = lambda one: one.__dict__


def _exit(code=None):
    raise SystemExit(code)


builtins.exit = builtins.quit = _exit

# Linux's numbers, by the codes and by the numbers that the interpreter was compiled with.
errors = {
    "EPERM": (1, 63, PermissionError, "Operation not permitted"),
    "ENOENT": (2, 44, FileNotFoundError, "No such file or directory"),
    "EIO": (5, 29, OSError, "Input/output error"),
    "EBADF": (9, 8, OSError, "Bad file descriptor"),
    "EACCES": (13, 2, PermissionError, "Permission denied"),
    "EBUSY": (16, 10, OSError, "Device or resource busy"),
    "EEXIST": (17, 20, FileExistsError, "File exists"),
    "ENOTDIR": (20, 54, NotADirectoryError, "Not a directory"),
    "EISDIR": (21, 31, IsADirectoryError, "Is a directory"),
    "EINVAL": (22, 28, OSError, "Invalid argument"),
    "ENOSPC": (28, 51, OSError, "No space left on device"),
    "ESPIPE": (29, 70, OSError, "Illegal seek"),
    "ENOSYS": (38, 52, OSError, "Function not implemented"),
    "ENOTEMPTY": (39, 55, OSError, "Directory not empty"),
    "ELOOP": (40, 32, OSError, "Too many levels of symbolic links"),
}
_byNumber = {native: code for code, (_, native, _, _) in errors.items()}


def failure(code, path=None):
    """Returns the exception for an error code, as CPython words it."""
    number, _, kind, text = errors[code]
    error = kind("[Errno %d] %s%s" % (number, text, "" if path is None else ": %r" % path))
    error.errno = number
    error.strerror = text
    error.filename = path
    return error


def guarded(function):
    """Returns a function on a path whose errors are CPython's."""

    def guard(path=".", *rest, **named):
        path = path if isinstance(path, (str, int)) else str(path)
        try:
            return function(path, *(one if isinstance(one, int) else str(one) for one in rest))
        except _Error as error:
            if error.errno not in _byNumber or hasattr(error, "strerror"):
                raise
            code = _byNumber[error.errno]
        raise failure(code, path)

    return guard


_open = builtins.open


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    if not isinstance(file, (str, int)):
        file = str(file)
    if "x" in mode:
        if os.path.lexists(file):
            raise failure("EEXIST", file)
        mode = mode.replace("x", "w")
    try:
        return _open(file, mode)
    except _Error as error:
        code = _byNumber.get(error.errno)
        if code is None:
            raise
    raise failure(code, file)


builtins.open = open
_print = builtins.print


def print(*values, sep=" ", end="\n", file=None, flush=False):
    end = "\n" if end is None else end
    sep = " " if sep is None else sep
    if file is None:
        file = _modules["sys"].stdout if "sys" in _modules else None
    if file is None or file is _native.stdout:
        _print(*values, sep=sep, end=end)
    else:
        _print(*values, sep=sep, end=end, file=file)


def input(prompt=""):
    _print(prompt, end="")
    line = _native.stdin.readline()
    if not line:
        raise EOFError("EOF when reading a line")
    return line[:-1] if line.endswith("\n") else line


builtins.print = print
builtins.input = input

# Modules of CPython that neither MicroPython nor the library here has.
_absent = set(
    "ast dataclasses asyncore atexit bdb bisect bz2 calendar cgi cmd code codecs compileall concurrent configparser contextvars "
    "cProfile ctypes curses dbm decimal difflib dis distutils doctest email ensurepip enum faulthandler fcntl filecmp "
    "fileinput fractions ftplib getopt getpass gettext graphlib grp http imaplib imp ipaddress keyword linecache lzma "
    "mailbox mimetypes mmap multiprocessing netrc numbers optparse pdb pickle pkgutil poplib pprint profile pty pwd "
    "queue readline resource runpy sched secrets select selectors shelve shlex signal site smtplib socket socketserver "
    "sqlite3 ssl statistics stringprep symtable sysconfig syslog tempfile telnetlib termios textwrap threading timeit "
    "tkinter token tokenize trace traceback tracemalloc tty turtle types unicodedata urllib venv warnings wave weakref "
    "webbrowser winreg wsgiref xml xmlrpc zipapp zipfile zipimport zoneinfo csv ctypes asyncio uuid".split()
)
# MicroPython's own, which no CPython has, and which would show its surroundings.
_hidden = ("js", "jsffi", "micropython", "vfs", "uctypes", "asyncio")
# What a module of the library replaces.
_replaced = ("sys", "json", "errno", "platform", "re", "hashlib")
_import = builtins.__import__
_modules = _native.modules


def _missing(name):
    top = name.split(".")[0]
    isKnown = top in _absent or top in _hidden or top in _modules
    note = " (the simulation of local mode does not have it)" if isKnown else ""
    whole = name if top in _modules else top
    error = ModuleNotFoundError("No module named %r%s" % (whole, note))
    error.name = whole
    return error


def _isOurs(globals):
    file = (globals or {}).get("__file__")
    return file is not None and (not file.startswith("/") or file.startswith(_library))


def imported(name, globals=None, locals=None, fromlist=(), level=0):
    """The import statement, with CPython's errors and the modules of the library."""
    top = name.split(".")[0]
    if level == 0:
        if top in _hidden and not _isOurs(globals):
            raise _missing(name)
        if name in _replaced and not _isReplaced(name) and (globals or {}).get("__name__") != "_" + name:
            _modules[name] = _import("_" + name)
        if top != name and top not in _modules:
            imported(top, globals)
    known = top in _modules
    try:
        module = _import(name, globals, locals, fromlist, level)
    except ImportError as error:
        if isinstance(error, ModuleNotFoundError) or not str(error).startswith("no module named"):
            raise
        module = None
    if module is None:
        raise _missing(name)
    if not known and level == 0:
        _mark(_modules.get(top))
    return module


def _isReplaced(name):
    module = _modules.get(name)
    return module is not None and getattr(module, "_isReplacement", False)


def _mark(module):
    """A package that pip wrote has its version and little else; it says so when asked for more."""
    file = getattr(module, "__file__", "")
    if "-packages/" not in file or hasattr(module, "__getattr__"):
        return
    name = module.__name__
    if name == "torch":
        _import("_torch").attach(module)

    def absent(attribute):
        if attribute.startswith("__"):
            raise AttributeError("module %r has no attribute %r" % (name, attribute))
        raise AttributeError(
            "module %r has no attribute %r (the simulation of local mode has only the version of a package)"
            % (name, attribute)
        )

    module.__getattr__ = absent


_start = ask("start")
_library = _start["library"]
_native.path[:] = [_library, ".frozen"]
builtins.__import__ = imported
import os
import _os
_native.path[:] = _start["path"][:1] + [_library] + _start["path"][1:] + [".frozen"]
_native.argv[:] = _start["argv"]
import sys


_wordings = (("isn't defined\n", "is not defined\n"), (": divide by zero\n", ": division by zero\n"))


def _report(error):
    import io

    text = io.StringIO()
    _native.print_exception(error, text)
    lines = [line for line in text.getvalue().split("\n") if _own not in line and _library + "/_" not in line]
    if isinstance(error, (SyntaxError, AttributeError)) and "local mode" not in lines[-2]:
        lines[-1:] = ["Note: local mode runs Python scripts in MicroPython, which lacks some of Python.", ""]
    message = "\n".join(lines)
    for native, usual in _wordings:
        message = message.replace(native, usual)
    sys.stderr.write(message)


def perform(run):
    """Runs a function as a whole program: returns its exit code."""
    try:
        run()
    except SystemExit as end:
        code = end.args[0] if end.args else None
        if code is None or isinstance(code, int):
            return int(code or 0)
        sys.stderr.write(str(code) + "\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except BaseException as error:
        _report(error)
        return 1
    return 0


def main(scope):
    """Runs the program in the scope of the module __main__."""
    scope.clear()
    scope["__name__"] = _start["module"]
    if _start["file"]:
        scope["__file__"] = _start["file"]
    source = _start["source"]
    ask("end", code=perform(lambda: exec(compile(source, _start["file"] or _start["name"], "exec"), scope)))
