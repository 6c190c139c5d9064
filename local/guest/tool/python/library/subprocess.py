"""A Python script of local mode runs in one go, and cannot wait for another program."""
PIPE, STDOUT, DEVNULL = -1, -2, -3


class SubprocessError(Exception):
    pass


class CalledProcessError(SubprocessError):
    pass


class TimeoutExpired(SubprocessError):
    pass


def _lacks(name):
    def absent(*arguments, **named):
        raise NotImplementedError("subprocess.%s: the simulation of local mode does not have it" % name)

    return absent


for _name in ("run", "call", "check_call", "check_output", "getoutput", "getstatusoutput", "Popen"):
    globals()[_name] = _lacks(_name)
