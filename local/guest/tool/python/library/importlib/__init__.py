import builtins
import sys


def import_module(name, package=None):
    if name.startswith("."):
        name = package + name
    builtins.__import__(name, None, None, (), 0)
    return sys.modules[name]


def reload(module):
    sys.modules.pop(module.__name__, None)
    return import_module(module.__name__)


from . import metadata, util
