"""Merging: the parts of all chunks become one Parquet file, one file of rejects, and the summary.

Row groups go from part to file one by one, those of small chunks put together; a part is in memory at a time.
"""

import io
from typing import Final

import pyarrow.parquet as pq

from functions.ingest.columns import schema_of
from functions.ingest.object_writer import ObjectWriter
from functions.ingest.objects import JobObjects
from functions.ingest.report import PART, REJECTS, Assembly, Part, Plan
from functions.ingest.result import SHOWN_CHARACTERS, SHOWN_GROUPS, Ingested, StoredFile, Summary
from functions.ingest.row_groups import RowGroups

_LINE: Final = b'{"line": '


def merge(objects: JobObjects, plan: Plan, assembly: Assembly) -> Ingested:
    """Write the result's files; done again, it overwrites them with the same."""
    with (
        objects.writer(objects.result("rows.parquet"), "application/vnd.apache.parquet") as file,
        RowGroups(file, schema_of(plan.wanted.columns)) as rows,
    ):
        for part in assembly.parts:
            _copy_rows(objects, part, rows)
        rows.finish()
    with objects.writer(objects.result("rejects.jsonl"), "application/jsonl") as rejects:
        for part in assembly.parts:
            _copy_rejects(objects, part, rejects)
    summary = _summary(plan, assembly)
    key = objects.result("summary.json")
    stored = StoredFile(key=key, bytes=objects.put(key, summary, indent=2), media_type="application/json")
    shown = summary.model_dump()
    shown["groups"] = shown["groups"][:SHOWN_GROUPS]
    return Ingested.model_validate(
        {
            **shown,
            "parquet": StoredFile(key=file.key, bytes=file.tell(), media_type=file.media_type),
            "rejects": StoredFile(key=rejects.key, bytes=rejects.tell(), media_type=rejects.media_type),
            "summary": stored,
        }
    )


def _copy_rows(objects: JobObjects, part: Part, rows: RowGroups) -> None:
    found = pq.ParquetFile(io.BytesIO(objects.get(objects.scratch_of(part.chunk, PART))))
    for number in range(found.num_row_groups):
        for batch in found.read_row_group(number, use_threads=False).to_batches():
            rows.add(batch)


def _copy_rejects(objects: JobObjects, part: Part, rejects: ObjectWriter) -> None:
    """Copy a chunk's rejects; the lines of the file are counted from 1."""
    for line in objects.lines(objects.scratch_of(part.chunk, REJECTS)):
        number, _, rest = line.removeprefix(_LINE).partition(b",")
        rejects.write(b"%s%d,%s" % (_LINE, int(number) + part.lines_before + 1, rest))


def _summary(plan: Plan, assembly: Assembly) -> Summary:
    ranges = {
        name: found.model_copy(update={"min": _cut(found.min), "max": _cut(found.max)})
        for name, found in assembly.figures.ranges.items()
    }
    return Summary(
        rows=assembly.figures.rows,
        rejected=sum(assembly.rejected.values()),
        reasons=dict(sorted(assembly.rejected.items())),
        chunks=plan.chunks,
        columns=ranges,
        groups=assembly.figures.groups or [],
    )


def _cut(text: str | None) -> str | None:
    if text is None or len(text) <= SHOWN_CHARACTERS:
        return text
    return f"{text[:SHOWN_CHARACTERS]}…"
