"""Planning: what kind of file an upload is, where its rows begin, and into which chunks it falls.

Its first MiB is read, nothing else: where chunks begin, each finds out for itself.
"""

from typing import Final

from functions.ingest.chunks import Chunk, split
from functions.ingest.contract import Ingest
from functions.ingest.errors import HeaderMismatch, NotPlainText
from functions.ingest.objects import Upload
from functions.ingest.records import RECORD_BYTES, CsvRecords, lines_of
from functions.ingest.report import Plan

_BOM: Final = b"\xef\xbb\xbf"

#: First bytes of what is not plain text, and what it is.
_SIGNATURES: Final = {
    b"\x1f\x8b": "compressed with gzip",
    b"BZh": "compressed with bzip2",
    b"\x28\xb5\x2f\xfd": "compressed with Zstandard",
    b"\xfd7zXZ": "compressed with xz",
    b"PK\x03\x04": "a ZIP archive, as a spreadsheet is",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"PAR1": "Parquet already",
}


def plan_ingestion(upload: Upload, wanted: Ingest) -> tuple[Plan, list[Chunk]]:
    """Return what holds for all chunks, and the chunks.

    Raises:
        NotPlainText: the file is compressed or no UTF-8; a part of it could not be read by itself.
        HeaderMismatch: its first record is no header, or lacks a column.
    """
    head = upload.read(0, min(upload.size, RECORD_BYTES)) if upload.size else b""
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            raise NotPlainText(f"the upload is {kind}; what is ingested is UTF-8 text, not compressed")
    if b"\x00" in head[:1024]:
        raise NotPlainText("the upload has NUL bytes, so it is no UTF-8 text; UTF-16 must be converted first")
    first = len(_BOM) if head.startswith(_BOM) else 0
    names = [column.name for column in wanted.columns]
    places = list(range(len(names)))
    width = len(names)
    if wanted.format == "csv" and wanted.header:
        header, end = _header(head[first:], wanted.delimiter, final=len(head) == upload.size)
        first += end
        width, places = len(header), _places(header, names)
    chunks = split(first, upload.size, wanted.chunk_bytes)
    plan = Plan(
        wanted=wanted,
        etag=upload.etag,
        size=upload.size,
        width=width,
        places=places,
        header_lines=head.count(b"\n", 0, first),
        chunks=len(chunks),
    )
    return plan, chunks


def _header(head: bytes, delimiter: str, *, final: bool) -> tuple[list[str], int]:
    """Return the names in the first record, and where the next record begins."""
    whole = head if final else head[: head.rfind(b"\n") + 1]
    lines = lines_of(whole, final=final, begins_before=1)
    records = CsvRecords(delimiter).read(lines)
    if not records.rows:
        reason = records.flaws[0].reason if records.flaws else "Empty"
        raise HeaderMismatch(f"the first record does not name the columns ({reason})")
    names = [str(value) for value in records.rows[0]]
    return names, sum(len(text.encode()) for text in lines.texts[: records.consumed])


def _places(header: list[str], names: list[str]) -> list[int]:
    missing = [name for name in names if name not in header]
    if missing:
        raise HeaderMismatch(
            f"the header does not name {', '.join(missing)}; it names {', '.join(header)[:500]}"
        )
    twice = [name for name in names if header.count(name) > 1]
    if twice:
        raise HeaderMismatch(f"the header names {', '.join(twice)} more than once")
    return [header.index(name) for name in names]
