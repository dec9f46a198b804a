"""Functions: what each one has of its own, and what it is told."""

import json

from infra.catalog import CATALOG
from infra.workload.job_types import WorkflowType
from tests.infra.synthesis import Synthesis
from tests.infra.template import Properties, Template, named, plain

FUNCTION = "AWS::Lambda::Function"


def _environment(service: Template, name: str) -> Properties:
    function = service.only(FUNCTION, FunctionName=f"offload-dev-{name}")
    return dict(function["Environment"]["Variables"])


def test_every_function_has_a_role_of_its_own(service: Template) -> None:
    roles = [named(function["Role"]) for function in service.of_type(FUNCTION).values()]
    assert len(set(roles)) == len(roles)


def test_every_function_writes_to_a_log_group_of_its_own_that_forgets(service: Template) -> None:
    groups = service.of_type("AWS::Logs::LogGroup")
    used = [named(function["LoggingConfig"]["LogGroup"]) for function in service.of_type(FUNCTION).values()]
    assert len(set(used)) == len(used)
    assert all(groups[name]["RetentionInDays"] == 14 for name in used)


def test_every_function_is_traced_and_runs_on_arm_with_the_shared_layer(service: Template) -> None:
    layers = set(service.of_type("AWS::Lambda::LayerVersion"))
    for function in service.of_type(FUNCTION).values():
        assert function["TracingConfig"] == {"Mode": "Active"}
        assert function["Architectures"] == ["arm64"]
        assert function["Runtime"] == "python3.13"
        (layer,) = function["Layers"]
        assert layer["Ref"] in layers


def test_no_function_reserves_concurrency(service: Template) -> None:
    for function in service.of_type(FUNCTION).values():
        assert "ReservedConcurrentExecutions" not in function


def test_a_worker_is_told_its_queue_its_dlq_and_how_often_to_try(service: Template) -> None:
    environment = _environment(service, "thumbnail")
    queues = service.of_type("AWS::SQS::Queue")
    assert queues[named(environment["QUEUE_URL"])]["QueueName"] == "offload-dev-thumbnail"
    assert queues[named(environment["DLQ_URL"])]["QueueName"] == "offload-dev-thumbnail-dlq"
    assert plain(environment["INTAKE_QUEUE_URL"]).endswith("/offload-dev-intake.fifo")
    assert environment["JOB_TYPE"] == "thumbnail"
    assert environment["MAX_ATTEMPTS"] == "3"
    assert environment["POWERTOOLS_SERVICE_NAME"] == "thumbnail"
    assert environment["RETENTION_DAYS"] == "30"


def test_a_starter_is_told_its_state_machine(service: Template) -> None:
    (machine,) = (
        name
        for name, body in service.of_type("AWS::StepFunctions::StateMachine").items()
        if body["StateMachineName"] == "offload-dev-order"
    )
    assert _environment(service, "order-starter")["STATE_MACHINE_ARN"] == {"Ref": machine}


def test_intake_knows_the_queue_of_every_type_and_the_sweep_every_dlq(service: Template) -> None:
    for function, variable in (("intake", "WORK_QUEUES"), ("sweep", "DEAD_LETTER_QUEUES")):
        known = json.loads(plain(_environment(service, function)[variable]))
        assert {name: queue["ordered"] for name, queue in known.items()} == {
            name: ordered
            for workload in CATALOG
            for name, ordered in workload.queues()
            if name in {job_type.name for job_type in workload.job_types}
        }
        names = {queue["QueueName"] for queue in service.of_type("AWS::SQS::Queue").values()}
        for name, queue in known.items():
            suffix = ("-dlq" if function == "sweep" else "") + (".fifo" if queue["ordered"] else "")
            assert queue["url"].rpartition("/")[2] == f"offload-dev-{name}{suffix}"
            assert f"offload-dev-{name}{suffix}" in names


def test_every_step_of_a_workflow_is_a_function_of_the_same_code(service: Template) -> None:
    (steps,) = [
        [step.name for step in workflow.steps]
        for workload in CATALOG
        for workflow in workload.of(WorkflowType)
        if workflow.name == "order"
    ]
    functions = [service.only(FUNCTION, FunctionName=f"offload-dev-order-{step}") for step in steps]
    assert [function["Handler"] for function in functions] == [
        f"functions.order.{step}.handle" for step in steps
    ]
    assert len({function["Code"]["S3Key"] for function in functions}) == 1


def test_the_handler_a_function_names_is_in_the_asset_it_runs(synthesis: Synthesis) -> None:
    for function in synthesis.service.of_type(FUNCTION).values():
        asset = synthesis.outdir / f"asset.{function['Code']['S3Key'].removesuffix('.zip')}"
        module = function["Handler"].removesuffix(".handle").replace(".", "/")
        assert (asset / f"{module}.py").is_file(), function["Handler"]
