"""Where the objects of a job lie in the payload bucket, and which it may read.

A result's key is a function of the job, its run and a name, so a second attempt overwrites what the first one
wrote. Knows no S3.
"""

from typing import Protocol

from functions.offload.errors import PermanentError


class Run(Protocol):
    """A run of a job: what a worker calls a JobRef, and a step a StepJob."""

    @property
    def owner(self) -> str:
        """Whose job it is."""

    @property
    def id(self) -> str:
        """The job's id."""

    @property
    def run(self) -> int:
        """1 at acceptance, one more with each retry."""


class UploadNotYours(PermanentError):
    """The key lies under another owner's prefix."""


def result_key(job: Run, name: str) -> str:
    """Return the key of a result that the job's owner may fetch."""
    return f"results/{job.owner}/{job.id}/{job.run}/{name}"


def own_upload(job: Run, key: str) -> str:
    """Return the key of an upload of the job's owner; raises UploadNotYours for any other."""
    if not key.startswith(f"uploads/{job.owner}/"):
        raise UploadNotYours("the upload is not one of your own")
    return key
