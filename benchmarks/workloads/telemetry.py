"""100,000 readings of 200 devices, one in twenty late, doubled or out of order: are the windows exact?

The devices measure once a second and post every 20 seconds, through the HTTP interface of a local stack on
virtual time. Each window is then asked for and compared with an account of what was sent.
"""

import tempfile
import time
from collections import Counter
from pathlib import Path

from local.stack import LocalStack
from tests.flow.synthesis import synthesize_once
from tests.flow.telemetry.fleet import Fleet

DEVICES = 200
READINGS = 500


def run() -> None:
    """Run it, and print what it found. Raises AssertionError if a window is not as it should be."""
    with tempfile.TemporaryDirectory() as folder:
        assembly = synthesize_once(Path(folder))
        invocations: Counter[str] = Counter()

        def log(function: str, line: str) -> None:
            invocations[function] += line.startswith("START ")

        with LocalStack(assembly, log=log) as stack:
            fleet = Fleet(stack, DEVICES, READINGS)
            began, virtual = time.process_time(), stack.hub.now()
            fleet.send()
            spent, passed = time.process_time() - began, stack.hub.now() - virtual
            account, batches = fleet.account, invocations[stack.function("telemetry-readings")]
            wrong = fleet.differences()
    assert not wrong, wrong
    windows = len({*account.on_time, *account.late})
    late = sum(each.count for each in account.late.values())
    counted = sum(each.count for each in account.on_time.values())
    print(f"telemetry: {account.sent:,} readings of {DEVICES} devices, {account.trouble:,} of them troubled")
    print(f"  {counted:,} counted in {windows:,} windows, {late:,} beside them as late,")
    print(f"  {account.sent - counted - late:,} doubled; every sum equal to the account's")
    print(f"  {batches:,} invocations in {passed:,.0f} s of virtual time, {spent:,.1f} s of processor time,")
    print(f"  {account.sent / spent:,.0f} readings a second, HTTP interface and stream included")


if __name__ == "__main__":
    run()
