"""From the JSON schema Pydantic writes (2020-12) to the one API Gateway reads (draft 4).

Every keyword is either translated, kept or known to say nothing about a verdict; one that is none of these
is an error with its place, since a model that silently checks less would let bad payloads in.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-create-model.html
"""

from collections.abc import Mapping

from pydantic import BaseModel

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Schema = dict[str, Json]

DRAFT_4 = "http://json-schema.org/draft-04/schema#"

SAME = frozenset(
    {"type", "enum", "description", "minimum", "maximum", "multipleOf", "minLength", "maxLength", "pattern"}
    | {"minItems", "maxItems", "uniqueItems", "required", "minProperties", "maxProperties"}
)
"""Keywords that mean in draft 4 what they mean today."""

SAYS_NOTHING = frozenset(
    {"title", "default", "examples", "discriminator", "deprecated", "readOnly", "writeOnly", "format"}
)
"""Keywords without a verdict. `format` is one in draft 4 only for a few formats, and the contract knows them
better: it decides in the worker."""


class UntranslatableError(ValueError):
    """A contract says something draft 4 cannot; the message names the keyword and its place."""


def draft4_schema(contract: type[BaseModel]) -> Schema:
    """The draft-4 schema of a contract.

    Raises:
        UntranslatableError: the contract uses what draft 4 lacks, or contains itself.
    """
    schema = contract.model_json_schema()
    definitions = {f"#/$defs/{name}": body for name, body in schema.pop("$defs", {}).items()}
    return {"$schema": DRAFT_4, "title": contract.__name__, **_Translation(definitions).of(schema, "$", ())}


class _Translation:
    def __init__(self, definitions: Mapping[str, Schema]) -> None:
        self._definitions = definitions

    def of(self, schema: Json, place: str, inside: tuple[str, ...]) -> Schema:
        """One schema, translated.

        Args:
            schema: what Pydantic wrote.
            place: where it stands, for messages.
            inside: the references that lead here, so that a circle is seen.
        """
        if not isinstance(schema, dict):
            raise UntranslatableError(f"{place}: draft 4 has no schema {schema!r}")
        translated: Schema = {}
        for keyword, value in schema.items():
            where = f"{place}.{keyword}"
            match keyword:
                case "$ref" if isinstance(value, str):
                    translated.update(self._definition(value, where, inside))
                case "const":
                    translated["enum"] = [value]
                case "exclusiveMinimum" if "minimum" not in schema:
                    translated |= {"minimum": value, "exclusiveMinimum": True}
                case "exclusiveMaximum" if "maximum" not in schema:
                    translated |= {"maximum": value, "exclusiveMaximum": True}
                case "properties" if isinstance(value, dict):
                    translated[keyword] = {
                        name: self.of(s, f"{where}.{name}", inside) for name, s in value.items()
                    }
                case "additionalProperties" if isinstance(value, bool):
                    translated[keyword] = value
                case "additionalProperties":
                    translated[keyword] = self.of(value, where, inside)
                case "items" if value is False and "prefixItems" in schema:
                    translated["additionalItems"] = False
                case "items":
                    key = "additionalItems" if "prefixItems" in schema else "items"
                    translated[key] = self.of(value, where, inside)
                case "prefixItems" if isinstance(value, list):
                    translated["items"] = [self.of(s, f"{where}[{i}]", inside) for i, s in enumerate(value)]
                case "anyOf" | "oneOf" | "allOf" if isinstance(value, list):
                    branches = [self.of(s, f"{where}[{i}]", inside) for i, s in enumerate(value)]
                    translated |= _nullable(branches) or {keyword: list[Json](branches)}
                case _ if keyword in SAME:
                    translated[keyword] = value
                case _ if keyword not in SAYS_NOTHING:
                    raise UntranslatableError(f"{where}: draft 4 has no such {keyword!r}")
        return translated

    def _definition(self, reference: str, where: str, inside: tuple[str, ...]) -> Schema:
        if reference in inside:
            raise UntranslatableError(f"{where}: {reference} contains itself, which a model cannot")
        return self.of(self._definitions[reference], where, (*inside, reference))


def _nullable(branches: list[Schema]) -> Schema | None:
    """`X or null` in the short form, whose refusals are easier to read."""
    others = [branch for branch in branches if branch != {"type": "null"}]
    if len(branches) != 2 or len(others) != 1:
        return None
    (other,) = others
    if not isinstance(other.get("type"), str) or "enum" in other:
        return None
    return {**other, "type": [other["type"], "null"]}
