"""moto's interpreter draws its own random numbers.

moto 5.2.5, `stepfunctions/parser`: a retry's jitter and States.MathRandom come from Python's shared
generator, task tokens and States.UUID from the operating system. Here they follow the hub's seed. Can go
when moto draws them from its seedable generator.

Shown by test_jitter_follows_the_seed
in tests/flow/local/moto_fixes/test_stepfunctions_time.py.
"""

import random
from collections.abc import Hashable
from typing import cast

from moto.moto_api._internal import mock_random
from moto.stepfunctions.parser import utils
from moto.stepfunctions.parser.asl.component.common.retry import jitter_strategy_decl
from moto.stepfunctions.parser.asl.component.intrinsic.function.statesfunction.math_operations import (
    math_random,
)

from local.moto_fixes.current_hub import current_hub
from local.moto_fixes.mend import replace


class HubRandom:
    """What the interpreter uses of the module `random`, drawn from the hub."""

    @staticmethod
    def uniform(low: float, high: float) -> float:
        """Return a number between `low` and `high`."""
        return current_hub().random.uniform(low, high)

    @staticmethod
    def Random(seed: Hashable = None) -> random.Random:  # noqa: N802 - as the module calls its class
        """Return a generator with `seed`, or with one of the hub's."""
        return random.Random(current_hub().random.random() if seed is None else cast("int | str", seed))


def install() -> None:
    """Mend moto."""
    replace(jitter_strategy_decl, "random", HubRandom)
    replace(math_random, "random", HubRandom)
    replace(utils, "uuid4", mock_random.uuid4)
