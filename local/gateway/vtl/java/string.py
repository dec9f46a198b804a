"""Text in a template."""

# ruff: noqa: N802, D102 - the methods are Java's, by name and by meaning

import re
from collections.abc import Callable

from local.gateway.vtl.java.value import JavaValue, Missing, TemplateRefused, to_java, to_python

_CONTROLS_AND_SPACE = "".join(map(chr, range(33)))


class JavaString(JavaValue):
    """java.lang.String: https://docs.oracle.com/javase/8/docs/api/java/lang/String.html."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str | JavaString | Missing) and self._text == str(other)

    def __hash__(self) -> int:
        return hash(self._text)

    def __bool__(self) -> bool:
        raise TemplateRefused(
            "a string as a condition: Velocity's versions differ on the empty one; compare it with ''"
        )

    def __add__(self, other: object) -> "JavaString":
        return JavaString(self._text + str(other))

    def __radd__(self, other: object) -> "JavaString":
        return JavaString(str(other) + self._text)

    def length(self) -> int:
        return len(self._text.encode("utf-16-be", errors="surrogatepass")) // 2

    def isEmpty(self) -> bool:
        return not self._text

    def equalsIgnoreCase(self, other: object) -> bool:
        return self._text.lower() == str(other).lower()

    def contains(self, part: object) -> bool:
        return str(part) in self._text

    def startsWith(self, prefix: object) -> bool:
        return self._text.startswith(str(prefix))

    def endsWith(self, suffix: object) -> bool:
        return self._text.endswith(str(suffix))

    def indexOf(self, part: object) -> int:
        return self._text.find(str(part))

    def lastIndexOf(self, part: object) -> int:
        return self._text.rfind(str(part))

    def charAt(self, index: int) -> "JavaString":
        return self.substring(index, index + 1)

    def substring(self, start: int, end: int | None = None) -> "JavaString":
        stop = len(self._text) if end is None else end
        if not 0 <= start <= stop <= len(self._text):
            raise TemplateRefused(f"StringIndexOutOfBounds: {start} to {stop} of {len(self._text)}")
        return JavaString(self._text[start:stop])

    def concat(self, other: object) -> "JavaString":
        return self + other

    def trim(self) -> "JavaString":
        return JavaString(self._text.strip(_CONTROLS_AND_SPACE))

    def toLowerCase(self) -> "JavaString":
        return JavaString(self._text.lower())

    def toUpperCase(self) -> "JavaString":
        return JavaString(self._text.upper())

    def replace(self, old: object, new: object) -> "JavaString":
        return JavaString(self._text.replace(str(old), str(new)))

    def replaceAll(self, pattern: object, replacement: object) -> "JavaString":
        return JavaString(_regex(pattern).sub(_replacement(replacement), self._text))

    def replaceFirst(self, pattern: object, replacement: object) -> "JavaString":
        return JavaString(_regex(pattern).sub(_replacement(replacement), self._text, count=1))

    def matches(self, pattern: object) -> bool:
        return _regex(pattern).fullmatch(self._text) is not None

    def split(self, pattern: object) -> object:
        parts: list[str | None] = list(_regex(pattern).split(self._text))
        if not self._text:
            return to_java([""])
        while parts and not parts[-1]:  # Java drops the empty ends
            parts.pop()
        return to_java(parts)


@to_java.register(str)
def _(text: str) -> object:
    return JavaString(text)


@to_python.register(JavaString)
def _(text: JavaString) -> object:
    return str(text)


def _regex(pattern: object) -> re.Pattern[str]:
    try:
        return re.compile(str(pattern))
    except re.error as error:
        raise TemplateRefused(f"the local gateway reads no regular expression such as {pattern}") from error


def _replacement(text: object) -> Callable[[re.Match[str]], str]:
    """Java's replacement, where `$1` is a group and a backslash takes the next character as it is."""

    def expand(match: re.Match[str]) -> str:
        return re.sub(
            r"\\(.)|\$(\d)",
            lambda part: part[1] if part[1] is not None else (match[int(part[2])] or ""),
            str(text),
        )

    return expand
