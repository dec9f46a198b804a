"""Assets: what is in them, what names them, and that they are whole."""

import base64
import hashlib
import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from infra.packaging.outdir import remove_assets_of_another_kind
from infra.packaging.sources import Sources
from infra.packaging.staging import BundlingError, stage
from infra.packaging.target import LAMBDA, Target, host


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project" / "functions" / "greet"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "handler.py").write_text("def handle(event, context): ...\n")
    (folder / "words.json").write_text('{"hello": "world"}')
    return tmp_path / "project"


@pytest.fixture
def sources(root: Path) -> Sources:
    return Sources("greet", root, root / "functions" / "greet")


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """A wheel of one module, for any platform."""
    path = tmp_path / "tiny-1.0-py3-none-any.whl"
    files = {
        "tiny.py": b"SIZE = 1\n",
        "tiny-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        "tiny-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
            digest = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
            record += f"{name},sha256={digest},{len(body)}\n"
        archive.writestr("tiny-1.0.dist-info/RECORD", record + "tiny-1.0.dist-info/RECORD,,\n")
    return path


def _lock(sources: Sources, wheel: Path) -> None:
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (sources.folder / "requirements.txt").write_text(f"tiny @ {wheel.as_uri()} --hash=sha256:{digest}\n")


def _content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_functions_asset_holds_its_folder_at_its_place(sources: Sources, tmp_path: Path) -> None:
    folder = stage(sources, LAMBDA, build=tmp_path / "build", bundle=False)
    assert sorted(_content(folder)) == [
        "functions/greet/__init__.py",
        "functions/greet/handler.py",
        "functions/greet/words.json",
    ]


def test_a_layers_asset_holds_it_below_python(sources: Sources, tmp_path: Path) -> None:
    folder = stage(replace(sources, prefix="python"), LAMBDA, build=tmp_path / "build", bundle=False)
    assert "python/functions/greet/handler.py" in _content(folder)


def test_the_same_sources_elsewhere_later_and_compiled_have_the_same_hash(
    sources: Sources, root: Path, tmp_path: Path
) -> None:
    before = sources.hash(LAMBDA)
    copy = shutil.copytree(root, tmp_path / "copy")
    for path in copy.rglob("*.py"):
        os.utime(path, (0, 0))
    cache = copy / "functions" / "greet" / "__pycache__"
    cache.mkdir()
    (cache / "handler.cpython-313.pyc").write_bytes(b"compiled")
    assert Sources("greet", copy, copy / "functions" / "greet").hash(LAMBDA) == before


def test_a_changed_byte_changes_the_hash(sources: Sources) -> None:
    before = sources.hash(LAMBDA)
    (sources.folder / "words.json").write_text('{"hello": "World"}')
    assert sources.hash(LAMBDA) != before


def test_a_renamed_file_changes_the_hash(sources: Sources) -> None:
    before = sources.hash(LAMBDA)
    (sources.folder / "words.json").rename(sources.folder / "texts.json")
    assert sources.hash(LAMBDA) != before


def test_one_file_that_reads_like_two_has_another_hash(sources: Sources) -> None:
    (sources.folder / "a").write_text("1")
    (sources.folder / "b").write_text("2")
    before = sources.hash(LAMBDA)
    (sources.folder / "b").unlink()
    (sources.folder / "a").write_text("1functions/greet/b2")
    assert sources.hash(LAMBDA) != before


def test_a_changed_lock_file_and_a_changed_target_change_the_hash(sources: Sources, wheel: Path) -> None:
    _lock(sources, wheel)
    before = sources.hash(LAMBDA)
    assert sources.hash(host()) != before
    (sources.folder / "requirements.txt").write_text("")
    assert sources.hash(LAMBDA) != before


@pytest.mark.parametrize("target", [LAMBDA, host()])
def test_a_bundled_asset_has_the_wheels_and_the_hash_of_the_one_without(
    sources: Sources, wheel: Path, tmp_path: Path, target: Target
) -> None:
    _lock(sources, wheel)
    before = sources.hash(target)
    bundled = stage(sources, target, build=tmp_path / "build", bundle=True)
    plain = stage(sources, target, build=tmp_path / "build", bundle=False)
    assert "tiny.py" in _content(bundled)
    assert "tiny.py" not in _content(plain)
    assert sources.hash(target) == before


def test_a_wheel_that_is_not_the_pinned_one_is_refused_and_leaves_nothing(
    sources: Sources, wheel: Path, tmp_path: Path
) -> None:
    _lock(sources, wheel)
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("more.py", "")
    with pytest.raises(BundlingError, match="greet"):
        stage(sources, LAMBDA, build=tmp_path / "build", bundle=True)
    assert list((tmp_path / "build").iterdir()) == []


def test_a_lock_file_that_pins_no_hash_is_refused(sources: Sources, wheel: Path, tmp_path: Path) -> None:
    (sources.folder / "requirements.txt").write_text(f"tiny @ {wheel.as_uri()}\n")
    with pytest.raises(BundlingError, match="hash"):
        stage(sources, LAMBDA, build=tmp_path / "build", bundle=True)


def test_a_folder_is_made_once_and_earlier_ones_of_its_kind_go(sources: Sources, tmp_path: Path) -> None:
    build = tmp_path / "build"
    first = stage(sources, LAMBDA, build=build, bundle=False)
    made = first.stat().st_mtime_ns
    assert stage(sources, LAMBDA, build=build, bundle=False).stat().st_mtime_ns == made
    (sources.folder / "words.json").write_text("{}")
    second = stage(sources, LAMBDA, build=build, bundle=False)
    assert list(build.iterdir()) == [second]


def test_assets_of_a_synthesis_without_wheels_are_not_kept_for_one_with_them(tmp_path: Path) -> None:
    outdir = tmp_path / "cdk.out"
    remove_assets_of_another_kind(outdir, "lambda, []")
    (outdir / "asset.1").mkdir()
    (outdir / "manifest.json").write_text("{}")
    remove_assets_of_another_kind(outdir, "lambda, []")
    assert (outdir / "asset.1").exists()
    remove_assets_of_another_kind(outdir, "lambda, ['**']")
    assert not (outdir / "asset.1").exists()
    assert (outdir / "manifest.json").exists()
