"""When rate and cron expressions fire, by AWS's own examples."""

import datetime as dt

import pytest

from local.moto_fixes.events.schedule_expression import parse_schedule


def firings(expression: str, start: str, count: int) -> list[str]:
    instant = dt.datetime.fromisoformat(f"{start}+00:00").timestamp()
    after = parse_schedule(expression)
    found: list[str] = []
    for _ in range(count):
        following = after(instant)
        if following is None:
            return [*found, "never"]
        instant = following
        found.append(dt.datetime.fromtimestamp(instant, dt.UTC).strftime("%Y-%m-%d %H:%M"))
    return found


@pytest.mark.parametrize(
    ("expression", "start", "expected"),
    [
        ("rate(5 minutes)", "2030-01-01 00:02", ["2030-01-01 00:07", "2030-01-01 00:12"]),
        ("rate(1 hour)", "2030-01-01 00:02", ["2030-01-01 01:02", "2030-01-01 02:02"]),
        ("rate(7 days)", "2030-01-01 00:00", ["2030-01-08 00:00", "2030-01-15 00:00"]),
        ("cron(0 10 * * ? *)", "2030-01-01 10:00", ["2030-01-02 10:00", "2030-01-03 10:00"]),
        ("cron(15 12 * * ? *)", "2030-01-01 12:14", ["2030-01-01 12:15", "2030-01-02 12:15"]),
        ("cron(0 18 ? * MON-FRI *)", "2030-01-04 18:00", ["2030-01-07 18:00", "2030-01-08 18:00"]),
        ("cron(0 8 1 * ? *)", "2030-01-01 09:00", ["2030-02-01 08:00", "2030-03-01 08:00"]),
        ("cron(0/15 * * * ? *)", "2030-01-01 00:31", ["2030-01-01 00:45", "2030-01-01 01:00"]),
        ("cron(0/5 8-17 ? * MON-FRI *)", "2030-01-04 17:54", ["2030-01-04 17:55", "2030-01-07 08:00"]),
        ("cron(0 9 ? * 2#1 *)", "2030-01-08 00:00", ["2030-02-04 09:00", "2030-03-04 09:00"]),
        ("cron(0 0 L * ? *)", "2030-01-31 00:00", ["2030-02-28 00:00", "2030-03-31 00:00"]),
        ("cron(0 0 ? * 6L *)", "2030-01-01 00:00", ["2030-01-25 00:00", "2030-02-22 00:00"]),
        ("cron(0 0 ? * L *)", "2030-01-01 00:00", ["2030-01-05 00:00", "2030-01-12 00:00"]),
        ("cron(0 0 5W * ? *)", "2030-01-01 00:00", ["2030-01-04 00:00", "2030-02-05 00:00"]),
        ("cron(0 0 LW 6 ? *)", "2030-01-01 00:00", ["2030-06-28 00:00", "2031-06-30 00:00"]),
        ("cron(0 0 31W * ? *)", "2030-01-31 00:00", ["2030-03-29 00:00", "2030-05-31 00:00"]),
        ("cron(30 1,13 29 FEB ? *)", "2030-01-01 00:00", ["2032-02-29 01:30", "2032-02-29 13:30"]),
        ("cron(0 0 1 1 ? 2030-2031)", "2030-01-01 00:00", ["2031-01-01 00:00", "never"]),
        ("cron(0 0 ? jan sun,tue *)", "2030-01-01 00:00", ["2030-01-06 00:00", "2030-01-08 00:00"]),
    ],
)
def test_an_expression_fires_when_aws_says(expression: str, start: str, expected: list[str]) -> None:
    assert firings(expression, start, len(expected)) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "rate(0 minutes)",
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(5 seconds)",
        "at(2030-01-01T00:00:00)",
        "cron(0 10 * * *)",
        "cron(0 10 * * * *)",
        "cron(0 10 ? * ? *)",
        "cron(60 10 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 10 32 * ? *)",
        "cron(0 10 ? * 8 *)",
        "cron(0 10 ? * MOON *)",
        "cron(0 10 ? * MON#6 *)",
        "cron(0 10 ? * MONL2 *)",
        "cron(0/0 10 * * ? *)",
        "cron(5-1 10 * * ? *)",
        "cron(0 10 0W * ? *)",
    ],
)
def test_what_is_no_schedule_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_schedule(expression)
