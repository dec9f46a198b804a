"""Step `check`: sees whether the chunks fit together; names those to be read again, or sums all up."""

from functions.ingest.assembling import assemble, to_read_again
from functions.ingest.chunks import Chunk
from functions.ingest.report import REPORT, ChunkReport
from functions.ingest.wiring import ASSEMBLY, Handed, hand_over, job_objects, latest_chunks, read_plan
from functions.offload.step import StepJob, step


def check(job: StepJob, handed: Handed) -> Handed:
    """Check the round that was mapped."""
    objects = job_objects(job)

    def report_of(chunk: Chunk) -> ChunkReport:
        return ChunkReport.model_validate_json(objects.get(objects.scratch_of(chunk, REPORT)))

    chunks = latest_chunks(objects, handed.round)
    again = to_read_again([report_of(chunk).extent for chunk in chunks], handed.round + 1)
    if again:
        return hand_over(objects, again, handed.round + 1)
    objects.put(objects.scratch(ASSEMBLY), assemble(read_plan(objects), chunks, report_of))
    return handed.model_copy(update={"open": 0})


handle = step(Handed, check)
