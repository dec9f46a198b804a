"""A small fleet, some of whose readings come late, doubled or out of order; the benchmark has a large one."""

from local.stack import LocalStack
from tests.flow.telemetry.fleet import Fleet


def test_the_windows_of_a_fleet_are_exactly_what_it_sent(stack: LocalStack) -> None:
    fleet = Fleet(stack, devices=3, readings=100, share=0.3)
    fleet.send()
    assert fleet.account.trouble > 60
    assert any(each.count for each in fleet.account.late.values())
    assert fleet.differences() == []
