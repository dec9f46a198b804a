"""Where wheels will run: the platform and interpreter they are chosen for."""

import platform
import sys
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Target:
    """A platform and an interpreter.

    Attributes:
        architecture: as Lambda names it.
        python_version: such as "3.13".
        platforms: the wheel platforms that run there; none where this interpreter is it.
    """

    architecture: Literal["arm64", "x86_64"]
    python_version: str
    platforms: tuple[str, ...]

    def pip_options(self) -> list[str]:
        """The options that make pip choose wheels for the target."""
        if not self.platforms:
            return []
        options = [f"--platform={name}" for name in self.platforms]
        return [*options, f"--python-version={self.python_version}", "--implementation=cp"]


LAMBDA = Target("arm64", "3.13", ("manylinux_2_28_aarch64", "manylinux2014_aarch64"))
"""Lambda's Python 3.13 on arm64: Amazon Linux 2023, glibc 2.34.
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"""


def host() -> Target:
    """This machine and this interpreter."""
    architecture: Literal["arm64", "x86_64"] = (
        "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
    )
    return Target(architecture, f"{sys.version_info.major}.{sys.version_info.minor}", ())
