"""Each mend says which version of moto has the flaw, and names the test that fails without the mend."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
SHOWN = re.compile(r"Shown by (?P<test>test_\w+)\nin (?P<file>tests/\S+\.py)\.")


def mends() -> list[Path]:
    """Return the files that change moto."""
    files = sorted((ROOT / "local" / "moto_fixes").rglob("*.py"))
    return [file for file in files if file.name != "__init__.py" and "\ndef install(" in file.read_text()]


def docstring(file: Path) -> str:
    return ast.get_docstring(ast.parse(file.read_text())) or ""


@pytest.mark.parametrize("mend", mends(), ids=lambda mend: f"{mend.parent.name}/{mend.stem}")
def test_a_mend_names_the_flaw_s_version_and_the_test_that_shows_it(mend: Path) -> None:
    told = docstring(mend)
    assert "moto 5.2.5" in told + docstring(mend.parent / "__init__.py")
    shown = SHOWN.search(told)
    assert shown is not None, "which test fails without it?"
    assert f"def {shown['test']}(" in (ROOT / shown["file"]).read_text()
