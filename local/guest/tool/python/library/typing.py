class _Any:
    def __getitem__(self, item):
        return self

    def __call__(self, *arguments, **named):
        return self

    def __or__(self, other):
        return self


Any = Union = Optional = List = Dict = Tuple = Set = FrozenSet = Type = Callable = Iterable = Iterator = _Any()
Sequence = Mapping = MutableMapping = Generator = Literal = Final = ClassVar = Annotated = IO = TextIO = _Any()
Text, AnyStr = str, str
TYPE_CHECKING = False


class NamedTuple:
    def __init__(self, *arguments, **named):
        raise NotImplementedError("typing.NamedTuple: the simulation of local mode does not have it")


class Protocol:
    pass


class Generic:
    pass


class TypedDict(dict):
    pass


def TypeVar(name, *arguments, **named):
    return _Any()


def NewType(name, kind):
    return kind


def cast(kind, value):
    return value


def overload(function):
    return function
