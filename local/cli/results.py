"""Keeps the files of a job's result on this machine."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from local.cli.job import Job
from local.cli.jobs_api import JobsApi


def download(api: JobsApi, job: Job, folder: Path) -> Iterator[Path]:
    """Download each file of the job's result into a folder, and yield where it lies."""
    for key, link in job.files():
        path = folder / PurePosixPath(key).name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(api.download(link))
        yield path
