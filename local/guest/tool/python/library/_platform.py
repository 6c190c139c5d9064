from _start import ask

_isReplacement = True
_facts = ask("facts")


def python_version():
    return _facts["version"]


def python_version_tuple():
    return tuple(_facts["version"].split("."))


def python_implementation():
    return "CPython"


def machine():
    return _facts["machine"]


def processor():
    return _facts["machine"]


def architecture():
    return ("64bit", "ELF")


def system():
    return "Linux"


def node():
    return _facts["hostname"]


def release():
    return _facts["release"]


def platform():
    return "Linux-%s-%s" % (release(), machine())


def freedesktop_os_release():
    found = {}
    with open("/etc/os-release") as file:
        for line in file:
            name, _, value = line.strip().partition("=")
            if name:
                found[name] = value.strip('"')
    return found
