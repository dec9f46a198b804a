"""The execution of a job's run: its name and input, the same however often it is started."""

import hashlib
import json
import re

from functions.offload.errors import PermanentError
from functions.offload.job import JobRef

#: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
MAX_INPUT_BYTES = 256 * 1024

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")


class PayloadTooLarge(PermanentError):
    """Step Functions takes at most 256 KiB of input: a large payload should be an upload."""


def execution_name(ref: JobRef) -> str:
    """Return the name of a run's execution: readable, unique for owner, id and run, at most 80 characters."""
    digest = hashlib.sha256(f"{ref.key} {ref.run}".encode()).hexdigest()[:16]
    return f"{_UNSAFE.sub('-', ref.id)[:50]}-run{ref.run}-{digest}"


def execution_arn(state_machine: str, ref: JobRef) -> str:
    """Return the ARN that a run's execution has on a state machine (an ARN), started or not."""
    return f"{state_machine.replace(':stateMachine:', ':execution:')}:{execution_name(ref)}"


def execution_input(ref: JobRef, payload: object) -> str:
    """Return the input of a run's execution: the job's name and its payload; raises PayloadTooLarge."""
    about = {"key": ref.key, "owner": ref.owner, "id": ref.id, "type": ref.type, "run": ref.run}
    text = json.dumps({"job": about, "payload": payload}, separators=(",", ":"))
    if len(text.encode()) > MAX_INPUT_BYTES:
        raise PayloadTooLarge(f"with its payload the input has {len(text.encode())} bytes of 262144 allowed")
    return text
