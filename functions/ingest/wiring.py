"""Wiring: puts the parts together from the function's environment and what the state machine hands over."""

import os

from pydantic import BaseModel, ConfigDict, Field

from functions.ingest.chunks import Chunk, Chunks
from functions.ingest.objects import JobObjects, Upload
from functions.ingest.report import Assembly, Plan
from functions.offload.aws import client
from functions.offload.step import StepJob

PLAN = "plan.json"
ASSEMBLY = "assembly.json"


class Handed(BaseModel):
    """What goes from state to state: references, no data.

    Attributes:
        bucket: the payload bucket.
        chunks: key of the chunks to read in this round.
        round: how often chunks were read before.
        open: how many chunks are to read in this round; 0 when all fit together.
    """

    model_config = ConfigDict(frozen=True)

    bucket: str
    chunks: str
    round: int = Field(ge=0)
    open: int = Field(ge=0)


class ToMap(BaseModel):
    """What `map_chunk` is given."""

    model_config = ConfigDict(frozen=True)

    chunk: Chunk


class Nothing(BaseModel):
    """What `map_chunk` answers, and what the steps are given that find all in the scratch."""


def job_objects(job: StepJob) -> JobObjects:
    """The objects of this run of the job."""
    return JobObjects(client("s3"), os.environ["PAYLOAD_BUCKET"], job)


def read_plan(objects: JobObjects) -> Plan:
    """The plan that `plan` has made for this run."""
    return Plan.model_validate_json(objects.get(objects.scratch(PLAN)))


def read_assembly(objects: JobObjects) -> Assembly:
    """The assembly that `check` has made for this run."""
    return Assembly.model_validate_json(objects.get(objects.scratch(ASSEMBLY)))


def planned_upload(objects: JobObjects, plan: Plan) -> Upload:
    """The upload as it was planned for."""
    return Upload(objects.s3, objects.bucket, plan.wanted.upload, plan.etag, plan.size)


def chunks_key(objects: JobObjects, number: int) -> str:
    """The key of the chunks that are read in a round."""
    return objects.scratch(f"chunks.{number}.json")


def hand_over(objects: JobObjects, chunks: list[Chunk], number: int) -> Handed:
    """Write down the chunks of a round for the state machine to map."""
    key = chunks_key(objects, number)
    objects.put(key, Chunks(chunks))
    return Handed(bucket=objects.bucket, chunks=key, round=number, open=len(chunks))


def latest_chunks(objects: JobObjects, number: int) -> list[Chunk]:
    """All chunks, each as it was read last, up to a round."""
    latest: dict[int, Chunk] = {}
    for earlier in range(number + 1):
        read = Chunks.model_validate_json(objects.get(chunks_key(objects, earlier)))
        latest.update({chunk.number: chunk for chunk in read.root})
    return [latest[key] for key in sorted(latest)]
