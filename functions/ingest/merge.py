"""Step `merge`: writes the result's files out of the parts of all chunks."""

from functions.ingest.merging import merge as merge_parts
from functions.ingest.result import Ingested
from functions.ingest.wiring import Nothing, job_objects, read_assembly, read_plan
from functions.offload.step import StepJob, step


def merge(job: StepJob, _: Nothing) -> Ingested:
    """Write the result."""
    objects = job_objects(job)
    return merge_parts(objects, read_plan(objects), read_assembly(objects))


handle = step(Nothing, merge)
