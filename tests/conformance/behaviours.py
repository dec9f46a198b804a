"""The list of all behaviours the suite asks for, read from its modules without running them."""

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conformance.behaviour import Promise, promise_of

HERE = Path(__file__).parent

#: Words that AWS writes otherwise than a Python name can, by how a name writes them.
_SPELLINGS = {
    word.lower(): word
    for word in re.findall(
        r"\w+",
        "API APIs ARN ARNs AWS CORS DLQ DLQs DynamoDB ETag EventBridge FIFO HTTP IAM JSON JSONata JSONPath "
        "KB KiB Kinesis Lambda MB MD5 MiB S3 SNS SQS STS TTL URL URLs UTC UTF VTL XML",
    )
}


@dataclass(frozen=True)
class Behaviour:
    """A documented behaviour, and the test that asks for it.

    Attributes:
        service: the folder of its group, such as "sqs".
        test: what names it among the results: its file and function, without parameters.
        sentence: what the test's name says.
        promise: what AWS says, and where.
    """

    service: str
    test: str
    sentence: str
    promise: Promise


def all_behaviours() -> Iterator[Behaviour]:
    """Give every behaviour, by service and file, as they stand there."""
    for file in sorted(HERE.glob("*/test_*.py")):
        place = file.relative_to(HERE)
        module = importlib.import_module(".".join(("tests", "conformance", *place.with_suffix("").parts)))
        for name, test in vars(module).items():
            promise = promise_of(test) if name.startswith("test_") else None
            if promise is not None:
                yield Behaviour(place.parts[0], f"{place.as_posix()}::{name}", sentence(name), promise)


def sentence(name: str) -> str:
    """Return what the name of a test says, as people write it."""
    words = [_SPELLINGS.get(word, word) for word in name.removeprefix("test_").split("_")]
    text = re.sub(r"\b(\w+) (s|t) ", r"\1'\2 ", " ".join(words))
    return text[:1].upper() + text[1:]
