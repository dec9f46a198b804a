"""What steps tell each other in the scratch of a run: the plan, each chunk's report, and the assembly."""

from typing import Final

from pydantic import BaseModel, ConfigDict

from functions.ingest.chunks import Chunk, Extent
from functions.ingest.contract import Ingest
from functions.ingest.figures import Figures

#: The names of a chunk's objects.
PART: Final = "parquet"
REJECTS: Final = "rejects.jsonl"
REPORT: Final = "report.json"


class Plan(BaseModel):
    """What holds for every chunk of a run.

    Attributes:
        wanted: the payload of the job.
        etag: what S3 calls the content that was planned for.
        size: of the upload, in bytes.
        width: values a record has, for CSV.
        places: where each wanted column is among them.
        header_lines: line breaks before the first record.
        chunks: how many there are.
    """

    model_config = ConfigDict(frozen=True)

    wanted: Ingest
    etag: str
    size: int
    width: int
    places: list[int]
    header_lines: int
    chunks: int


class ChunkReport(BaseModel):
    """What a chunk came to. Written last, so what it speaks of is there.

    Attributes:
        extent: where its records lay.
        lines: line breaks in its byte range.
        rejected: records rejected, by reason.
        figures: of its rows.
    """

    model_config = ConfigDict(frozen=True)

    extent: Extent
    lines: int
    rejected: dict[str, int]
    figures: Figures


class Part(BaseModel):
    """A chunk as the merge needs it: which, and the line breaks of the file before its `start`."""

    model_config = ConfigDict(frozen=True)

    chunk: Chunk
    lines_before: int


class Assembly(BaseModel):
    """All chunks, found to fit together.

    Attributes:
        parts: in the order of the file.
        rejected: records rejected, by reason.
        figures: of all rows.
        lines: in the file.
    """

    model_config = ConfigDict(frozen=True)

    parts: list[Part]
    rejected: dict[str, int]
    figures: Figures
    lines: int
