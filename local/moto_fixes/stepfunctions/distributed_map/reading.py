"""Where a distributed Map's items come from, if not from its input: an object in S3, or a list of objects.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
"""

import csv
import gzip
import io
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError
from pydantic import JsonValue

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

#: The characters between the values of a line, by the names a definition has for them.
DELIMITERS: Final = {"COMMA": ",", "PIPE": "|", "SEMICOLON": ";", "SPACE": " ", "TAB": "\t"}
INPUT_TYPES: Final = ("CSV", "JSON", "JSONL", "MANIFEST")

#: What a definition hands to S3 as the parameters of a call.
_Place = Mapping[str, Any]


class Unreadable(Exception):
    """The items cannot be read; the message tells why."""


def read(reader: Mapping[str, JsonValue], s3: "S3Client") -> list[JsonValue]:
    """Return the items that `reader`, the ItemReader's values, leads to. Raises Unreadable."""
    config = _mapping(reader.get("ReaderConfig", {}))
    place = _mapping(reader.get("Parameters", reader.get("Arguments")))
    most = config.get("MaxItems")
    try:
        items = (
            _listed(s3, place)
            if str(reader["Resource"]).endswith(":listObjectsV2")
            else _parsed(s3, place, config)
        )
        return list(itertools.islice(items, most if isinstance(most, int) and most > 0 else None))
    except ClientError as error:
        raise Unreadable(error.response["Error"]["Message"]) from error
    except (UnicodeDecodeError, json.JSONDecodeError, gzip.BadGzipFile, EOFError, csv.Error) as error:
        raise Unreadable(str(error)) from error


def _listed(s3: "S3Client", place: _Place) -> Iterator[JsonValue]:
    for page in s3.get_paginator("list_objects_v2").paginate(**place):
        for found in page.get("Contents", ()):
            yield {
                "Etag": found["ETag"],
                "Key": found["Key"],
                "LastModified": found["LastModified"].timestamp(),
                "Size": found["Size"],
                "StorageClass": found["StorageClass"],
            }


def _parsed(s3: "S3Client", place: _Place, config: Mapping[str, JsonValue]) -> Iterable[JsonValue]:
    match config.get("InputType"):
        case "CSV":
            return _rows(_text(s3, place), config)
        case "JSONL":
            return (json.loads(line) for line in _text(s3, place).splitlines() if line.strip())
        case "MANIFEST":
            return _inventory(s3, _mapping(json.loads(_text(s3, place))))
    content: JsonValue = json.loads(_text(s3, place))
    if not isinstance(content, list):
        raise Unreadable("Attempting to map over non-iterable node.")
    return content


def _text(s3: "S3Client", place: _Place) -> str:
    content: bytes = s3.get_object(**place)["Body"].read()
    return (gzip.decompress(content) if str(place["Key"]).endswith(".gz") else content).decode()


def _rows(text: str, config: Mapping[str, JsonValue]) -> Iterator[JsonValue]:
    lines = csv.reader(io.StringIO(text), delimiter=DELIMITERS[str(config.get("CSVDelimiter", "COMMA"))])
    given = config.get("CSVHeaders")
    names = [str(each) for each in given] if isinstance(given, list) else next(lines, [])
    if len(set(names)) < len(names):
        raise Unreadable("CSV headers cannot contain duplicates.")
    for values in lines:
        if values:
            yield dict(itertools.zip_longest(names, values[: len(names)], fillvalue=""))


def _inventory(s3: "S3Client", manifest: Mapping[str, JsonValue]) -> Iterator[JsonValue]:
    """Yield the objects an S3 inventory lists."""
    missing = {"destinationBucket", "fileSchema", "files"} - manifest.keys()
    files = manifest.get("files")
    if missing or not isinstance(files, list):
        lack = ", ".join(sorted(missing)) or "a list of files"
        raise Unreadable(f"this is no manifest of an inventory: it lacks {lack}")
    bucket = str(manifest["destinationBucket"]).removeprefix("arn:aws:s3:::")
    names: list[JsonValue] = [name.strip() for name in str(manifest["fileSchema"]).split(",")]
    for file in files:
        yield from _rows(_text(s3, {"Bucket": bucket, "Key": _mapping(file)["key"]}), {"CSVHeaders": names})


def _mapping(value: JsonValue) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable(f"an object is needed where there is {value!r}")
    return value
