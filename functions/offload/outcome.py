"""What a handler returns, and how it is kept: as JSON text in the job store."""

import json
from collections.abc import Mapping

from pydantic import BaseModel

from functions.offload.errors import ResultTooLarge

#: A result beyond this belongs into the bucket; a DynamoDB item ends at 400 KB, payload and all.
MAX_RESULT_BYTES = 256 * 1024


Result = BaseModel | Mapping[str, object] | None


def result_text(result: Result) -> str | None:
    """Return a result as JSON text; raises ResultTooLarge beyond 256 KiB."""
    if result is None:
        return None
    text = result.model_dump_json() if isinstance(result, BaseModel) else json.dumps(result)
    if len(text.encode()) > MAX_RESULT_BYTES:
        raise ResultTooLarge(f"the result has {len(text.encode())} bytes; store it as an object instead")
    return text
