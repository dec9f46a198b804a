"""What surrounds a handler's code in this process: variables, modules, import path, streams, loggers, sleep.

The hub puts it in place when the handler has its turn and takes it away when somebody else has, so several
handlers can be under way without seeing each other. Child processes are not covered: they inherit the host's
variables.
"""

import logging
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOBase
from pathlib import Path
from typing import SupportsIndex, TextIO, cast

import boto3

from local.engine.in_process import breakpoints, installed
from local.engine.in_process.own_modules import OwnModules


@dataclass
class _Belongings:
    """What of a Python process one owner at a time has, apart from its modules."""

    variables: dict[bytes, bytes]
    path: list[str]
    stdout: TextIO
    stderr: TextIO
    root_logger: logging.RootLogger
    loggers: logging.Manager
    sleep: Callable[[float | SupportsIndex], None]
    breakpointhook: Callable[..., object]
    #: What boto3.client makes clients with: it has the credentials of whoever came first.
    session: boto3.Session | None

    @classmethod
    def found(cls) -> "_Belongings":
        """Return what is in place now."""
        return cls(
            vars(os.environ)["_data"],
            sys.path[:],
            sys.stdout,
            sys.stderr,
            logging.root,
            logging.Logger.manager,
            time.sleep,
            sys.breakpointhook,
            boto3.DEFAULT_SESSION,
        )

    def put(self) -> None:
        """Put this in place."""
        # os.environ's own dictionary is exchanged: to clear and fill it would call the C library for each
        # variable, at each turn of each handler.
        vars(os.environ)["_data"] = self.variables
        sys.path[:] = self.path
        sys.stdout = self.stdout
        sys.stderr = self.stderr
        logging.root = logging.Logger.root = self.root_logger
        logging.Logger.manager = self.loggers
        time.sleep = self.sleep
        sys.breakpointhook = self.breakpointhook
        boto3.DEFAULT_SESSION = self.session


class Isolation:
    """The surroundings of one execution environment, for the hub.

    Args:
        roots: the directories of the function's code: its own, then its layers'.
        variables: the environment variables, all of them.
        output: where standard output and standard error go.
        sleep: what time.sleep does, in seconds.
    """

    def __init__(
        self,
        roots: Sequence[Path],
        variables: Mapping[str, str],
        output: TextIOBase,
        sleep: Callable[[float | SupportsIndex], None],
    ) -> None:
        #: The root of the handler's own tree of loggers.
        self.root_logger = logging.RootLogger(logging.WARNING)
        self._modules = OwnModules(roots)
        self._own = _Belongings(
            variables={os.fsencode(name): os.fsencode(value) for name, value in variables.items()},
            path=[*map(str, roots), *installed.PATH],
            stdout=cast(TextIO, output),
            stderr=cast(TextIO, output),
            root_logger=self.root_logger,
            loggers=logging.Manager(self.root_logger),
            sleep=sleep,
            breakpointhook=breakpoints.hook(),
            session=None,
        )
        self._host = self._own

    def enter(self) -> None:
        """Put the surroundings in place."""
        self._host = _Belongings.found()
        self._own.put()
        self._modules.enter()

    def leave(self) -> None:
        """Give the host its own back, keeping what the handler changed."""
        self._modules.leave()
        self._own = _Belongings.found()
        self._host.put()
