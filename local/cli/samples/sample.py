"""A sample: what a reader sees happen, and the steps of it; and how one is read from its file."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from local.cli.failure import Failure
from local.cli.samples.references import names_in
from local.cli.samples.steps import VERBS, AnyStep, Submit
from local.users import USERS

#: What every sample may refer to: the owner ids of the users, and where the outside and the AWS API are.
PLACES = ("outside", "aws")
GIVEN = (*(user.name for user in USERS), *PLACES)


class InvalidSample(Failure):
    """A sample's file does not say what it must; the message names the file."""


class Sample(BaseModel):
    """Something to show.

    A file without `steps` is one job: its members are those of a step that submits one, and the job's type is
    called `type`.

    Attributes:
        title: what a reader sees happen, in a few words.
        steps: done one after the other, until one does not go as expected.
        name: the file's, without its ending.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    steps: tuple[AnyStep, ...]
    name: str = ""

    @property
    def job(self) -> Submit | None:
        """The job that is the whole sample, if it is one."""
        only = self.steps[0]
        return only if len(self.steps) == 1 and isinstance(only, Submit) else None

    @model_validator(mode="before")
    @classmethod
    def _one_job_is_one_step(cls, sample: Any) -> Any:
        if not isinstance(sample, dict) or "steps" in sample:
            return sample
        job = {name: value for name, value in sample.items() if name != "title"}
        job["submit"] = job.pop("type", None)
        return {**{name: value for name, value in sample.items() if name == "title"}, "steps": [job]}

    @model_validator(mode="after")
    def _refers_to_what_is_known(self) -> "Sample":
        if not self.steps:
            raise ValueError("a sample has at least one step")
        known = set(GIVEN)
        for number, step in enumerate(self.steps):
            if unknown := sorted(set(names_in(step.said())) - known):
                raise ValueError(
                    f"steps.{number} refers to {', '.join(unknown)}, which no step before it captures"
                    f" (given are {', '.join(GIVEN)}, now and today)"
                )
            if taken := sorted(set(step.capture) & {*GIVEN, "now", "today"}):
                raise ValueError(f"steps.{number} captures {', '.join(taken)}, which is given already")
            known |= set(step.capture)
        return self


def read_samples(folder: Path) -> list[Sample]:
    """Read every sample of a folder, in the order of the files' names. Raises InvalidSample."""
    samples = []
    for path in sorted(folder.glob("*.json")):
        try:
            text = path.read_bytes()
            sample = Sample.model_validate_json(text, context=path.parent)
        except ValidationError as error:
            raise InvalidSample("\n".join(_readable(path, error, one_job=b'"steps"' not in text))) from error
        samples.append(sample.model_copy(update={"name": path.stem}))
    return samples


def _readable(path: Path, error: ValidationError, *, one_job: bool) -> list[str]:
    lines = []
    for problem in error.errors(include_url=False):
        # The kind of step stands in the place as well, and says nothing to a reader.
        place = [str(part) for at, part in enumerate(problem["loc"]) if at != 2 or part not in VERBS]
        if one_job and place[:2] == ["steps", "0"]:
            place = ["type" if part == "submit" else part for part in place[2:]]
        message = problem["msg"].removeprefix("Value error, ")
        lines.append(": ".join([str(path), *([".".join(place)] if place else []), message]))
    return lines
