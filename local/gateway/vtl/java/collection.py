"""Maps and lists in a template."""

# ruff: noqa: N802, D102 - the methods are Java's, by name and by meaning

from collections.abc import Iterator, Mapping, Sequence

from local.gateway.json_text import dumps
from local.gateway.vtl.java.value import MISSING, JavaValue, to_java, to_python


class JavaMap(JavaValue):
    """java.util.Map, in the order things were put."""

    def __init__(self, members: Mapping[str, object]) -> None:
        self._members = {str(name): to_java(value) for name, value in members.items()}

    def __getitem__(self, name: object) -> object:
        return self._members[str(name)]

    def __setitem__(self, name: object, value: object) -> None:
        self._members[str(name)] = to_java(value)

    def __len__(self) -> int:
        return len(self._members)

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JavaMap) and to_python(self) == to_python(other)

    __hash__ = None  # type: ignore[assignment]  # it can change

    def __str__(self) -> str:
        return _text(to_python(self))

    def keys(self) -> list[object]:
        """What the template library asks for in `#foreach`, where Velocity goes over the values."""
        return list(self._members.values())

    def get(self, name: object) -> object:
        return self._members.get(str(name), MISSING)

    def put(self, name: object, value: object) -> object:
        before = self.get(name)
        self[name] = value
        return before

    def containsKey(self, name: object) -> bool:
        return str(name) in self._members

    def remove(self, name: object) -> object:
        return self._members.pop(str(name), MISSING)

    def keySet(self) -> "JavaList":
        return JavaList(list(self._members))

    def values(self) -> "JavaList":
        return JavaList(list(self._members.values()))

    def entrySet(self) -> "JavaList":
        return JavaList([JavaMap({"key": name, "value": value}) for name, value in self._members.items()])

    def size(self) -> int:
        return len(self._members)

    def isEmpty(self) -> bool:
        return not self._members


class JavaList(JavaValue):
    """java.util.List; as text it is JSON, as the JSON library of API Gateway prints it."""

    def __init__(self, items: Sequence[object]) -> None:
        self._items = [to_java(item) for item in items]

    def __getitem__(self, index: int) -> object:
        return self._items[index]

    def __iter__(self) -> Iterator[object]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JavaList) and to_python(self) == to_python(other)

    __hash__ = None  # type: ignore[assignment]  # it can change

    def __str__(self) -> str:
        return _text(to_python(self))

    def get(self, index: int) -> object:
        return self._items[index]

    def size(self) -> int:
        return len(self._items)

    def isEmpty(self) -> bool:
        return not self._items

    def contains(self, item: object) -> bool:
        return item in self._items

    def add(self, item: object) -> bool:
        self._items.append(to_java(item))
        return True


@to_java.register(Mapping)
def _(members: Mapping[str, object]) -> object:
    return JavaMap(members)


@to_java.register(list)
@to_java.register(tuple)
def _(items: Sequence[object]) -> object:
    return JavaList(items)


@to_python.register(JavaMap)
def _(members: JavaMap) -> object:
    return {name: to_python(members[name]) for name in members._members}


@to_python.register(JavaList)
def _(items: JavaList) -> object:
    return [to_python(item) for item in items]


def _text(value: object) -> str:
    match value:
        case dict():
            return f"{{{', '.join(f'{name}={_text(member)}' for name, member in value.items())}}}"
        case list():
            return dumps(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)
