"""An analyst: a caller who has files ingested, and looks at what came of it."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow.parquet as pq

from tests.flow.callers import Caller, ShownJob
from tests.flow.ingest.sales import PAYLOAD

#: In a test's file there are several chunks of this size.
SMALL_CHUNK = 4 * 1024


@dataclass(frozen=True)
class Analyst(Caller):
    """A user of `stack` who has files ingested."""

    def ingest(self, file: bytes, **payload: Any) -> ShownJob:
        """Have a file ingested, and return the job at its end."""
        return self.follow(self.begin(file, **payload))

    def begin(self, file: bytes, *, key: str | None = None, **payload: Any) -> str:
        """Upload and submit a file; return the job's id."""
        wanted = {**PAYLOAD, "chunk_bytes": SMALL_CHUNK, "upload": self.upload(file), **payload}
        return self.submit("ingest", wanted, key=key)

    def fetch(self, job: ShownJob, name: str) -> bytes:
        """Follow the link of one of the result's files."""
        assert job.result is not None, job.error
        file: Any = job.result[name]
        answer = self.anybody.get(file["href"])
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, file["media_type"])
        assert len(answer.content) == file["bytes"]
        return answer.content

    def rows(self, job: ShownJob) -> list[list[Any]]:
        """Return the rows of the result's Parquet file."""
        table = pq.read_table(io.BytesIO(self.fetch(job, "parquet")))
        return [list(row.values()) for row in table.to_pylist()]

    def rejects(self, job: ShownJob) -> Mapping[int, dict[str, Any]]:
        """Return the result's rejects by line."""
        lines = [json.loads(line) for line in self.fetch(job, "rejects").splitlines()]
        assert [line["line"] for line in lines] == sorted({line["line"] for line in lines})
        return {line["line"]: line for line in lines}

    def summary(self, job: ShownJob) -> dict[str, Any]:
        """Return the result's summary."""
        found: dict[str, Any] = json.loads(self.fetch(job, "summary"))
        return found
