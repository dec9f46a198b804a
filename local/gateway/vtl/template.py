"""A Velocity template, parsed once and rendered many times.

The language is the library's; here are the scope of its variables and what it is not trusted with.
"""

import re
from collections.abc import Iterator, Mapping

import airspeed  # type: ignore[import-untyped]  # it has no type hints
from airspeed import operators

from local.gateway.vtl.java import MISSING, TemplateRefused, to_java

#: Directives that read other templates or evaluate text: API Gateway has no other templates to read.
_REFUSED = (
    operators.EvaluateDirective,
    operators.IncludeDirective,
    operators.ParseDirective,
    operators.ReturnDirective,
)

_DIRECTIVE = re.compile(r"\{?(if|elseif|else|end|set|foreach|break|stop|define|macro)\b", re.IGNORECASE)


class Template:
    """A mapping template.

    Raises TemplateRefused where the text is no template, or one the local gateway cannot run.
    """

    def __init__(self, text: str) -> None:
        self._template = airspeed.Template(text)
        try:
            self._template.ensure_compiled()
        except operators.TemplateError as error:
            raise TemplateRefused(f"no Velocity template: {error}") from error
        for element in _elements(self._template.root_element):
            if isinstance(element, _REFUSED):
                raise TemplateRefused(f"the local gateway runs no {element.my_text()}")
            # What the library cannot parse as a directive it takes for text.
            if isinstance(element, operators.FallthroughHashText) and _DIRECTIVE.match(element.next_text()):
                raise TemplateRefused(f"no Velocity directive: #{element.next_text()[:40]}")

    def render(self, variables: Mapping[str, object]) -> str:
        """Return the text the template makes of `variables`, which it can change.

        Raises TemplateRefused where it fails.
        """
        try:
            rendered: str = self._template.merge(_Scope(variables))
        except operators.TemplateExecutionError as error:
            raise TemplateRefused(str(error)) from error
        return rendered


class _Scope(operators.LocalNamespace):  # type: ignore[misc]  # the library has no type hints
    """All variables of a rendering, in one scope: what `#foreach` sets is there after it, as in Velocity."""

    def __init__(self, variables: Mapping[str, object]) -> None:
        super().__init__({})
        for name, value in variables.items():
            self[name] = value

    def __setitem__(self, name: str, value: object) -> None:
        super().__setitem__(name, to_java(value))

    def __getitem__(self, name: str) -> object:
        if name.startswith("#"):  # a macro
            return super().__getitem__(name)
        return dict.get(self, name, MISSING)

    def find_outermost(self, _: str) -> "_Scope":
        return self


def _elements(element: object) -> Iterator[object]:
    yield element
    members = element if isinstance(element, list | tuple) else vars(element).values()
    for member in members:
        if isinstance(member, operators._Element | list | tuple):
            yield from _elements(member)
