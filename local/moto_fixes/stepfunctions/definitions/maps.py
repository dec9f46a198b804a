"""Whether a Map's fields fit its mode, and whether its items can be read here.

https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
"""

from collections.abc import Iterator
from typing import Final

from local.moto_fixes.stepfunctions.definitions.finding import Finding, State
from local.moto_fixes.stepfunctions.distributed_map.reading import DELIMITERS, INPUT_TYPES

_DISTRIBUTED: Final = (
    *("ItemReader", "ItemBatcher", "ResultWriter", "Label"),
    *("ToleratedFailureCount", "ToleratedFailureCountPath"),
    *("ToleratedFailurePercentage", "ToleratedFailurePercentagePath"),
)
_READERS: Final = ("arn:aws:states:::s3:getObject", "arn:aws:states:::s3:listObjectsV2")
_WRITER: Final = "arn:aws:states:::s3:putObject"
_READER_FIELDS: Final = (
    *("InputType", "CSVHeaderLocation", "CSVHeaders", "CSVDelimiter"),
    *("MaxItems", "MaxItemsPath"),
)


def check(state: State) -> Iterator[Finding]:
    """Yield what is wrong with a Map."""
    if ("ItemProcessor" in state.fields) == ("Iterator" in state.fields):
        yield Finding("Exactly one of the fields 'ItemProcessor' and 'Iterator' is required", state.location)
        return
    processor = state.fields.get("ItemProcessor", state.fields.get("Iterator"))
    if processor.get("ProcessorConfig", {}).get("Mode") != "DISTRIBUTED":
        for field in _DISTRIBUTED:
            if field in state.fields:
                yield Finding(f"Field '{field}' is supported in a DISTRIBUTED Map only", state.at(field))
        return
    yield from _check_reader(state)
    yield from _check_batcher(state)
    writer = state.fields.get("ResultWriter")
    if writer is not None and writer.get("Resource", _WRITER) != _WRITER:
        yield Finding(f"The resource is {_WRITER}", state.at("ResultWriter/Resource"))


def _check_reader(state: State) -> Iterator[Finding]:
    reader = state.fields.get("ItemReader")
    if reader is None:
        return
    place, config = state.at("ItemReader"), reader.get("ReaderConfig", {})
    if reader.get("Resource") not in _READERS:
        yield Finding(f"The resource is one of {', '.join(_READERS)}", f"{place}/Resource")
        return
    for field in config:
        if field not in _READER_FIELDS:
            yield Finding(f"Field '{field}' is not supported here", f"{place}/ReaderConfig")
    if reader["Resource"] == _READERS[1]:
        return
    kind = config.get("InputType")
    if kind not in INPUT_TYPES:
        yield Finding(f"InputType is one of {', '.join(INPUT_TYPES)} here", f"{place}/ReaderConfig/InputType")
    elif kind == "CSV" and config.get("CSVHeaderLocation") not in ("FIRST_ROW", "GIVEN"):
        yield Finding("CSVHeaderLocation is FIRST_ROW or GIVEN", f"{place}/ReaderConfig/CSVHeaderLocation")
    elif config.get("CSVDelimiter", "COMMA") not in DELIMITERS:
        yield Finding(f"CSVDelimiter is one of {', '.join(DELIMITERS)}", f"{place}/ReaderConfig/CSVDelimiter")


def _check_batcher(state: State) -> Iterator[Finding]:
    batcher = state.fields.get("ItemBatcher")
    if batcher is None:
        return
    if not any(name.startswith("Max") for name in batcher):
        yield Finding(
            "At least one of the fields 'MaxItemsPerBatch' and 'MaxInputBytesPerBatch' is required",
            state.at("ItemBatcher"),
        )
