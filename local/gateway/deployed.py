"""The stages that are deployed, each with what is made of its API once.

A stage is looked at again after a while, as on AWS, where a change takes a while to show as well.
"""

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from local.gateway.api import RestApi
from local.gateway.checks import flaws_of, templates_of
from local.gateway.reading import ClientFactory, read_api, read_stage
from local.gateway.routes import Routes
from local.gateway.validation import RequestValidation
from local.gateway.vtl.template import Template

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient

#: How soon a new deployment or setting shows, in seconds.
PROPAGATION = 1.0


class ApiMisconfigured(Exception):
    """An API that AWS would not deploy, or that the local gateway cannot serve; all that is wrong with it."""

    def __init__(self, flaws: list[str]) -> None:
        super().__init__("the REST API cannot be served:\n" + "\n".join(f"- {flaw}" for flaw in flaws))
        self.flaws = flaws


class NoSuchStage(LookupError):
    """There is no such API, or it has no such stage."""


@dataclass(frozen=True)
class Deployed:
    """An API as it was deployed to a stage, and what is made of it once."""

    api: RestApi
    routes: Routes
    validation: RequestValidation
    templates: Mapping[str, Template]


class Stages:
    """All stages of all APIs of the account.

    Args:
        clients: makes the AWS client of a service.
        now: gives the time, in seconds since the epoch.
    """

    def __init__(self, clients: ClientFactory, now: Callable[[], float]) -> None:
        self._clients = clients
        self._now = now
        self._served: dict[tuple[str, str], Deployed] = {}
        self._looked: dict[tuple[str, str], float] = {}
        self._only: tuple[str, str] | None = None

    def load(self) -> None:
        """Read every stage there is. Raises ApiMisconfigured with all that is wrong with one."""
        for api_id, stage in self._all(self._names()):
            self.find(api_id, stage)

    def find(self, api_id: str, stage: str) -> Deployed:
        """Return a stage by its names. Raises NoSuchStage, or ApiMisconfigured with all that is wrong."""
        key = (api_id, stage)
        if key in self._served and self._now() - self._looked[key] < PROPAGATION:
            return self._served[key]
        control: APIGatewayClient = self._clients("apigateway")
        try:
            found = read_stage(control.get_stage(restApiId=api_id, stageName=stage))
        except control.exceptions.NotFoundException as error:
            raise NoSuchStage(f"there is no stage {stage} of an API {api_id}") from error
        self._looked[key] = self._now()
        known = self._served.get(key)
        if known is not None and known.api.stage.deployment_id == found.deployment_id:
            deployed = replace(known, api=replace(known.api, stage=found))
        else:
            deployed = _deployed(read_api(api_id, found, self._clients))
        self._served[key] = deployed
        return deployed

    def only(self) -> Deployed:
        """Return the one stage of the one API, and from then on that one, as long as it exists.

        Raises ApiMisconfigured where there is none, or more than one to choose from.
        """
        if self._only is not None:
            try:
                return self.find(*self._only)
            except NoSuchStage:
                self._only = None
        only = self._find_only()
        deployed = self.find(*only)
        self._only = only
        return deployed

    def _find_only(self) -> tuple[str, str]:
        apis = self._names()
        stages = self._all(apis)
        if len(stages) != 1:
            names = ", ".join(sorted(f"{apis[api_id]}/{stage}" for api_id, stage in stages))
            raise ApiMisconfigured(
                [
                    f"the root of the local gateway serves one stage of one REST API; "
                    f"there are: {names or 'none'}. Each is also served by the AWS endpoint, "
                    "under the host {api id}.execute-api.localhost and the path /{stage}"
                ]
            )
        return stages[0]

    def _names(self) -> Mapping[str, str]:
        """Return the name of each API, by its id."""
        control: APIGatewayClient = self._clients("apigateway")
        return {api["id"]: api["name"] for api in control.get_rest_apis(limit=500)["items"]}

    def _all(self, apis: Iterable[str]) -> list[tuple[str, str]]:
        """Return the id and the name of each stage of these APIs."""
        control: APIGatewayClient = self._clients("apigateway")
        return [
            (api_id, stage["stageName"])
            for api_id in apis
            for stage in control.get_stages(restApiId=api_id)["item"]
        ]


def _deployed(api: RestApi) -> Deployed:
    flaws = flaws_of(api)
    if flaws:
        raise ApiMisconfigured(flaws)
    return Deployed(
        api=api,
        routes=Routes(api.resources),
        validation=RequestValidation(api),
        templates={text: _parsed(text) for text in templates_of(api)},
    )


@functools.cache
def _parsed(text: str) -> Template:
    """A template keeps nothing of a rendering, and a process that runs many stacks has the same few."""
    return Template(text)
