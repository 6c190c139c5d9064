from _start import ask

_isReplacement = True
algorithms_guaranteed = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}


class _Hash:
    def __init__(self, name, data=b""):
        self.name = name
        self._data = bytes(data)

    def update(self, data):
        self._data += bytes(data)

    def copy(self):
        return _Hash(self.name, self._data)

    def hexdigest(self):
        return ask("hash", name=self.name, data=self._data.hex())

    def digest(self):
        return bytes.fromhex(self.hexdigest())


def new(name, data=b"", **options):
    if name not in algorithms_guaranteed:
        raise ValueError("unsupported hash type " + name)
    return _Hash(name, data)


def _constructor(name):
    return lambda data=b"", **options: _Hash(name, data)


for _name in algorithms_guaranteed:
    globals()[_name] = _constructor(_name)
