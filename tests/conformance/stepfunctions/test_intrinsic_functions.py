"""The intrinsic functions of JSONPath state machines, with the results that their page documents."""

from typing import Any

import pytest

from tests.conformance.behaviour import behaviour
from tests.conformance.stepfunctions.state_machines import StateMachines, passing

FUNCTIONS = "https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html"


@behaviour(
    FUNCTIONS,
    "Intrinsics are constructs that look like functions in programming languages. They can be used to "
    "help payload builders process the data going to and from the Resource field of a Task state.",
)
@pytest.mark.parametrize(
    ("call", "data", "result"),
    [
        ("States.Array($.id)", {"id": 123456}, [123456]),
        ("States.ArrayPartition($.a, 4)", {"a": list(range(1, 10))}, [[1, 2, 3, 4], [5, 6, 7, 8], [9]]),
        ("States.ArrayContains($.a, $.n)", {"a": [1, 2, 3], "n": 3}, True),
        ("States.ArrayRange(1, 9, 2)", {}, [1, 3, 5, 7, 9]),
        ("States.ArrayGetItem($.a, 1)", {"a": [7, 8]}, 8),
        ("States.ArrayLength($.a)", {"a": [7, 8]}, 2),
        ("States.ArrayUnique($.a)", {"a": [1, 2, 2, 3]}, [1, 2, 3]),
        ("States.Base64Encode($.s)", {"s": "Data to encode"}, "RGF0YSB0byBlbmNvZGU="),
        ("States.Base64Decode($.s)", {"s": "RGVjb2RlZCBkYXRh"}, "Decoded data"),
        ("States.Hash($.s, 'SHA-1')", {"s": "input data"}, "aaff4a450a104cd177d28d18d74485e8cae074b7"),
        (
            "States.JsonMerge($.a, $.b, false)",
            {"a": {"a": {"x": 1}, "b": 2}, "b": {"a": {"y": 1}, "c": 3}},
            {"a": {"y": 1}, "b": 2, "c": 3},
        ),
        ("States.StringToJson($.s)", {"s": '{"foo": "bar"}'}, {"foo": "bar"}),
        ("States.JsonToString($.o)", {"o": {"foo": "bar"}}, '{"foo":"bar"}'),
        ("States.MathAdd($.n, -1)", {"n": 111}, 110),
        ("States.StringSplit($.s, ',')", {"s": "1,2,3"}, ["1", "2", "3"]),
        ("States.StringSplit($.s, '.+')", {"s": "This.is+a"}, ["This", "is", "a"]),
        ("States.Format('Hello, my name is {}.', $.name)", {"name": "Arnav"}, "Hello, my name is Arnav."),
        ("States.Format('{} {}', $.n, $.text)", {"n": 1, "text": "two"}, "1 two"),
        ("States.Format('{}', States.MathAdd(1, 2))", {}, "3"),
        ("States.Format('\\{{}\\}', 1)", {}, "{1}"),
        ("States.Format('it\\'s {}', true)", {}, "it's true"),
        ("States.ArrayLength(States.StringSplit(States.UUID(), '-'))", {}, 5),
        ("States.MathRandom(1, 2)", {}, 1),
    ],
)
def test_a_function_returns_what_is_documented(
    machines: StateMachines, call: str, data: Any, result: Any
) -> None:
    assert machines.output({"P": passing(Parameters={"result.$": call})}, data)["result"] == result
