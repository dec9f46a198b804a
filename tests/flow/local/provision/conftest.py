"""An empty moto, and a way to provision templates into it."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from local import moto_fixes
from local.assembly import load
from local.provision import Provisioned, provision
from tests.unit.local.assembly.written import STACK, write_assembly

AWS = Callable[[str], Any]
Deploy = Callable[..., Provisioned]

_session = boto3.Session("key", "secret", region_name="us-east-1")
_client = cache(_session.client)


@pytest.fixture
def aws() -> Iterator[AWS]:
    moto_fixes.install()
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        yield _client


@pytest.fixture
def deploy(aws: AWS, tmp_path: Path) -> Deploy:
    def deploy(
        resources: Mapping[str, Any],
        *,
        assets: Mapping[str, Mapping[str, str]] | None = None,
        **sections: Any,
    ) -> Provisioned:
        template = {"Resources": resources, **sections}
        return provision(load(write_assembly(tmp_path, {STACK: template}, assets=assets)), client=aws)

    return deploy
