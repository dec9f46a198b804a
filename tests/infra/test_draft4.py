"""Draft 4: a model's verdict on a payload is its contract's."""

import copy
import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, ValidationError
from jsonschema.validators import extend
from pydantic import BaseModel, ConfigDict, Field
from pydantic import ValidationError as ContractError

from functions.order.contract import Order
from functions.telemetry.contract import Readings
from functions.thumbnail.contract import Thumbnail
from infra.draft4 import UntranslatableError, draft4_schema


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Circle(Closed):
    kind: Literal["circle"]
    radius: float = Field(gt=0, lt=100)


class Square(Closed):
    kind: Literal["square"]
    side: int = Field(ge=1, multiple_of=2)


class Drawing(Closed):
    """What a contract can say that the two draft versions spell differently."""

    title: str | None = Field(default=None, min_length=1, max_length=5)
    shape: Annotated[Circle | Square, Field(discriminator="kind")]
    corner: tuple[int, str]
    frame: Circle | None
    colour: Colour | None = None
    version: Literal[1] = 1
    weights: dict[str, int] = Field(default_factory=dict, max_length=2)
    layers: list[Literal["a", "b", None]] = Field(min_length=1, max_length=3)


SAMPLES: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (
        Drawing,
        {
            "title": "x",
            "shape": {"kind": "circle", "radius": 1.5},
            "corner": [1, "a"],
            "frame": {"kind": "circle", "radius": 2},
            "colour": "red",
            "version": 1,
            "weights": {"a": 1},
            "layers": ["a", None],
        },
    ),
    (
        Thumbnail,
        {
            "image": "uploads/AIDA/1/cat.jpg",
            "sizes": [{"width": 100, "height": 80}],
            "format": "webp",
            "quality": 80,
        },
    ),
    (
        Order,
        {
            "items": [{"sku": "MUG-1", "quantity": 2}],
            "currency": "EUR",
            "card_token": "tok_visa",
            "ship_to": {"name": "A", "street": "B 1", "city": "C", "postcode": "12345", "country": "DE"},
        },
    ),
    (Readings, {"device": "a-1", "readings": [{"sequence": 1, "at": 1_700_000_000_000, "value": 1.5}]}),
]


def _pattern(_: object, pattern: str, instance: object, __: object) -> Iterator[ValidationError]:
    """As ECMA 262 reads it, and API Gateway: `$` is the end, not before a last line break."""
    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


GatewayValidator = extend(Draft4Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
near = st.sampled_from(
    [0, 1, 2, 99, 100, 100.0, 101, 4096, 4097, -1, "", "a", "red", "circle", "x" * 200, 0.5]
)
values = st.recursive(
    scalars | near,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield from _places(child, (*path, key))


@st.composite
def payloads(draw: st.DrawFn, sample: dict[str, Any]) -> Any:
    """The sample with up to two of its places replaced, removed, repeated or added to."""
    payload = copy.deepcopy(sample)
    for _ in range(draw(st.integers(0, 2))):
        path = draw(st.sampled_from(sorted(_places(payload), key=repr)))
        if not path:
            continue
        parent: Any = payload
        for key in path[:-1]:
            parent = parent[key]
        match draw(st.sampled_from(["replace", "remove", "add", "repeat"])):
            case "replace":
                parent[path[-1]] = draw(values)
            case "remove":
                del parent[path[-1]]
            case "add" if isinstance(parent, dict):
                parent[draw(st.sampled_from(["extra", "kind", "title"]))] = draw(values)
            case _ if isinstance(parent, list):
                parent.append(copy.deepcopy(parent[int(path[-1])]))
    return payload


def _contract_errors(contract: type[BaseModel], payload: Any) -> set[str]:
    try:
        contract.model_validate_json(json.dumps(payload))
    except ContractError as error:
        return {problem["type"] for problem in error.errors()}
    return set()


@pytest.mark.parametrize(("contract", "sample"), SAMPLES)
@given(data=st.data())
def test_a_model_and_its_contract_agree_on_every_payload(
    contract: type[BaseModel], sample: dict[str, Any], data: st.DataObject
) -> None:
    payload = data.draw(payloads(sample))
    accepted = GatewayValidator(draft4_schema(contract)).is_valid(payload)
    errors = _contract_errors(contract, payload)
    assert accepted or errors, "the model refuses what the contract takes"
    # What a contract checks in code no schema can say in full; the worker refuses the rest.
    assert not accepted or errors <= {"value_error"}, "the model takes what the contract refuses"


@pytest.mark.parametrize(("contract", "sample"), SAMPLES)
def test_a_model_is_a_draft_4_schema_that_takes_the_sample(
    contract: type[BaseModel], sample: dict[str, Any]
) -> None:
    schema = draft4_schema(contract)
    Draft4Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-04/schema#"
    GatewayValidator(schema).validate(sample)


def test_what_draft_4_spells_otherwise_is_spelt_so() -> None:
    properties: Any = draft4_schema(Drawing)["properties"]
    assert properties["title"] == {"type": ["string", "null"], "minLength": 1, "maxLength": 5}
    assert properties["version"]["enum"] == [1]
    assert properties["corner"]["items"] == [{"type": "integer"}, {"type": "string"}]
    assert properties["shape"]["oneOf"][0]["properties"]["radius"] == {
        "type": "number",
        "minimum": 0,
        "exclusiveMinimum": True,
        "maximum": 100,
        "exclusiveMaximum": True,
    }
    text = json.dumps(draft4_schema(Drawing))
    assert not [
        word for word in ("$ref", "$defs", "const", "prefixItems", "discriminator") if f'"{word}"' in text
    ]


class Tree(BaseModel):
    branches: "list[Tree]"


class Named(BaseModel):
    values: dict[Annotated[str, Field(pattern="^a")], int]


class Conditional(BaseModel):
    model_config = ConfigDict(json_schema_extra={"if": {}})


class TwiceBounded(BaseModel):
    value: int = Field(ge=1, gt=0)


@pytest.mark.parametrize(
    ("contract", "words"),
    [
        (TwiceBounded, r"\$\.properties\.value\.exclusiveMinimum: draft 4 has no such 'exclusiveMinimum'"),
        (Tree, r"branches\.items\.\$ref: #/\$defs/Tree contains itself"),
        (Named, r"\$\.properties\.values\.patternProperties: draft 4 has no such 'patternProperties'"),
        (Conditional, r"\$\.if: draft 4 has no such 'if'"),
    ],
)
def test_what_draft_4_cannot_say_is_refused_with_its_place(contract: type[BaseModel], words: str) -> None:
    with pytest.raises(UntranslatableError, match=words):
        draft4_schema(contract)
