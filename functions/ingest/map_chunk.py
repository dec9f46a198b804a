"""Step `map_chunk`: reads one chunk; many of it run side by side."""

from functions.ingest.report import REPORT
from functions.ingest.wiring import Nothing, ToMap, job_objects, planned_upload, read_plan
from functions.offload.progress import progress
from functions.offload.step import StepJob, step

#: So often a job's progress is told at most: each time is a write to the job store.
_TOLD = 20


def map_chunk(job: StepJob, given: ToMap) -> Nothing:
    """Map the chunk, then report; a report without its parts would be believed."""
    # Arrow is loaded by the first chunk, not by every start.
    from functions.ingest.mapping import map_one_chunk

    objects, chunk = job_objects(job), given.chunk
    plan = read_plan(objects)
    report = map_one_chunk(objects, planned_upload(objects, plan), plan, chunk)
    objects.put(objects.scratch_of(chunk, REPORT), report)
    # Chunks begin in their order: when one is done, about so many are.
    if chunk.round == 0 and chunk.number % (plan.chunks // _TOLD + 1) == 0:
        progress(job, 0.9 * (chunk.number + 1) / plan.chunks)
    return Nothing()


handle = step(ToMap, map_chunk)
