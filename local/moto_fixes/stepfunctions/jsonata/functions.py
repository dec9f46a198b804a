"""The functions that Step Functions adds to JSONata.

https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided
"""

import hashlib
import json
import math
import random
from collections.abc import Callable
from typing import Final

from moto.moto_api._internal import mock_random
from pydantic import JsonValue

from local.moto_fixes.current_hub import current_hub

_ALGORITHMS: Final = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}


class BadArgument(ValueError):
    """A function was given what it does not take."""


def partition(values: JsonValue, size: JsonValue) -> JsonValue:
    """Return the list `values` in lists of `size` items."""
    if values is None:
        return None
    length = math.floor(_number(size))
    if length < 1:
        raise BadArgument("the size of a partition is a positive number")
    items: list[JsonValue] = values if isinstance(values, list) else [values]
    return [list(items[at : at + length]) for at in range(0, len(items), length)]


def range_(first: JsonValue, last: JsonValue, step: JsonValue = 1) -> JsonValue:
    """Return the numbers from `first` to `last`, both included, `step` apart."""
    begin, end, delta = _number(first), _number(last), _number(step)
    if delta == 0 or (end - begin) * delta < 0:
        return []
    return [begin + delta * at for at in range(math.floor((end - begin) / delta) + 1)]


def hash_(value: JsonValue, algorithm: JsonValue) -> JsonValue:
    """Return the hash of `value` in hexadecimal digits."""
    if algorithm not in _ALGORITHMS:
        raise BadArgument(f"the algorithm is one of {', '.join(_ALGORITHMS)}")
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
    return hashlib.new(_ALGORITHMS[str(algorithm)], text.encode()).hexdigest()


def random_(seed: JsonValue = None) -> JsonValue:
    """Return a number from 0 to 1, without 1; always the same for a seed."""
    return current_hub().random.random() if seed is None else random.Random(_number(seed)).random()


def uuid() -> JsonValue:
    """Return a new UUID of version 4."""
    return str(mock_random.uuid4())


def parse(text: JsonValue) -> JsonValue:
    """Return the value that `text` is the JSON of."""
    if text is None:
        return None
    value: JsonValue = json.loads(str(text))
    return value


def _number(value: JsonValue) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadArgument(f"a number is needed, not {json.dumps(value)}")
    return value


FUNCTIONS: Final[dict[str, Callable[..., JsonValue]]] = {
    "partition": partition,
    "range": range_,
    "hash": hash_,
    "random": random_,
    "uuid": uuid,
    "parse": parse,
}
