"""Pictures for the tests: encoded files, and what one sees in them."""

import io

from PIL import Image

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def corners(width: int = 80, height: int = 40) -> Image.Image:
    """Red and green above, blue and white below: every way of turning it shows."""
    image = Image.new("RGB", (width, height), WHITE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    return image


def encoded(image: Image.Image, format_name: str, **options: object) -> bytes:
    """The image as a file."""
    file = io.BytesIO()
    image.save(file, format_name, **options)
    return file.getvalue()


def decoded(file: bytes) -> Image.Image:
    """The file as an image, loaded."""
    image = Image.open(io.BytesIO(file))
    image.load()
    return image


def pixel(file: bytes, mode: str = "RGB", place: tuple[int, int] = (9, 9)) -> tuple[int, ...]:
    """The colour at one place of the file's picture."""
    found = decoded(file).convert(mode).getpixel(place)
    assert isinstance(found, tuple)
    return found


def seen(file: bytes) -> tuple[tuple[int, ...], ...]:
    """The plain colours in the middle of the four quarters, in reading order."""
    width, height = decoded(file).size
    places = [(x, y) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]
    return tuple(tuple(255 * (c > 127) for c in pixel(file, "RGB", place)) for place in places)
