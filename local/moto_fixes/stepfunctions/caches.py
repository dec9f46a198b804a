"""moto's interpreter parses its program, and makes its AWS clients, anew for every execution and task.

moto 5.2.5: `asl/parse/asl_parser.py: AmazonStateLanguageParser.parse` runs once an execution,
`asl/utils/boto_client.py: boto_client_for` once a task, and jsonpath_ng builds its tables at each path.
Parsed programs keep nothing of a run, so all three are kept here. Can go when moto keeps them.
`benchmarks/moto_fixes` measures it.
"""

import functools
from typing import Any

import boto3
from botocore.client import BaseClient
from moto.stepfunctions.parser.asl.component.common.path import result_path
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.utils import boto_client, json_path

from local.moto_fixes.mend import replace

KEPT_PROGRAMS = 256
KEPT_PATHS = 4096


class Clients:
    """What the interpreter uses of boto3: clients, one for each service and region."""

    _clients: dict[tuple[str, str, str | None], BaseClient] = {}  # noqa: RUF012 - one for the process, as moto is

    @classmethod
    def client(cls, *, service_name: Any, region_name: str, **settings: Any) -> BaseClient:
        """Return the client of a service in a region, made at its first use."""
        key = (service_name, region_name, settings.get("endpoint_url"))
        if key not in cls._clients:
            cls._clients[key] = boto3.client(service_name, region_name=region_name, **settings)
        return cls._clients[key]


def install() -> None:
    """Mend moto."""
    replace(
        AmazonStateLanguageParser,
        "parse",
        staticmethod(functools.lru_cache(KEPT_PROGRAMS)(AmazonStateLanguageParser.parse)),
    )
    replace(boto_client, "boto3", Clients)
    for module in (result_path, json_path):
        replace(module, "parse", functools.lru_cache(KEPT_PATHS)(module.parse))


def forget_clients() -> None:
    """Make clients anew, with the handlers botocore has by now."""
    Clients._clients.clear()
