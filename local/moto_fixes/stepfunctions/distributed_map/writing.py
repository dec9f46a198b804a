"""What becomes of the children's results: a list of outputs, or files in S3.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.backend.execution import Execution
from pydantic import JsonValue

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

#: The file in which children of a status are written; those that were stopped are pending.
_FILES: Final = {
    ExecutionStatus.SUCCEEDED: "SUCCEEDED",
    ExecutionStatus.FAILED: "FAILED",
    ExecutionStatus.TIMED_OUT: "FAILED",
    ExecutionStatus.ABORTED: "PENDING",
}


def outputs(children: Sequence[Execution], transformation: str = "COMPACT") -> list[JsonValue]:
    """Return the children's results in their order: NONE tells all of each, COMPACT the outputs alone.

    FLATTEN puts the items of outputs that are lists side by side. A child that failed is told in full.
    """
    results: list[JsonValue] = []
    for child in children:
        if transformation == "NONE" or child.exec_status != ExecutionStatus.SUCCEEDED:
            results.append(described(child))
        elif transformation == "FLATTEN" and isinstance(child.output, list):
            results.extend(child.output)
        else:
            results.append(child.output)
    return results


def write(
    children: Sequence[Execution], writer: Mapping[str, JsonValue], map_run_arn: str, s3: "S3Client"
) -> JsonValue:
    """Write the results where `writer`, the ResultWriter's values, says; return the Map's result."""
    place = writer.get("Parameters", writer.get("Arguments"))
    config = writer.get("WriterConfig")
    assert isinstance(place, dict)
    assert config is None or isinstance(config, dict)
    bucket, prefix = str(place["Bucket"]), str(place.get("Prefix", ""))
    folder = f"{prefix.rstrip('/')}/" if prefix else ""
    folder += map_run_arn.rpartition(":")[2]
    transformation = str((config or {}).get("Transformation", "NONE"))
    as_lines = (config or {}).get("OutputType") == "JSONL"
    files: dict[str, list[JsonValue]] = {"FAILED": [], "PENDING": [], "SUCCEEDED": []}
    for name, listed in files.items():
        chosen = [child for child in children if child.exec_status and _FILES.get(child.exec_status) == name]
        if chosen:
            key = f"{folder}/{name}_0.{'jsonl' if as_lines else 'json'}"
            body = _encoded(outputs(chosen, transformation), as_lines=as_lines)
            s3.put_object(Bucket=bucket, Key=key, Body=body)
            listed.append({"Key": key, "Size": len(body)})
    manifest = {"DestinationBucket": bucket, "MapRunArn": map_run_arn, "ResultFiles": files}
    key = f"{folder}/manifest.json"
    s3.put_object(Bucket=bucket, Key=key, Body=json.dumps(manifest).encode())
    return {"MapRunArn": map_run_arn, "ResultWriterDetails": {"Bucket": bucket, "Key": key}}


def described(child: Execution) -> dict[str, JsonValue]:
    """Return all there is to tell of a child that has ended."""
    told: dict[str, JsonValue] = {
        "ExecutionArn": child.exec_arn,
        "Input": child.execution_input,
        "InputDetails": {"Included": True},
        "Name": child.name,
        "StartDate": _date(child.start_date),
        "StateMachineArn": child.state_machine.arn,
        "Status": str(child.status),
        "StopDate": _date(child.stop_date),
    }
    if child.exec_status == ExecutionStatus.SUCCEEDED:
        told["Output"] = json.dumps(child.output, separators=(",", ":"))
        told["OutputDetails"] = {"Included": True}
    if child.error is not None:
        told["Error"] = child.error
    if child.cause is not None:
        told["Cause"] = child.cause
    return told


def _date(date: dt.datetime | None) -> str | None:
    return None if date is None else date.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _encoded(results: list[JsonValue], *, as_lines: bool) -> bytes:
    if as_lines:
        return "".join(f"{json.dumps(result)}\n" for result in results).encode()
    return json.dumps(results).encode()
