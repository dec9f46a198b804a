"""moto reads every expression anew, and walks an update's syntax tree twenty times.

moto 5.2.5, `dynamodb/parsing` and `dynamodb/comparisons.py`: three quarters of an update_item's time. Here
an expression's tree, and what depends on the expression alone (three of the ten checks, a condition's
tokens), is kept. Can go when moto keeps them. `benchmarks/moto_fixes` measures it.

Shown by test_an_expression_is_read_once
in tests/flow/local/moto_fixes/test_speed.py.
"""

import copy
import functools
import pickle
from collections import deque
from dataclasses import dataclass
from typing import Any, TypeVar

from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing import expressions, validators
from moto.dynamodb.parsing.validators import (
    ActionCountValidator,
    OverlappingPathsValidator,
    UpdateHashRangeKeyValidator,
    Validator,
)

from local.moto_fixes.mend import replace

KEPT_EXPRESSIONS = 4096
#: The checks that an expression passes for every item of a table, or for none.
ITEM_INDEPENDENT = (ActionCountValidator, OverlappingPathsValidator, UpdateHashRangeKeyValidator)

T = TypeVar("T")
#: A syntax tree of moto, which has no types.
Tree = Any


@dataclass(frozen=True)
class _Check:
    """What the item-independent checks look at."""

    tree: Tree
    names: frozenset[tuple[str, str]]
    keys: tuple[str, ...]


_moto_init = Validator.__init__
_parser: Any = vars(expressions)["UpdateExpressionParser"]  # moto keeps its parser's types from us
_tree_type: Any = vars(expressions)["UpdateExpression"]
_moto_make = _parser.make.__func__
_moto_validate = Validator.validate
_moto_lex = ConditionExpressionParser._lex_condition_expression

_passed: set[_Check] = set()


def install() -> None:
    """Mend moto."""
    replace(_parser, "make", classmethod(_make))  # type: ignore[arg-type]  # a cached function binds as any other
    replace(validators, "deepcopy", _copy)
    replace(Validator, "__init__", _init)
    replace(Validator, "validate", _validate)
    replace(ConditionExpressionParser, "_lex_condition_expression", _lex)


@functools.lru_cache(KEPT_EXPRESSIONS)
def _make(parser: Any, expression: str) -> Tree:
    return _moto_make(parser, expression)


@functools.lru_cache(KEPT_EXPRESSIONS)
def _pickled(tree: Tree) -> bytes:
    return pickle.dumps(tree)


def _copy(value: T) -> T:
    """Copy a kept tree by way of its pickled form, and anything else as moto does."""
    if type(value) is _tree_type:
        copied: T = pickle.loads(_pickled(value))
        return copied
    return copy.deepcopy(value)


def _init(
    validator: Validator,
    expression: Tree,
    expression_attribute_names: dict[str, str],
    expression_attribute_values: dict[str, dict[str, Any]],
    item: Item,
    table: Table,
) -> None:
    _moto_init(validator, expression, expression_attribute_names, expression_attribute_values, item, table)
    names = frozenset((expression_attribute_names or {}).items())
    check = _Check(expression, names, tuple(table.table_key_attrs))
    if check in _passed:
        validator.processors = [one for one in validator.processors if not isinstance(one, ITEM_INDEPENDENT)]
    validator.passes = check  # type: ignore[attr-defined]  # carried to the end of the validation


def _validate(validator: Validator) -> Tree:
    tree = _moto_validate(validator)
    if len(_passed) >= KEPT_EXPRESSIONS:
        _passed.clear()
    _passed.add(validator.passes)  # type: ignore[attr-defined]  # set when the validator was made
    return tree


@functools.lru_cache(KEPT_EXPRESSIONS)
def _tokens(expression: str) -> tuple[ConditionExpressionParser.Node, ...]:
    return tuple(_moto_lex(ConditionExpressionParser(expression, None, None)))


def _lex(parser: ConditionExpressionParser) -> deque[ConditionExpressionParser.Node]:
    return deque(_tokens(parser.condition_expression or ""))
