import subprocess
import sys

import pytest

from local import moto_fixes
from local.moto_fixes.mend import MotoChanged, add, replace

OTHER_VERSION = """
import importlib.metadata
importlib.metadata.version = lambda name: "5.3.0"
from local import moto_fixes
moto_fixes.install()
"""


class PartOfMoto:
    there = "as it came"


def test_mending_twice_mends_once() -> None:
    moto_fixes.install()
    moto_fixes.install()


def test_another_version_of_moto_is_refused() -> None:
    done = subprocess.run([sys.executable, "-c", OTHER_VERSION], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "MotoChanged: the mends fit moto 5.2.5, this is 5.3.0" in done.stderr


def test_a_mend_of_something_that_is_gone_is_refused() -> None:
    with pytest.raises(MotoChanged, match="gone"):
        replace(PartOfMoto, "gone", None)


def test_an_addition_that_moto_has_by_now_is_refused() -> None:
    with pytest.raises(MotoChanged, match="the mend can go"):
        add(PartOfMoto, "there", None)


def test_the_local_stack_does_not_import_ec2_for_an_integration_it_refuses() -> None:
    asked = "import sys, local.stack; sys.exit('moto.ec2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
