"""What `make run` says around the samples: where everything is, and how to go on by hand."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import JsonValue
from rich.console import Console

from local.cli.curl import Curl
from local.cli.show_samples import Shown
from local.users import USERS, User


class Guide:
    """Speaks to whoever started the stack.

    Args:
        console: where.
        url: of the HTTP interface.
        user: as whom the samples are submitted, and the commands sign.
        folder: where results and the files of the commands are kept.
    """

    def __init__(self, console: Console, url: str, user: User, folder: Path) -> None:
        self._console = console
        self._url = url
        self._user = user
        self._folder = folder

    def welcome(self, aws_url: str, outside_url: str, log: str) -> None:
        """Say where the stack is to be found."""
        self._say("Offload is up.", "bold green")
        self._say(f"  HTTP interface   {self._url}, the samples signed as {self._user.name}")
        self._say(f"  AWS API          {aws_url}, for aws --endpoint-url, with the keys test:test")
        self._say(f"  the outside      {outside_url}, which plays other people's services")
        for user in USERS:
            self._say(f"  {user.name:<16} {user.access_key}:{user.secret_key}  {user.about}")
        self._say(f"  functions' log   {log}\n")

    def warn_of_in_process(self) -> None:
        """Say what is less faithful, on a machine that cannot run functions in child processes."""
        self._say(
            "Functions run in this process, one at a time: AWS's runtime client, which child processes need,"
            " is for Linux only. A timeout strikes at the next AWS call or sleep; memory is unlimited.",
            "bold yellow",
        )

    def sum_up(self, shown: Sequence[Shown], of: int) -> None:
        """Say how the samples went, of which there are so many."""
        expected = sum(one.as_expected for one in shown)
        style = "bold green" if expected == of else "bold red"
        stopped = "" if len(shown) == of else f" {of - len(shown)} did not get that far."
        self._say(f"{expected} of {of} samples went as they should.{stopped}\n", style)

    def show_commands(self, shown: Sequence[Shown]) -> None:
        """Print commands that do by hand what the samples did."""
        curl = Curl(self._url, self._user, self._folder)
        jobs = [job for one in shown for job in one.submitted]
        payloads: dict[str, JsonValue] = {}
        for submitted in jobs:
            payloads.setdefault(submitted.job.type, submitted.payload)
        if payloads:
            self._commands("Submit a job:", curl.submit(payloads))
            self._commands("See it as soon as it has ended:", [curl.see_job(jobs[0].job.id)])
        self._commands("List the newest:", [curl.list_jobs()])
        uploads = [path for submitted in jobs for path in submitted.files]
        if uploads:
            self._commands("Upload a file, to name its key in a payload:", curl.upload(uploads[0]))
        self._say("Ctrl-C stops the stack.", "bold")

    def _commands(self, heading: str, commands: Iterable[str]) -> None:
        self._say(heading, "bold")
        for command in commands:
            # Unbroken and unadorned, to be copied.
            self._console.print(command, markup=False, soft_wrap=True)
        self._say("")

    def _say(self, text: str, style: str | None = None) -> None:
        self._console.print(text, style=style, markup=False)
