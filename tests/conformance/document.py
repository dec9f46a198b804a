"""Writes `docs/local-versus-aws.md`: every behaviour, its source, and what came of it at which endpoint."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from tests.conformance import templates
from tests.conformance.behaviours import Behaviour, all_behaviours
from tests.conformance.results import Outcome, Results

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs/local-versus-aws.md"
#: Written by hand: what stands before the tables and after them.
INTRODUCTION = HERE / "page/introduction.md"
MISSING = HERE / "page/missing.md"

#: The endpoints with a column, ours first.
COLUMNS = ("offload", "ministack")
MARKS = {Outcome.HOLDS: "✓", Outcome.DIFFERS: "✗", Outcome.TOO_LONG: "…", None: ""}
TITLES = {
    "apigateway": "API Gateway",
    "dynamodb": "DynamoDB",
    "endpoint": "The endpoint",
    "event_source_mapping": "Event source mappings",
    "eventbridge": "EventBridge and schedules",
    "iam": "Permissions",
    "lambda": "Lambda",
    "s3": "S3",
    "s3_notifications": "S3 notifications",
    "ses": "SES",
    "sqs": "SQS",
    "stepfunctions": "Step Functions",
    "streams": "Streams",
}


def page() -> str:
    """Return the page as it must be."""
    behaviours = list(all_behaviours())
    groups = {service: list(group) for service, group in groupby(behaviours, lambda found: found.service)}
    columns = [Results.read(name) for name in COLUMNS]
    sections = [
        INTRODUCTION.read_text().rstrip(),
        "\n".join(_counts(groups, behaviours, columns)),
        *("\n".join(_section(service, group, columns)) for service, group in groups.items()),
        MISSING.read_text().rstrip(),
        "\n".join(_templates()),
    ]
    return "\n\n".join(sections) + "\n"


def unrecorded() -> list[str]:
    """Return the behaviours of which nothing is known at our own endpoint."""
    known = Results.read(COLUMNS[0]).outcomes
    return [found.test for found in all_behaviours() if found.test not in known]


def _counts(
    groups: dict[str, list[Behaviour]], behaviours: Sequence[Behaviour], columns: Sequence[Results]
) -> Iterator[str]:
    yield _row("", "behaviours", *(column.endpoint for column in columns))
    yield _row("---", *("--:" for _ in range(len(columns) + 1)))
    for service, group in groups.items():
        title = _title(service)
        anchor = title.lower().replace(" ", "-")
        yield _row(f"[{title}](#{anchor})", *_numbers(group, columns))
    yield _row("**all**", *(f"**{number}**" for number in _numbers(behaviours, columns)))
    for column in columns:
        waits = [found for found in behaviours if column.outcomes.get(found.test) is Outcome.TOO_LONG]
        if waits:
            yield ""
            yield (
                f"{len(waits)} behaviours are not judged at {column.endpoint} (…): their tests let minutes, "
                "hours or days pass, which takes as long there."
            )


def _numbers(behaviours: Sequence[Behaviour], columns: Iterable[Results]) -> Iterator[int]:
    yield len(behaviours)
    for column in columns:
        yield sum(column.outcomes.get(found.test) is Outcome.HOLDS for found in behaviours)


def _section(service: str, group: Iterable[Behaviour], columns: Sequence[Results]) -> Iterator[str]:
    yield f"## {_title(service)}"
    yield ""
    yield _row("", *(column.endpoint for column in columns))
    yield _row("---", *(":-:" for _ in columns))
    for found in group:
        marks = (MARKS[column.outcomes.get(found.test)] for column in columns)
        yield _row(f"[{found.sentence}]({found.promise.source})", *marks)


def _templates() -> Iterator[str]:
    yield "### What a template may hold"
    yield ""
    yield _row("service", "types")
    yield _row("---", "---")
    for service, names in templates.types():
        yield _row(f"`{service}`", names)
    yield ""
    yield "Some of their properties are right to deploy and do nothing here:"
    yield ""
    yield _row("type", "property", "why nothing is lost")
    yield _row("---", "---", "---")
    for name, properties, reason in templates.without_effect():
        yield _row(f"`{name}`", properties, reason)


def _title(service: str) -> str:
    return TITLES.get(service) or service.replace("_", " ").capitalize()


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def write() -> None:
    """Write the page."""
    PAGE.write_text(page())
