"""A stage's settings: what cdk.json may say, and how a mistake in it is told."""

import pytest
from aws_cdk import App

from infra.settings import SettingsError, make_settings, read_settings
from tests.infra.synthesis import CONTEXT


def test_every_stage_of_cdk_json_is_valid() -> None:
    for stage, entry in CONTEXT["stages"].items():
        assert make_settings(stage, entry).stage == stage


def test_the_context_chooses_the_stage_and_dev_is_chosen_by_default() -> None:
    assert read_settings(App(context=CONTEXT).node).stage == "dev"
    assert read_settings(App(context={**CONTEXT, "stage": "prod"}).node).protect_data is True


def test_a_setting_left_out_has_its_default() -> None:
    assert make_settings("mine", {}).protect_data is True
    assert make_settings("mine", {}).authorizer == "iam"


def test_names_say_kit_stage_and_part() -> None:
    assert make_settings("mine", {}).physical_name("intake") == "offload-mine-intake"


POOL = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_a"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"throtling_rate": 5}, r"stages\.dev\.throtling_rate: Extra inputs are not permitted \(got 5\)"),
        ({"throttling_burst": 0}, r"stages\.dev\.throttling_burst: .*greater than or equal to 1 \(got 0\)"),
        ({"throttling_burst": "100"}, r"stages\.dev\.throttling_burst: .*valid integer \(got '100'\)"),
        ({"log_retention_days": 15}, r"stages\.dev\.log_retention_days: .*\(got 15\)"),
        ({"job_retention_days": 18}, r"stages\.dev\.job_retention_days: .*greater than 18 \(got 18\)"),
        ({"alarm_email": "nobody"}, r"stages\.dev\.alarm_email"),
        ({"authorizer": "cognito"}, r"cognito_user_pool_arn belongs to authorizer 'cognito'"),
        ({"cognito_user_pool_arn": POOL}, r"cognito_user_pool_arn belongs to authorizer 'cognito'"),
        (
            {"authorizer": "cognito", "cognito_user_pool_arn": POOL, "owner": "session"},
            r"owner 'session' needs authorizer 'iam'",
        ),
        (["dev"], r"stages\.dev is not a map"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_wrong_and_what_was_there(entry: object, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        make_settings("dev", entry)


def test_every_wrong_setting_is_told_at_once() -> None:
    with pytest.raises(SettingsError) as told:
        make_settings("dev", {"link_seconds": 1, "log_level": "LOUD"})
    assert "link_seconds" in str(told.value)
    assert "log_level" in str(told.value)


@pytest.mark.parametrize("stage", ["", "Prod", "a-b", "x" * 17])
def test_a_stage_s_name_must_fit_into_names(stage: str) -> None:
    with pytest.raises(SettingsError, match="stage"):
        make_settings(stage, {})


def test_an_unknown_stage_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"no stage 'qa'; there are: check, dev, prod"):
        read_settings(App(context={**CONTEXT, "stage": "qa"}).node)


def test_a_context_without_stages_is_refused() -> None:
    with pytest.raises(SettingsError, match="has no 'stages'"):
        read_settings(App(context={}).node)
