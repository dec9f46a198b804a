"""Step `plan`: looks at the upload and writes down the chunks it is read in."""

from functions.ingest.contract import Ingest
from functions.ingest.planning import plan_ingestion
from functions.ingest.wiring import PLAN, Handed, hand_over, job_objects
from functions.offload.step import StepJob, step


def plan(job: StepJob, wanted: Ingest) -> Handed:
    """Plan the run."""
    objects = job_objects(job)
    planned, chunks = plan_ingestion(objects.look_at_upload(wanted.upload), wanted)
    objects.put(objects.scratch(PLAN), planned)
    return hand_over(objects, chunks, 0)


handle = step(Ingest, plan)
