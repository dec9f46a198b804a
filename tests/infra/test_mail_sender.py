"""A workload's sender of mail: who it is, who may send as it, and who hears what becomes of the mail."""

from pathlib import Path

import pytest

from infra.settings import SettingsError
from infra.workload.errors import CatalogError
from infra.workload.mail_sender import MailSender
from infra.workload.workload import Workload
from tests.infra.synthesis import synthesize
from tests.infra.template import Template, plain


def test_mail_is_sent_as_the_stage_s_address_and_as_nobody_else(service: Template) -> None:
    assert service.only("AWS::SES::EmailIdentity")["EmailIdentity"] == "offload-dev@example.com"
    statements = [
        (policy["Roles"], statement)
        for policy in service.of_type("AWS::IAM::Policy").values()
        for statement in policy["PolicyDocument"]["Statement"]
        if "ses:" in str(statement["Action"])
    ]
    ((_, statement),) = statements
    assert statement["Action"] == "ses:SendEmail"
    assert statement["Condition"] == {"StringEquals": {"ses:FromAddress": "offload-dev@example.com"}}
    of_set, of_identity = (plain(resource) for resource in statement["Resource"])
    assert ":configuration-set/" in of_set
    assert of_identity.endswith(":identity/offload-dev@example.com")


def test_what_becomes_of_mail_is_told_to_the_default_bus_and_heard_by_its_own_stage(
    service: Template,
) -> None:
    told = service.only("AWS::SES::ConfigurationSetEventDestination")["EventDestination"]
    assert told["Enabled"] is True
    assert set(told["MatchingEventTypes"]) == {"bounce", "complaint"}
    assert plain(told["EventBridgeDestination"]["EventBusArn"]).endswith(":event-bus/default")
    pattern = service.only("AWS::Events::Rule", Name="offload-dev-email-feedback")["EventPattern"]
    assert pattern["detail"] == {"mail": {"tags": {"ses:configuration-set": ["offload-dev-email"]}}}
    assert service.only("AWS::SES::ConfigurationSet")["Name"] == "offload-dev-email"


def test_a_stage_that_sends_mail_has_an_address_to_send_it_from(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"stages\.dev\.mail_from is missing: the workload 'email'"):
        synthesize(tmp_path, settings={"mail_from": None})


def test_a_workload_has_one_sender_at_most() -> None:
    with pytest.raises(CatalogError, match="one MailSender is enough"):
        Workload(name="letters", parts=(MailSender(), MailSender()))
