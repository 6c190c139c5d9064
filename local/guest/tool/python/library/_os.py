"""Adds to MicroPython's os what CPython's has."""
import os
import sys as _native
import time
from collections import namedtuple
from os import path
from _start import ask, failure, guarded

_status = namedtuple(
    "stat_result",
    ("st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime", "st_ctime"),
)
_stat = guarded(os.stat)
_mkdir = guarded(os.mkdir)

F_OK, X_OK, W_OK, R_OK = 0, 1, 2, 4
name = "posix"
sep, linesep, pathsep, curdir, pardir = "/", "\n", ":", ".", ".."


def stat(path, **options):
    return _status(*_stat(path))


def lstat(path):
    return _status(*ask("lstat", path=str(path)))


def mkdir(path, mode=0o777, **options):
    _mkdir(path)


def makedirs(name, mode=0o777, exist_ok=False):
    name = str(name)
    if path.isdir(name):
        if exist_ok:
            return
        raise failure("EEXIST", name)
    above = path.dirname(name.rstrip("/"))
    if above and not path.exists(above):
        makedirs(above, mode, True)
    _mkdir(name)


def walk(top, topdown=True, **options):
    top = str(top)
    names = os.listdir(top)
    folders = [one for one in names if path.isdir(path.join(top, one))]
    files = [one for one in names if one not in folders]
    if topdown:
        yield top, folders, files
    for one in folders:
        if not path.islink(path.join(top, one)):
            for found in walk(path.join(top, one), topdown):
                yield found
    if not topdown:
        yield top, folders, files


def _lacks(what):
    def absent(*arguments, **named):
        raise NotImplementedError("%s: the simulation of local mode does not have it" % what)

    return absent


_user = ask("user")
os.environ = ask("environment")
_text = lambda one: one if isinstance(one, int) else str(one)
for _name in ("listdir", "remove", "unlink", "rmdir", "rename", "chdir"):
    setattr(os, _name, guarded(getattr(os, _name)))
os.replace = os.rename
for _one in (stat, lstat, mkdir, makedirs, walk):
    setattr(os, _one.__name__, _one)
for _name in ("F_OK", "X_OK", "W_OK", "R_OK", "name", "sep", "linesep", "pathsep", "curdir", "pardir"):
    setattr(os, _name, globals()[_name])
os.error = OSError
os.devnull = "/dev/null"
os.getenv = lambda name, default=None: os.environ.get(name, default)
os.putenv = lambda name, value: os.environ.update({name: value})
os.fspath = str
os.cpu_count = lambda: ask("facts")["vcpus"]
os.sched_getaffinity = lambda pid: set(range(ask("facts")["vcpus"]))
os.getuid = os.geteuid = lambda: _user["uid"]
os.getgid = os.getegid = lambda: _user["gid"]
os.getlogin = lambda: _user["name"]
os.getpid = lambda: _user["pid"]
os.getppid = lambda: _user["ppid"]
os.access = lambda path, mode, **options: ask("access", path=str(path), mode=mode)
os.chmod = lambda path, mode, **options: ask("chmod", path=str(path), mode=mode)
os.chown = lambda path, uid, gid, **options: ask("chown", path=str(path), uid=uid, gid=gid)
os.symlink = lambda source, target, **options: ask("symlink", target=str(source), path=str(target))
os.readlink = lambda path: ask("readlink", path=str(path))
os.urandom = lambda count: open("/dev/urandom", "rb").read(count)
for _name in ("system", "popen", "fork", "execv", "execvp", "kill", "link", "utime", "pipe"):
    setattr(os, _name, _lacks("os." + _name))


def uname():
    facts = ask("facts")
    return namedtuple("uname_result", ("sysname", "nodename", "release", "version", "machine"))(
        "Linux", facts["hostname"], facts["release"], "#1 SMP", facts["machine"]
    )


os.uname = uname


def _kind(bits, status):
    def test(one):
        try:
            return status(one).st_mode & 0o170000 == bits
        except OSError:
            return False

    return test


def _exists(status):
    def test(one):
        try:
            status(one)
            return True
        except OSError:
            return False

    return test


def _join(first, *others):
    joined = str(first)
    for one in others:
        one = str(one)
        joined = one if one.startswith("/") else joined + ("" if joined.endswith("/") or not joined else "/") + one
    return joined


def _splitext(one):
    head, _, tail = str(one).rpartition("/")
    stem, dot, extension = tail.rpartition(".")
    if not dot or not stem.strip("."):
        return (str(one), "")
    return (str(one)[: -len(extension) - 1], "." + extension)


path.isfile = _kind(0o100000, stat)
path.isdir = _kind(0o040000, stat)
path.islink = _kind(0o120000, lstat)
path.exists = _exists(stat)
path.lexists = _exists(lstat)
path.join = _join
path.splitext = _splitext
path.isabs = lambda one: str(one).startswith("/")
path.getsize = lambda one: stat(one).st_size
path.getmtime = lambda one: stat(one).st_mtime
path.realpath = lambda one, **options: ask("realpath", path=str(one))
path.expanduser = lambda one: os.environ.get("HOME", "/root") + one[1:] if one == "~" or one.startswith("~/") else one
_native.modules["os.path"] = path

if not hasattr(time, "perf_counter"):
    time.perf_counter = time.monotonic = time.process_time = lambda: time.ticks_ms() / 1000
