"""A function's logs: lines written while it runs, kept in CloudWatch Logs as one stream per environment.

https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html
"""

import io
import logging
import time
from collections.abc import Callable

from moto.logs.models import logs_backends

#: Takes a function's name and one line of its log.
Listener = Callable[[str, str], None]

#: How much of an invocation's log its caller may be told, in bytes.
#: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
TAIL = 4096


class LogStream(io.TextIOBase):
    """A text stream whose lines go to the log, when they are delivered.

    Args:
        function: the function's physical name.
        account: the AWS account's number.
        region: the AWS region.
        group: the log group's name; it is created with the first delivery if it is missing.
        name: the log stream's name.
        listener: hears each line when it is delivered.
        now: tells the instant, in seconds since the epoch.
    """

    def __init__(
        self,
        function: str,
        *,
        account: str,
        region: str,
        group: str,
        name: str,
        listener: Listener,
        now: Callable[[], float],
    ) -> None:
        super().__init__()
        self._now = now
        self.name = name
        self._function = function
        self._backend = logs_backends[account][region]
        self._group = group
        self._listener = listener
        self._unfinished = ""
        self._undelivered: list[tuple[int, str]] = []
        #: The end of what was delivered since `begin_tail`, TAIL bytes at most.
        self.tail = b""

    def writable(self) -> bool:
        """Tell that this stream can be written to."""
        return True

    def write(self, text: str, /) -> int:
        """Take in text; each line of it becomes an event of the log."""
        *lines, self._unfinished = (self._unfinished + text).split("\n")
        for line in lines:
            self._undelivered.append((int(self._now() * 1000), line))
        return len(text)

    def end_line(self) -> None:
        """Begin a new line, if the last one was left without its end."""
        if self._unfinished:
            self.write("\n")

    def begin_tail(self) -> None:
        """Let the tail begin here: with an invocation."""
        self.tail = b""

    def deliver(self) -> None:
        """Hand finished lines over to the listener and to CloudWatch; not for a handler's surroundings."""
        if not self._undelivered:
            return
        lines, self._undelivered = self._undelivered, []
        for _, line in lines:
            self._listener(self._function, line)
            self.tail = (self.tail + f"{line}\n".encode(errors="replace"))[-TAIL:]
        self._backend.ensure_log_group(self._group)
        self._backend.ensure_log_stream(self._group, self.name)
        events = [{"timestamp": milliseconds, "message": line} for milliseconds, line in lines]
        self._backend.put_log_events(self._group, self.name, events)


class RequestIdFormatter(logging.Formatter):
    """Words a record of Python's logging as Lambda's runtime does."""

    def __init__(self, request_id: Callable[[], str]) -> None:
        super().__init__(
            "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S"
        )
        self.converter = time.gmtime
        self._request_id = request_id

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, and the traceback below it if there is one."""
        record.aws_request_id = self._request_id()
        return super().format(record)
