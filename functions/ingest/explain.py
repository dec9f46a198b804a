"""Step `explain`: says why the chunks failed. A Map tells no more than that too many of them did.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

from functions.ingest.errors import ChunkFailed
from functions.ingest.wiring import Nothing, job_objects, planned_upload, read_plan
from functions.offload.step import StepJob, step


def explain(job: StepJob, _: Nothing) -> Nothing:
    """Raise what is to be said; that the owner asked to stop is said before this is called."""
    objects = job_objects(job)
    plan = read_plan(objects)
    if plan.size:
        planned_upload(objects, plan).read(0, 1)
    raise ChunkFailed(
        "a chunk could not be read in all its attempts; the run of the Map in the state machine's execution "
        "shows which, and its function's log why"
    )


handle = step(Nothing, explain)
