"""The workflow's state machine, and how its end is heard."""

import json

from tests.infra.template import Template, plain

MACHINE = "AWS::StepFunctions::StateMachine"


def test_a_state_machine_logs_without_data_and_is_traced(service: Template) -> None:
    machine = service.only(MACHINE, StateMachineName="offload-dev-order")
    assert machine["TracingConfiguration"] == {"Enabled": True}
    assert machine["LoggingConfiguration"]["Level"] == "ALL"
    assert machine["LoggingConfiguration"]["IncludeExecutionData"] is False
    assert "StateMachineType" not in machine, "a Standard one: Express ones tell nobody how they end"


def test_every_substitution_is_a_step_and_every_step_is_used(service: Template) -> None:
    machine = service.only(MACHINE, StateMachineName="offload-dev-order")
    used = {
        name for name in machine["DefinitionSubstitutions"] if f"${{{name}}}" in machine["DefinitionString"]
    }
    steps = {"reserve", "approve", "charge", "ship", "deliver", "writeoff"}
    assert used == steps | {"refund", "release", "withdraw"}
    assert used == set(machine["DefinitionSubstitutions"])
    assert machine["DefinitionString"].count("${") == len(used)


def test_a_definition_has_no_timeout_at_the_top_which_no_catcher_would_see(service: Template) -> None:
    definition = json.loads(service.only(MACHINE, StateMachineName="offload-dev-order")["DefinitionString"])
    assert "TimeoutSeconds" not in definition


def test_a_state_waits_longer_for_its_step_than_the_step_can_run(service: Template) -> None:
    states = json.loads(service.only(MACHINE, StateMachineName="offload-dev-order")["DefinitionString"])[
        "States"
    ]
    for state in states.values():
        if state["Type"] == "Task":
            step = state["Parameters"]["FunctionName"].strip("${}")
            function = service.only("AWS::Lambda::Function", FunctionName=f"offload-dev-order-{step}")
            assert function["Timeout"] < state["TimeoutSeconds"]


def test_settle_hears_of_every_end_of_the_kit_s_executions_on_the_default_bus(service: Template) -> None:
    rule = service.only("AWS::Events::Rule", Name="offload-dev-settle")
    assert "EventBusName" not in rule
    pattern = rule["EventPattern"]
    machines = [plain(arn).rpartition(":")[2] for arn in pattern["detail"].pop("stateMachineArn")]
    assert machines == [body["StateMachineName"] for body in service.of_type(MACHINE).values()]
    assert pattern == {
        "source": ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        "detail": {"status": ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]},
    }


def test_the_sweep_is_asked_for_once_a_minute_through_a_queue(service: Template) -> None:
    rule = service.only("AWS::Events::Rule", Name="offload-dev-sweep")
    assert rule["ScheduleExpression"] == "rate(1 minute)"
    (target,) = rule["Targets"]
    queue = service.of_type("AWS::SQS::Queue")[target["Arn"]["Fn::GetAtt"][0]]
    assert queue["QueueName"] == "offload-dev-sweep"


def test_events_of_the_kit_have_a_bus_of_their_own(service: Template) -> None:
    assert service.only("AWS::Events::EventBus")["Name"] == "offload-dev"
