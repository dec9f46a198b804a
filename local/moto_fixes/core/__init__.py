"""Mends of moto.core, which every call passes through."""

from local.moto_fixes.core import method_names


def install() -> None:
    """Mend moto's core."""
    for mend in (method_names,):
        mend.install()
