"""The HTTP interface by hand: curl commands to copy, each of which works as it stands."""

import json
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import JsonValue

from local.account import REGION
from local.signing import SERVICE
from local.users import User

JSON = "-H 'Content-Type: application/json'"
#: Commands are broken here, so that they can be read on a terminal of 80 columns.
BREAK = " \\\n  "


class Curl:
    """Writes commands that sign as a user.

    Args:
        url: of the HTTP interface, without a path.
        user: who signs.
        folder: where the files lie that the commands send and keep.
    """

    def __init__(self, url: str, user: User, folder: Path) -> None:
        self._url = url
        self._folder = folder
        keys = shlex.quote(f"{user.access_key}:{user.secret_key}")
        self._signed = f"curl -sS --aws-sigv4 aws:amz:{REGION}:{SERVICE}{BREAK}--user {keys}"

    def submit(self, payloads: Mapping[str, JsonValue]) -> Iterator[str]:
        """Yield a command for each payload, given by job type; it sends a file that holds the payload."""
        for job_type, payload in payloads.items():
            path = self._folder / f"{job_type}.json"
            path.write_text(json.dumps(payload, indent=2, ensure_ascii=False) + "\n")
            yield self._call(f"/jobs/{job_type}", JSON, f"-d @{path}")

    def see_job(self, job_id: str) -> str:
        """Return the command that shows a job as soon as it has ended, at the latest after 20 seconds."""
        return self._call(f"/jobs/{job_id}?wait=20")

    def list_jobs(self) -> str:
        """Return the command that lists the newest jobs."""
        return self._call("/jobs?limit=5")

    def upload(self, path: Path) -> Iterator[str]:
        """Yield two commands: one asks for room and keeps the answer, one puts the file there."""
        kept = self._folder / "place.json"
        room = shlex.quote(json.dumps({"name": path.name}))
        yield f"{self._call('/uploads', JSON, f'-d {room}')} | tee {kept}"
        link = f"import json; print(json.load(open('{kept}'))['url'])"
        media_type = "-H 'Content-Type: application/octet-stream'"
        yield f'curl -sS -T {path}{BREAK}{media_type}{BREAK}"$(python3 -c "{link}")"'

    def _call(self, path: str, *options: str) -> str:
        return BREAK.join([self._signed, *options, shlex.quote(self._url + path)])
