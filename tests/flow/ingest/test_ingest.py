"""Ingestion from end to end: what an owner finds behind the links of the result."""

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from local.stack import LocalStack
from tests.flow.callers import Caller, ShownJob
from tests.flow.ingest.sales import PAYLOAD, amounts, read, sales


@pytest.fixture(scope="module")
def stack(warm_assembly: Path) -> Iterator[LocalStack]:
    """One stack for all: a job has its own corner of everything."""
    with LocalStack(warm_assembly) as stack:
        yield stack


def ingest(caller: Caller, file: bytes, **payload: object) -> ShownJob:
    job = caller.submit("ingest", {**PAYLOAD, "upload": caller.upload(file), **payload})
    return caller.follow(job)


def fetch(caller: Caller, job: ShownJob, name: str) -> bytes:
    assert job.result is not None, job.error
    file: Any = job.result[name]
    answer = caller.anybody.get(file["href"])
    assert answer.status_code == 200
    assert len(answer.content) == file["bytes"]
    return answer.content


def rejects_of(caller: Caller, job: ShownJob) -> Mapping[int, str]:
    lines = fetch(caller, job, "rejects").decode().splitlines()
    return {reject["line"]: reject["reason"] for reject in map(json.loads, lines)}


def test_many_small_chunks_come_to_what_one_reader_finds(caller: Caller) -> None:
    text = sales(3_000)
    expected = read(text)

    job = ingest(caller, text.encode(), chunk_bytes=8 * 1024)

    assert job.status == "SUCCEEDED", job.error
    assert job.result is not None
    print(json.dumps(job.result)[:1500])
