"""What a definition says of its distributed Maps, beyond what moto's grammar has words for.

The fields moto cannot read are taken out before it parses, compiled on their own, and kept with the state.

Shown by test_a_map_of_a_thousand_items_runs_in_batches_side_by_side
in tests/flow/local/moto_fixes/test_stepfunctions_nested.py.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from moto.stepfunctions.parser.asl.component.common.parargs import Parargs
from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent
from moto.stepfunctions.parser.asl.component.program.program import Program
from moto.stepfunctions.parser.asl.component.state.exec.state_map.state_map import StateMap
from moto.stepfunctions.parser.asl.component.state.exec.state_parallel.state_parallel import StateParallel
from moto.stepfunctions.parser.asl.component.state.state import CommonStateField
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from pydantic import JsonValue

from local.moto_fixes.mend import replace

JSONATA: Final = "JSONata"

_States = Mapping[str, Mapping[str, Any]]

_moto_parse = AmazonStateLanguageParser.parse


@dataclass(frozen=True)
class Template:
    """A field of a state whose values may be expressions."""

    component: EvalComponent

    def value(self, env: Environment) -> dict[str, JsonValue]:
        """Return what the field comes to where `env` is."""
        self.component.eval(env)
        value: dict[str, JsonValue] = env.stack.pop()
        return value


@dataclass(frozen=True)
class DistributedMap:
    """A Map whose items are the work of child executions.

    Attributes:
        child: the definition of the children's state machine.
        child_type: "STANDARD" or "EXPRESS".
        reader: where the items are read from, None for the state's input.
        batcher: how items are put together, None for one item a child.
        writer: what becomes of the results, None for a list of outputs.
        tolerated: the names of the tolerated failures that the definition limits.
    """

    child: str
    child_type: str
    reader: Template | None
    batcher: Template | None
    writer: Template | None
    tolerated: frozenset[str]


def install() -> None:
    """Mend moto."""
    replace(AmazonStateLanguageParser, "parse", staticmethod(parse))


def parse(definition: str) -> tuple[Program, object]:
    """Parse a definition as moto does, and note what it says of distributed Maps."""
    try:
        machine = json.loads(definition)
        readable = json.dumps(_readable(machine)) if _has_map(machine) else definition
    except (ValueError, TypeError, AttributeError, KeyError):
        return _moto_parse(definition)  # type: ignore[return-value]  # moto says a component; it is a program
    program, tree = _moto_parse(readable)
    assert isinstance(program, Program)
    if readable is not definition:
        _note(machine["States"], program.states.states, machine.get("QueryLanguage", "JSONPath"))
    return program, tree


def of(state: StateMap) -> DistributedMap | None:
    """Return what the definition says of `state`, None if it is an inline Map."""
    noted: DistributedMap | None = vars(state).get("distributed")
    return noted


def _has_map(machine: Mapping[str, Any]) -> bool:
    return any(
        state.get("Type") == "Map" or any(_has_map(each) for each in state.get("Branches", ()))
        for state in machine["States"].values()
    )


def _processor(state: Mapping[str, Any]) -> Mapping[str, Any]:
    processor: Mapping[str, Any] = state["ItemProcessor"] if "ItemProcessor" in state else state["Iterator"]
    return processor


def _is_distributed(state: Mapping[str, Any]) -> bool:
    return (
        state.get("Type") == "Map"
        and _processor(state).get("ProcessorConfig", {}).get("Mode") == "DISTRIBUTED"
    )


def _readable(machine: Mapping[str, Any]) -> dict[str, Any]:
    """Return a state machine without what moto's grammar lacks."""
    return {**machine, "States": {name: _readable_state(each) for name, each in machine["States"].items()}}


def _readable_state(state: Mapping[str, Any]) -> dict[str, Any]:
    readable = dict(state)
    if "Branches" in state:
        readable["Branches"] = [_readable(branch) for branch in state["Branches"]]
    if state.get("Type") != "Map":
        return readable
    field = "ItemProcessor" if "ItemProcessor" in state else "Iterator"
    readable[field] = _readable(state[field])
    if _is_distributed(state):
        for name in ("ItemReader", "ItemBatcher", "ResultWriter"):
            readable.pop(name, None)
        readable[field]["ProcessorConfig"] = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
        percentage = state.get("ToleratedFailurePercentage")
        if isinstance(percentage, int):
            readable["ToleratedFailurePercentage"] = float(percentage)
    return readable


def _note(states: _States, components: Mapping[str, CommonStateField], language: str) -> None:
    for name, state in states.items():
        component = components[name]
        spoken = state.get("QueryLanguage", language)
        if isinstance(component, StateMap) and _is_distributed(state):
            vars(component)["distributed"] = _distributed(state, spoken)
        elif isinstance(component, StateMap):
            _note(_processor(state)["States"], component.iteration_component._states.states, spoken)
        elif isinstance(component, StateParallel):
            for branch, program in zip(state["Branches"], component.branches.programs, strict=True):
                _note(branch["States"], program.states.states, spoken)


def _distributed(state: Mapping[str, Any], language: str) -> DistributedMap:
    processor = dict(_processor(state))
    config = processor.pop("ProcessorConfig")
    fields = {
        name: _template(state[name], language) if name in state else None
        for name in ("ItemReader", "ItemBatcher", "ResultWriter")
    }
    return DistributedMap(
        child=json.dumps({"QueryLanguage": language, **processor}),
        child_type=config.get("ExecutionType", "STANDARD"),
        reader=fields["ItemReader"],
        batcher=fields["ItemBatcher"],
        writer=fields["ResultWriter"],
        tolerated=frozenset(
            name.removesuffix("Path") for name in state if name.startswith("ToleratedFailure")
        ),
    )


def _template(field: Mapping[str, Any], language: str) -> Template:
    """Compile a field as the output of a state that does nothing else."""
    name = "Output" if language == JSONATA else "Parameters"
    value = field if language == JSONATA else dict(_with_paths(field))
    state = {"Type": "Pass", name: value, "End": True}
    program, _ = parse(json.dumps({"QueryLanguage": language, "StartAt": "T", "States": {"T": state}}))
    component = program.states.states["T"]
    if language == JSONATA:
        assert component.output is not None
        return Template(component.output.jsonata_template_value)
    parameters = vars(component)["parameters"]
    assert isinstance(parameters, Parargs)
    return Template(parameters)


def _with_paths(field: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a field, those that say `MaxItemsPath: p` as `MaxItems.$: p`."""
    for name, value in field.items():
        if name.startswith("Max") and name.endswith("Path"):
            yield f"{name.removesuffix('Path')}.$", value
        elif name == "ReaderConfig":
            yield name, dict(_with_paths(value))
        else:
            yield name, value
