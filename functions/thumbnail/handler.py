"""The worker of job type `thumbnail`: gives each job its own corner of the bucket to work in."""

import os

from functions.offload.aws import client
from functions.offload.job import Job
from functions.offload.worker import worker
from functions.thumbnail.contract import Thumbnail
from functions.thumbnail.objects import JobObjects
from functions.thumbnail.result import Thumbnails

_bucket = os.environ["PAYLOAD_BUCKET"]


def thumbnails(job: Job, wanted: Thumbnail) -> Thumbnails:
    """Make the job's thumbnails."""
    # Pillow is loaded by the first job, not by every start: many a message turns out to need no work.
    from functions.thumbnail.making import make_thumbnails

    return make_thumbnails(JobObjects(client("s3"), _bucket, job.ref), wanted)


handle = worker(Thumbnail, thumbnails)
