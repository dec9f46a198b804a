"""Thumbnails from end to end: what is fetched through the links of a result, and why there may be none."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller, ShownJob
from tests.flow.synthesis import ROOT
from tests.flow.thumbnails import PHOTO, SIZES, ShownThumbnail, submit_photo, thumbnails_of, wanted
from tests.unit.thumbnail.pictures import BLUE, GREEN, RED, WHITE, corners, decoded, encoded, seen

#: A photo taken with the camera held sideways.
SAMPLE = ROOT / "events/samples/photo.jpg"

SIDEWAYS = 6  # EXIF's orientation


@pytest.fixture(scope="module")
def stack(warm_assembly: Path) -> Iterator[LocalStack]:
    """One stack for all: a job has its own corner of everything."""
    with LocalStack(warm_assembly) as stack:
        yield stack


def fetch(caller: Caller, thumbnail: ShownThumbnail) -> bytes:
    """Follow the thumbnail's link, and check that it leads to what the result says."""
    answer = caller.anybody.get(thumbnail.href)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == thumbnail.media_type
    assert len(answer.content) == thumbnail.bytes
    assert decoded(answer.content).size == (thumbnail.width, thumbnail.height)
    return answer.content


def make(
    caller: Caller, file: bytes, sizes: Iterable[tuple[int, int]] = SIZES, **options: object
) -> ShownJob:
    """Upload a file, have thumbnails made of it, and return the job at its end."""
    payload = {**wanted(caller.upload(file), sizes), **options}
    return caller.follow(caller.submit("thumbnail", payload))


def test_each_size_is_a_picture_that_fits_and_keeps_its_shape(caller: Caller) -> None:
    sizes = [(64, 64), (320, 200), (4096, 4096)]

    thumbnails = thumbnails_of(make(caller, SAMPLE.read_bytes(), sizes))

    upright = Image.open(SAMPLE).size[::-1]
    assert len(thumbnails) == len(sizes)
    for thumbnail, (width, height) in zip(thumbnails, sizes, strict=True):
        assert decoded(fetch(caller, thumbnail)).format == "JPEG"
        assert thumbnail.width == pytest.approx(thumbnail.height * upright[0] / upright[1], abs=1)
        assert thumbnail.width <= min(width, upright[0])
        assert thumbnail.height <= min(height, upright[1])
    assert (thumbnails[-1].width, thumbnails[-1].height) == upright


def test_a_photo_taken_sideways_stands_upright(caller: Caller) -> None:
    exif = Image.Exif()
    exif[0x0112] = SIDEWAYS

    (thumbnail,) = thumbnails_of(make(caller, encoded(corners(), "JPEG", exif=exif), [(40, 40)]))

    assert (thumbnail.width, thumbnail.height) == (20, 40)
    assert seen(fetch(caller, thumbnail)) == (BLUE, RED, WHITE, GREEN)


@pytest.mark.parametrize(
    ("source", "asked", "got"),
    [
        ("JPEG", "source", "image/jpeg"),
        ("PNG", "source", "image/png"),
        ("WEBP", "source", "image/webp"),
        ("GIF", "source", "image/png"),
        ("PNG", "jpeg", "image/jpeg"),
        ("JPEG", "png", "image/png"),
        ("GIF", "webp", "image/webp"),
    ],
)
def test_thumbnails_have_the_format_that_was_asked_for(
    caller: Caller, source: str, asked: str, got: str
) -> None:
    (thumbnail,) = thumbnails_of(make(caller, encoded(corners(), source), [(40, 40)], format=asked))

    assert thumbnail.media_type == got
    assert seen(fetch(caller, thumbnail)) == (RED, GREEN, BLUE, WHITE)


HOPELESS = {
    "a letter": (b"Dear Ada,\n", "NotAnImage"),
    "nothing at all": (b"", "NotAnImage"),
    "half a picture": (PHOTO[:100], "DamagedImage"),
    "a phone's HEIC": (b"\x00\x00\x00\x18ftypheic" + bytes(100), "UnsupportedFormat"),
    "a decompression bomb": (encoded(Image.new("1", (10_000, 6_000)), "PNG"), "TooManyPixels"),
    "33 MB": (bytes(33 * 1024 * 1024), "UploadTooLarge"),
}


@pytest.mark.parametrize(("file", "reason"), HOPELESS.values(), ids=HOPELESS)
def test_a_file_no_thumbnail_can_be_made_of_fails_at_once_with_the_reason(
    caller: Caller, account: Account, file: bytes, reason: str
) -> None:
    job = caller.follow(submit_photo(caller, file), within=1)

    failed_at_once(account, job, reason)


def test_an_upload_that_never_came_fails_at_once(caller: Caller, account: Account) -> None:
    job = caller.follow(caller.submit("thumbnail", wanted(caller.room().key)), within=1)

    failed_at_once(account, job, "UploadNotFound")


def test_a_payload_that_only_its_contract_finds_wrong_fails_at_once(caller: Caller, account: Account) -> None:
    # Half of a surrogate pair passes API Gateway's model, escaped as JSON allows; UTF-8 has no room for it.
    body = json.dumps(wanted("uploads/nobody/1/\ud800"))
    accepted = caller.http.post("/jobs/thumbnail", content=body)
    assert accepted.status_code == 202

    job = caller.follow(accepted.json()["id"], within=1)

    failed_at_once(account, job, "InvalidPayload")


def failed_at_once(account: Account, job: ShownJob, reason: str) -> None:
    """Check that the job was tried once, shows why it failed, and left nothing for anybody to look at."""
    assert (job.status, job.failure, job.attempt, job.result) == ("FAILED", reason, 1, None)
    assert job.error is not None
    assert " " in job.error.message
    assert (account.depth("thumbnail"), account.depth("thumbnail-dlq")) == (0, 0)
    assert [key for key in account.objects("results/") if job.id in key] == []


def test_one_bad_file_does_not_spoil_its_neighbour_s_thumbnails(caller: Caller, stack: LocalStack) -> None:
    stack.disable("thumbnail")
    bad, good = submit_photo(caller, b"no picture"), submit_photo(caller)
    stack.settle()

    stack.enable("thumbnail")

    assert [caller.follow(job, within=1).status for job in (bad, good)] == ["FAILED", "SUCCEEDED"]
