"""Chunks of a file together are the file: whatever is in it, and wherever it is cut."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.ingest.records import CsvRecords, JsonRecords
from tests.unit.ingest.chunked import read_at_once, read_chunked

TWO_COLUMNS = CsvRecords(",", 2)

#: Texts in which what matters to CSV is everywhere, whole lines and halves of them.
HOSTILE = st.lists(
    st.sampled_from(
        [",", "\n", "\r\n", "\r", '"', '""', '"\n', '\n"', ',"', '",', "a", "é,b", "\xa0", "\u2028"]
    ),
    max_size=60,
).map("".join)

GARBAGE = st.one_of(
    HOSTILE.map(str.encode), st.binary(max_size=80), HOSTILE.map(lambda text: text.encode("utf-16"))
)


@settings(max_examples=100, deadline=None)
@given(
    file=GARBAGE,
    chunk_bytes=st.integers(1, 25),
    piece_bytes=st.integers(1, 30),
    record_bytes=st.sampled_from([4, 12, 30, 1000]),
)
def test_any_file_in_any_chunks_is_read_as_if_it_were_read_at_once(
    file: bytes, chunk_bytes: int, piece_bytes: int, record_bytes: int
) -> None:
    for records in (TWO_COLUMNS, JsonRecords(["a"])):
        whole = read_at_once(file, records, record_bytes=record_bytes)
        chunked = read_chunked(
            file, records, chunk_bytes=chunk_bytes, piece_bytes=piece_bytes, record_bytes=record_bytes
        )

        assert chunked.rows == whole.rows
        assert chunked.flaws == whole.flaws
        assert chunked.lines == whole.lines == file.count(b"\n")
        assert chunked.largest <= piece_bytes


VALUES = st.lists(st.sampled_from([*'a,"\n é;\u2028', "\r\n"]), max_size=6).map("".join)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.tuples(VALUES, VALUES).filter(any), max_size=12),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    last_break=st.booleans(),
    chunk_bytes=st.integers(1, 40),
)
def test_what_a_csv_writer_wrote_comes_back_line_breaks_and_quotes_and_all(
    rows: list[tuple[str, str]], end: str, quoting: int, last_break: bool, chunk_bytes: int
) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    file = text.getvalue() if last_break else text.getvalue().removesuffix(end)

    found = read_chunked(file.encode(), TWO_COLUMNS, chunk_bytes=chunk_bytes)

    assert [values for _, values in found.rows] == rows
    assert found.flaws == []


def test_a_row_has_the_number_of_the_line_it_begins_in() -> None:
    file = b'a,b\r\n\r\n"two\nlines",c\nd,e,f\ng,h'

    found = read_chunked(file, TWO_COLUMNS, chunk_bytes=3)

    assert found.rows == [(0, ("a", "b")), (2, ("two\nlines", "c")), (5, ("g", "h"))]
    assert found.flaws == [(4, "WrongNumberOfValues")]


def test_a_quote_that_is_never_closed_costs_its_line_and_no_more() -> None:
    file = b'a,b\nc,"d\ne,f\ng,h\n'

    found = read_chunked(file, TWO_COLUMNS, chunk_bytes=5)

    assert found.rows == [(0, ("a", "b")), (2, ("e", "f")), (3, ("g", "h"))]
    assert found.flaws == [(1, "QuoteNotClosed")]


def test_a_line_of_many_megabytes_is_rejected_and_never_in_memory() -> None:
    file = b"a,b\n" + b"x" * 10_000_000 + b"\nc,d\n"

    found = read_chunked(file, TWO_COLUMNS, chunk_bytes=1_000_000, piece_bytes=65_536)

    assert found.rows == [(0, ("a", "b")), (2, ("c", "d"))]
    assert found.flaws == [(1, "RecordTooLong")]
    assert found.rounds == 1
    assert found.largest == 65_536


def test_a_line_that_is_no_utf_8_is_rejected_and_its_neighbours_are_not() -> None:
    found = read_chunked("a,é\n".encode() + "b,é\n".encode("latin-1") + b"c,d\n", TWO_COLUMNS, chunk_bytes=4)

    assert [values for _, values in found.rows] == [("a", "é"), ("c", "d")]
    assert found.flaws == [(1, "NotUtf8")]


def test_chunks_that_begin_within_a_quote_are_read_again_and_no_others() -> None:
    ordinary = b"a,b\n" * 50
    file = ordinary + b'"' + b"x,y\n" * 10 + b'",z\n' + ordinary

    found = read_chunked(file, TWO_COLUMNS, chunk_bytes=20)

    assert len(found.rows) == 101
    assert found.flaws == []
    assert found.rounds == 2


def test_a_line_of_json_is_an_object_or_rejected() -> None:
    lines = ['{"a": 1}', "[1]", "{", "", '{"b": 2}', '{"a": NaN}', "[" * 10_000, '{"a": "\\u2028"}']

    found = read_chunked("\n".join(lines).encode(), JsonRecords(["a"]), chunk_bytes=7)

    assert found.rows == [(0, (1,)), (4, (None,)), (7, ("\u2028",))]
    assert found.flaws == [(1, "NotAnObject"), (2, "NotJson"), (5, "NotJson"), (6, "NotJson")]
