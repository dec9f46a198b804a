"""How large a thumbnail becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.thumbnail.geometry import TURNS, Extent, fit, turned

SIDES = st.integers(1, 20_000)
EXTENTS = st.tuples(SIDES, SIDES)
BOXES = st.tuples(st.integers(1, 4096), st.integers(1, 4096))


@given(EXTENTS, BOXES)
def test_a_thumbnail_never_exceeds_its_box_nor_the_picture(extent: Extent, box: Extent) -> None:
    width, height = fit(extent, box)
    assert 1 <= width <= min(box[0], extent[0])
    assert 1 <= height <= min(box[1], extent[1])


@given(EXTENTS, BOXES)
def test_the_aspect_is_kept_to_half_a_pixel(extent: Extent, box: Extent) -> None:
    scale = min(1, box[0] / extent[0], box[1] / extent[1])
    for side, original in zip(fit(extent, box), extent, strict=True):
        assert side == pytest.approx(max(1, original * scale), abs=0.5 + 1e-6)


@given(EXTENTS, BOXES)
def test_a_thumbnail_touches_its_box_or_is_the_picture_itself(extent: Extent, box: Extent) -> None:
    size = fit(extent, box)
    assert size == extent or size[0] == box[0] or size[1] == box[1]


def test_a_smaller_picture_is_not_scaled_up() -> None:
    assert fit((30, 20), (300, 300)) == (30, 20)


@pytest.mark.parametrize("turn", [None, *TURNS.values()])
def test_turning_an_extent_twice_gives_it_back(turn: object) -> None:
    assert turned(turned((3, 2), turn), turn) == (3, 2)  # type: ignore[arg-type]
