"""Reads the Velocity templates that lie beside this file, and fills in what is fixed in them."""

from pathlib import Path

FOLDER = Path(__file__).parent


def template(name: str, **values: str) -> str:
    """A template on one line, without its comments: a line break in a form would be part of a value.

    Args:
        name: of the file, without `.vtl`.
        values: what stands for `{{name}}`.
    """
    lines = (FOLDER / f"{name}.vtl").read_text().splitlines()
    text = "".join(line for line in lines if not line.startswith("##"))
    for placeholder, value in values.items():
        text = text.replace(f"{{{{{placeholder}}}}}", value)
    return text
