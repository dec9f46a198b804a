"""Fills moto from an assembly: by provisioning it, and from then on from a copy of what came of that.

Provisioning takes hundreds of calls; a test run starts hundreds of stacks from one assembly.
"""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from local import moto_state
from local.assembly import load
from local.clients import client
from local.mail_identities import confirm_all
from local.moto_state import MotoState
from local.provision import provision
from local.seeding import seeded
from local.user_pools import make_named_pools
from local.users import register

#: The outputs of each stack, by stack and name.
Outputs = Mapping[str, Mapping[str, JsonValue]]


@dataclass(frozen=True)
class _Filled:
    """What a process knows of an assembly it has provisioned; no state if moto's could not be copied."""

    outputs: Outputs
    state: MotoState | None


#: By the assembly's manifest, when that was written, and the instant moto was filled at: its state shows it.
_filled: dict[tuple[Path, int, float], _Filled] = {}


def fill(assembly: Path | None, now: float) -> Outputs:
    """Create the local users and the resources of an assembly in moto, which is empty; return its outputs.

    Args:
        assembly: the cloud assembly's directory; None for the users alone.
        now: the instant, in seconds since the epoch.

    Raises whatever `load` and `provision` raise.
    """
    if assembly is None:
        register(client("iam"))
        return {}
    manifest = assembly / "manifest.json"
    key = (manifest.resolve(), manifest.stat().st_mtime_ns, now)
    known = _filled.get(key)
    if known is not None and known.state is not None:
        moto_state.restore(known.state)
        return known.outputs
    # Names and ids are those of the assembly, whatever the stack's own seed.
    with seeded(0):
        register(client("iam"))
        outputs = provision(load(assembly), client=client).outputs
        make_named_pools()
        confirm_all()
    _filled[key] = _Filled(outputs, _copy())
    return outputs


def _copy() -> MotoState | None:
    try:
        return moto_state.save()
    except (pickle.PicklingError, TypeError, AttributeError):
        # Some kind of resource keeps what cannot be copied: then each stack is provisioned anew.
        return None
