"""The chunks of a run are put together, or the job's owner is told why they cannot be."""

from collections.abc import Sequence

import pytest

from functions.ingest.assembling import MAX_ROUNDS, assemble, to_read_again
from functions.ingest.chunks import MAX_CHUNKS, Chunk, Extent, split
from functions.ingest.contract import Column, Ingest
from functions.ingest.errors import NoPlaceToSplit, TooManyGroups, TooManyRejects
from functions.ingest.figures import Figures
from functions.ingest.report import Assembly, ChunkReport, Plan

WANTED = Ingest(upload="uploads/a/b/c", columns=[Column(name="a", type="string")], tolerated_rejects=20)
PLAN = Plan(wanted=WANTED, etag="e", size=20, width=1, places=[0], header_lines=1, chunks=2)
CHUNKS = split(2, 20, 10)


def assembled(*found: tuple[int, int, int | None]) -> Assembly:
    """Put together reports of lines, rejects and groups (None for too many); each chunk has 8 rows."""
    reports = {
        chunk.number: ChunkReport(
            extent=Extent(chunk=chunk, begin=chunk.start, end=chunk.stop),
            lines=lines,
            rejected={"NotUtf8": rejects} if rejects else {},
            figures=Figures(rows=8, groups=None if groups is None else []),
        )
        for chunk, (lines, rejects, groups) in zip(CHUNKS, found, strict=True)
    }
    return assemble(PLAN, CHUNKS, lambda chunk: reports[chunk.number])


def test_lines_are_counted_on_from_chunk_to_chunk() -> None:
    assembly = assembled((10, 1, 0), (9, 0, 0))

    assert [part.lines_before for part in assembly.parts] == [1, 11]
    assert (assembly.lines, assembly.figures.rows, assembly.rejected) == (20, 16, {"NotUtf8": 1})


def test_rejects_are_tolerated_to_the_percentage_that_was_asked_for_and_no_further() -> None:
    assert assembled((10, 2, 0), (10, 2, 0)).rejected == {"NotUtf8": 4}
    with pytest.raises(TooManyRejects, match=r"5 of 21 records are rejected \(5 NotUtf8\); 20 %"):
        assembled((10, 3, 0), (10, 2, 0))


def test_too_many_groups_in_one_chunk_are_too_many() -> None:
    with pytest.raises(TooManyGroups):
        assembled((10, 0, 0), (10, 0, None))


def extents(*ends: tuple[int | None, int]) -> Sequence[Extent]:
    return [
        Extent(chunk=chunk, begin=begin, end=end) for chunk, (begin, end) in zip(CHUNKS, ends, strict=True)
    ]


def test_a_chunk_that_does_not_begin_where_the_one_before_ended_is_read_again_from_there() -> None:
    assert to_read_again(extents((2, 12), (12, 20)), 1) == []
    assert to_read_again(extents((2, 14), (12, 20)), 1) == [
        Chunk(number=1, start=12, stop=20, begin=14, round=1)
    ]
    assert to_read_again(extents((2, 20), (None, 20)), 1) == []
    with pytest.raises(NoPlaceToSplit, match="larger chunks"):
        to_read_again(extents((2, 14), (12, 20)), MAX_ROUNDS + 1)


def test_a_large_file_falls_into_no_more_chunks_than_a_run_may_have() -> None:
    chunks = split(10, 5 * 10**9, 1024)

    assert len(chunks) == MAX_CHUNKS
    assert (chunks[0].begin, chunks[1].begin) == (10, None)
    assert [chunk.start for chunk in chunks[1:]] == [chunk.stop for chunk in chunks[:-1]]
    assert chunks[-1].stop == 5 * 10**9
