"""A stage's settings: read from the context of cdk.json, checked, and given to every construct.

The stage is chosen by the context key `stage` (`cdk deploy -c stage=prod`); its settings are the entry of
that name under `stages`. What an entry leaves out has the default written here.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from constructs import Node
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

QUEUE_RETENTION_DAYS = 4
"""How long a queue keeps a message nobody takes."""

DLQ_RETENTION_DAYS = 14
"""How long a DLQ keeps a message: SQS's maximum, and longer than any queue that feeds one."""

LogRetentionDays = Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653]
"""Those CloudWatch Logs takes:
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""

EmailAddress = Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+$")]
Origin = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/:]+:[0-9]+$")]

SourceName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]

SourceUrl = Annotated[
    str, StringConstraints(pattern=r"^(https://[^\s/@?#]+|http://127\.0\.0\.1:\d+)(/[^\s?#]*)?$")
]
"""Encrypted, but for this machine; without credentials and query."""

StageName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{0,15}$")]


class SettingsError(ValueError):
    """The context of cdk.json does not make a stage; the message says which key is wrong and why."""


class Settings(BaseModel):
    """What differs between stages.

    Attributes:
        stage: the stage's name, part of every physical name: lower-case letters and digits, to 16.
        protect_data: keep tables and buckets when the stack goes, and refuse to delete tables.
        job_retention_days: days an ended job can still be read. More than a message can live (a FIFO message
            starts anew in its DLQ: 4 + 14 days), so that no late message finds its job forgotten.
        log_retention_days: days CloudWatch keeps logs; one of those it offers.
        log_level: of the functions' logs.
        link_seconds: seconds a presigned link lives.
        throttling_rate: requests a second the API takes from everyone together.
        throttling_burst: requests the API takes at once.
        alarm_email: who is told of alarms; nobody if absent (the topic is there in any case).
        mail_from: the address that mail is sent from; needed by a workload that sends any.
        mails_per_second: mails a second that the stage sends, at most as many as SES allows the account: one
            in the sandbox.
        authorizer: `iam` (requests are signed) or `cognito` (requests carry a user pool's token).
        cognito_user_pool_arn: the user pool; needed for `cognito`, refused for `iam`.
        owner: whose a job is: the IAM `principal`'s, or, where one role serves many people, each `session`'s.
        sources: where the change feeds are that `sync` pulls, each by a name of its own.
        webhook_origins: `http://host:port` where webhooks may lead although it is not public, or not https;
            for a developer's machine.
        bundle_for: where wheels will run: `lambda` (Python 3.13 on arm64) or `host` (this machine and this
            interpreter, for an emulator that runs handlers with it).
        sources: name → URL of each change feed that `sync` may pull; https, but for this machine.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    stage: StageName
    protect_data: bool = True
    job_retention_days: int = Field(default=30, gt=QUEUE_RETENTION_DAYS + DLQ_RETENTION_DAYS, le=3650)
    log_retention_days: LogRetentionDays = 30
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    link_seconds: int = Field(default=900, ge=60, le=3600)
    throttling_rate: int = Field(default=50, ge=1, le=10_000)
    throttling_burst: int = Field(default=100, ge=1, le=5_000)
    alarm_email: EmailAddress | None = None
    mail_from: EmailAddress | None = None
    mails_per_second: int = Field(default=1, ge=1, le=10_000)
    authorizer: Literal["iam", "cognito"] = "iam"
    cognito_user_pool_arn: Annotated[str, StringConstraints(pattern=r"^arn:.+:userpool/.+$")] | None = None
    owner: Literal["principal", "session"] = "principal"
    webhook_origins: tuple[Origin, ...] = Field(default=(), strict=False)  # JSON has no tuples
    bundle_for: Literal["lambda", "host"] = "lambda"
    sources: dict[SourceName, SourceUrl] = Field(default={})

    @model_validator(mode="after")
    def _authorizer_is_whole(self) -> "Settings":
        if (self.authorizer == "cognito") != (self.cognito_user_pool_arn is not None):
            raise ValueError("cognito_user_pool_arn belongs to authorizer 'cognito', and to it alone")
        if self.authorizer == "cognito" and self.owner == "session":
            raise ValueError("owner 'session' needs authorizer 'iam': a Cognito token has no role session")
        return self

    @property
    def owner_from(self) -> str:
        """Which part of a caller's identity owns jobs, as functions are told."""
        return "cognito" if self.authorizer == "cognito" else self.owner

    @property
    def bus_name(self) -> str:
        """The stage's event bus."""
        return f"offload-{self.stage}"

    def physical_name(self, short_name: str) -> str:
        """The name of a resource in the account: `offload-{stage}-{short name}`."""
        return f"offload-{self.stage}-{short_name}"


def read_settings(node: Node) -> Settings:
    """The settings of the stage that the context selects.

    Args:
        node: the app's node, which holds the context.

    Raises:
        SettingsError: there is no such stage, or one of its settings is not valid.
    """
    stage = node.try_get_context("stage") or "dev"
    stages = node.try_get_context("stages")
    if not isinstance(stages, Mapping):
        raise SettingsError("cdk.json: the context has no 'stages', a map of a stage's name to its settings")
    if stage not in stages:
        raise SettingsError(f"cdk.json: there is no stage {stage!r}; there are: {', '.join(sorted(stages))}")
    return make_settings(stage, stages[stage])


def make_settings(stage: str, entry: object) -> Settings:
    """The settings of one entry of `stages`.

    Raises:
        SettingsError: a setting is unknown or not valid; the message has a line for each.
    """
    if not isinstance(entry, Mapping):
        raise SettingsError(f"cdk.json: stages.{stage} is not a map of settings")
    try:
        return Settings.model_validate({**entry, "stage": stage})
    except ValidationError as error:
        raise SettingsError("\n".join(_readable(stage, error))) from None


def _readable(stage: str, error: ValidationError) -> list[str]:
    lines = []
    for problem in error.errors(include_url=False):
        path = ".".join(["stages", stage, *(str(part) for part in problem["loc"])])
        got = f" (got {problem['input']!r})" if problem["loc"] else ""
        lines.append(f"cdk.json: {path}: {problem['msg']}{got}")
    return lines
