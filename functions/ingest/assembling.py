"""Assembling: do the chunks fit together, and what do all of them come to?"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from functions.ingest.chunks import Chunk, Extent, misfits
from functions.ingest.errors import NoPlaceToSplit, TooManyGroups, TooManyRejects
from functions.ingest.figures import MAX_GROUPS, Adder
from functions.ingest.report import Assembly, ChunkReport, Part, Plan

#: So often chunks are read again before it is given up; two rounds are usual where line breaks are quoted.
MAX_ROUNDS: Final = 20


def to_read_again(extents: Sequence[Extent], next_round: int) -> list[Chunk]:
    """Return the chunks that have to be read again; raises NoPlaceToSplit if that has gone on too long."""
    again = list(misfits(extents, next_round))
    if again and next_round > MAX_ROUNDS:
        raise NoPlaceToSplit(
            f"after {MAX_ROUNDS} rounds {len(again)} chunks do not fit to the one before: too many quoted "
            "values have line breaks; fewer and larger chunks (chunk_bytes) need fewer rounds"
        )
    return again


def assemble(plan: Plan, chunks: Sequence[Chunk], report_of: Callable[[Chunk], ChunkReport]) -> Assembly:
    """Put together what is known of chunks that fit.

    Args:
        plan: of the run.
        chunks: all of them, in their order, as they were read last.
        report_of: gives a chunk's report; one at a time is in memory.

    Raises:
        TooManyRejects: more than the payload tolerates.
        TooManyGroups: more than a summary may have.
    """
    wanted = plan.wanted
    parts, lines = [], plan.header_lines
    rejected: Counter[str] = Counter()
    figures = Adder(wanted.columns, wanted.aggregate)
    for chunk in chunks:
        report = report_of(chunk)
        parts.append(Part(chunk=chunk, lines_before=lines))
        lines += report.lines
        rejected.update(report.rejected)
        figures.add(report.figures)
    total = figures.total()
    if rejected.total() * 100 > wanted.tolerated_rejects * (total.rows + rejected.total()):
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in rejected.most_common(5))
        raise TooManyRejects(
            f"{rejected.total():,} of {total.rows + rejected.total():,} records are rejected ({reasons}); "
            f"{wanted.tolerated_rejects} % are tolerated"
        )
    if total.groups is None:
        raise TooManyGroups(f"there are more than {MAX_GROUPS:,} groups")
    return Assembly(parts=parts, rejected=dict(rejected), figures=total, lines=lines)
