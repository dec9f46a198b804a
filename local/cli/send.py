"""`make send`: submits one job to a running stack and follows it to its end."""

import json

from rich.console import Console

from local.cli import journey, json_input
from local.cli.jobs_api import JobsApi
from local.users import ALICE


def send(job_type: str, payload: str, *, url: str, console: Console) -> bool:
    """Submit a payload (JSON text), show the job's way and its result, and tell whether it SUCCEEDED.

    Raises InvalidInput, Refused or NothingListens.
    """
    wanted = json_input.parse(payload, "the payload")
    with JobsApi(url, ALICE) as api:
        accepted = api.submit(job_type, wanted)
        console.print(accepted.id, style="bold", markup=False)
        job = journey.show(console, api.follow(accepted))
    if job.result is not None:
        result = json.dumps(job.result, indent=2, ensure_ascii=False)
        console.print(result, markup=False, soft_wrap=True)
    return job.status == "SUCCEEDED"
