import os
from _start import ask


def which(cmd, mode=1, path=None):
    folders = [""] if "/" in cmd else (path or os.environ.get("PATH", "/usr/bin:/bin")).split(":")
    for folder in folders:
        file = folder + "/" + cmd if folder else cmd
        if os.path.isfile(file) and os.access(file, os.X_OK):
            return file
    return None


def _into(source, target):
    return os.path.join(target, os.path.basename(source)) if os.path.isdir(target) else target


def _copied(source, target, kept):
    source = str(source)
    target = _into(source, str(target))
    ask("copy", source=source, path=target, kept=kept)
    return target


def copyfile(source, target):
    return _copied(source, target, False)


def copy(source, target):
    return _copied(source, target, False)


def copy2(source, target):
    return _copied(source, target, True)


def copytree(source, target, **options):
    ask("copy", source=str(source), path=str(target), kept=True)
    return target


def move(source, target):
    source = str(source)
    target = _into(source, str(target))
    os.rename(source, target)
    return target


def rmtree(path, ignore_errors=False, **options):
    path = str(path)
    if not os.path.isdir(path):
        if ignore_errors:
            return
        os.listdir(path)
    ask("removeTree", path=path)


def disk_usage(path):
    raise NotImplementedError("shutil.disk_usage: the simulation of local mode does not have it")
