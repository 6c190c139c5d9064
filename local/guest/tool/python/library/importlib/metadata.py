import os
import sys


class PackageNotFoundError(ModuleNotFoundError):
    pass


class Distribution:
    def __init__(self, folder):
        self.metadata = {}
        with open(folder + "/METADATA") as file:
            for line in file:
                key, _, value = line.rstrip("\n").partition(": ")
                if not key:
                    break
                if key == "Requires-Dist":
                    self.metadata.setdefault(key, []).append(value)
                else:
                    self.metadata[key] = value
        self.requires = self.metadata.get("Requires-Dist")

    @property
    def name(self):
        return self.metadata["Name"]

    @property
    def version(self):
        return self.metadata["Version"]


def _plain(name):
    return name.lower().replace("_", "-").replace(".", "-")


def distributions():
    for folder in sys.path:
        if os.path.isdir(folder):
            for name in sorted(os.listdir(folder)):
                if name.endswith(".dist-info"):
                    yield Distribution(folder + "/" + name)


def distribution(name):
    for one in distributions():
        if _plain(one.name) == _plain(name):
            return one
    raise PackageNotFoundError("No package metadata was found for " + name)


def version(name):
    return distribution(name).version


def metadata(name):
    return distribution(name).metadata


def requires(name):
    return distribution(name).requires
