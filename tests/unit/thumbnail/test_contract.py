"""The contract of a thumbnail job: what is let in, and what is not."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from functions.thumbnail.contract import Thumbnail

KEY = "uploads/alice/9f2c/photo.jpg"
SAMPLES = sorted((Path(__file__).parents[3] / "events" / "samples").glob("*.json"))
ASKED = {path.stem: json.loads(path.read_text()) for path in SAMPLES}
OWN = [name for name, sample in ASKED.items() if sample.get("type") == "thumbnail"]


@pytest.mark.parametrize("name", OWN)
def test_every_sample_is_let_in_once_its_picture_is_uploaded(name: str) -> None:
    sample = ASKED[name]
    assert all((SAMPLES[0].parent / file).is_file() for file in sample["uploads"].values())
    Thumbnail.model_validate({**sample["payload"], **dict.fromkeys(sample["uploads"], KEY)})


def test_the_format_is_the_sources_unless_said_otherwise() -> None:
    assert (
        Thumbnail.model_validate({"image": KEY, "sizes": [{"width": 1, "height": 4096}]}).format == "source"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"image": "photo.jpg"},
        {"image": "results/alice/thumbnail.a/1/64x64.jpg"},
        {"image": "uploads/alice"},
        {"image": "uploads/alice/" + "x" * 1024 + "/photo.jpg"},
        {"sizes": []},
        {"sizes": [{"width": n, "height": n} for n in range(1, 10)]},
        {"sizes": [{"width": 64, "height": 64}, {"width": 64, "height": 64}]},
        {"sizes": [{"width": 0, "height": 64}]},
        {"sizes": [{"width": 64, "height": 4097}]},
        {"sizes": [{"width": "64", "height": 64}]},
        {"sizes": [{"width": 64, "height": 64, "depth": 64}]},
        {"sizes": [{"width": 64}]},
        {"format": "gif"},
        {"format": None},
        {"quality": 0},
        {"quality": 101},
        {"crop": True},
    ],
    ids=str,
)
def test_what_a_thumbnail_job_may_not_say(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Thumbnail.model_validate({"image": KEY, "sizes": [{"width": 64, "height": 64}]} | change)
