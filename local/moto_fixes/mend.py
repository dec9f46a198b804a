"""How a mend takes the place of a part of moto: loudly, if moto has no such part any more."""


class MotoChanged(RuntimeError):
    """This moto is not the one the mends were written for."""


def replace(owner: object, name: str, replacement: object) -> None:
    """Put `replacement` in the place of `owner.name`, where `owner` is a class or a module of moto.

    Raises MotoChanged if `owner` has no `name`.
    """
    if not hasattr(owner, name):
        raise MotoChanged(f"{owner!r} has no {name!r} to mend")
    setattr(owner, name, replacement)


def add(owner: type, name: str, addition: object) -> None:
    """Give the class `owner` of moto a method it lacks. Raises MotoChanged if it has one by now."""
    if hasattr(owner, name):
        raise MotoChanged(f"{owner!r} has a {name!r} of its own: the mend can go")
    setattr(owner, name, addition)
