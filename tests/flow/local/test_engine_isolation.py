"""Each execution environment has its own variables, modules, loggers and streams."""

import logging
import os
import sys

import pytest

from local.stack import LocalStack
from tests.flow.local.handmade import Handmade
from tests.flow.local.kinds import both_kinds

ECHO_ENVIRONMENT = """
import os

def handle(event, context):
    return dict(os.environ)
"""

COUNT = """
count = 0

def handle(event, context):
    global count
    count += 1
    return count
"""

#: Says who it is before and after an AWS call, at which other functions get their turn.
WHO = """
import os
import botocore.session
from company import name

sqs = botocore.session.get_session().create_client("sqs")

def handle(event, context):
    for _ in range(3):
        before = (os.environ["WHO"], name.NAME, __import__("company.name").name.NAME)
        sqs.list_queues()
        assert before == (os.environ["WHO"], name.NAME, __import__("company.name").name.NAME)
        print(os.environ["WHO"])
    return list(before)
"""


@both_kinds
def test_a_handler_sees_the_variables_of_its_function_and_those_of_lambda_alone(
    handmade: Handmade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_HOST", "x")
    handmade.function("f", ECHO_ENVIRONMENT, Environment={"Variables": {"JOB_TABLE": "jobs"}}, MemorySize=256)

    variables = handmade.invoke("f")

    assert variables["JOB_TABLE"] == "jobs"
    assert variables["AWS_LAMBDA_FUNCTION_NAME"] == "f"
    assert variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "256"
    assert variables["AWS_REGION"] == variables["AWS_DEFAULT_REGION"] == "us-east-1"
    assert variables["AWS_ENDPOINT_URL_S3"].startswith("http://127.0.0.1:")
    assert "SECRET_OF_THE_HOST" not in variables
    assert "MOTO_S3_CUSTOM_ENDPOINTS" not in variables
    assert "JOB_TABLE" not in os.environ


@both_kinds
def test_what_a_handler_sets_in_its_environment_stays_there(handmade: Handmade) -> None:
    handmade.function(
        "f", "import os\ndef handle(event, context):\n    return os.environ.setdefault('MARK', event)"
    )

    assert [handmade.invoke("f", "first"), handmade.invoke("f", "second")] == ["first", "first"]
    assert "MARK" not in os.environ


@both_kinds
def test_module_state_survives_between_invocations_of_one_environment(handmade: Handmade) -> None:
    handmade.function("f", COUNT)
    handmade.function("g", COUNT)

    assert [handmade.invoke("f"), handmade.invoke("f"), handmade.invoke("g")] == [1, 2, 1]


@both_kinds
def test_a_new_configuration_starts_new_environments(handmade: Handmade) -> None:
    handmade.function("f", COUNT)
    handmade.invoke("f")

    handmade.stack.client("lambda").update_function_configuration(FunctionName="f", Timeout=9)

    assert handmade.invoke("f") == 1


def test_functions_with_modules_of_the_same_name_interleave_without_seeing_each_other(
    handmade: Handmade,
) -> None:
    queues = {}
    for who in ("ann", "ben"):
        code = {"app.py": WHO, "company/name.py": f"NAME = 'name of {who}'"}
        handmade.function(who, code, Environment={"Variables": {"WHO": who}})
        queues[who] = handmade.queue(who)
        handmade.feed(who, queues[who], BatchSize=1)
    for queue in queues.values():
        queue.send("go", "go", "go", "go")

    handmade.stack.settle()

    said = [line for function, line in handmade.log if line in queues]
    assert sorted(said) == ["ann"] * 12 + ["ben"] * 12
    assert said not in (sorted(said), sorted(said, reverse=True)), "they ran one after the other"
    assert [queue.depth() for queue in queues.values()] == [0, 0]


@both_kinds
def test_a_function_made_anew_under_an_old_name_knows_nothing_of_the_old_one(handmade: Handmade) -> None:
    handmade.function("f", COUNT)
    handmade.invoke("f")

    handmade.stack.client("lambda").delete_function(FunctionName="f")
    handmade.function("f", COUNT)

    assert handmade.invoke("f") == 1


@both_kinds
def test_concurrent_invocations_have_environments_of_their_own_which_are_reused(handmade: Handmade) -> None:
    handmade.function("f", COUNT.replace("count += 1", "count += 1; __import__('time').sleep(1)"))
    invoke = handmade.stack.client("lambda").invoke

    def results() -> list[bytes]:
        tasks = [
            handmade.stack.hub.spawn(lambda: invoke(FunctionName="f")["Payload"].read(), "call")
            for _ in range(2)
        ]
        return [task.result() for task in tasks]

    assert results() == [b"1", b"1"]
    assert results() == [b"2", b"2"]


@both_kinds
def test_a_layer_and_the_function_share_a_namespace_package(handmade: Handmade) -> None:
    layer = handmade.layer("kit", {"python/functions/kit/words.py": "WORD = 'from the layer'"})
    handmade.function(
        "f",
        {
            "functions/f/handler.py": """
                from functions.kit.words import WORD

                def handle(event, context):
                    return WORD
            """
        },
        handler="functions.f.handler.handle",
        Layers=[layer],
    )

    assert handmade.invoke("f") == "from the layer"


def test_neither_side_sees_the_others_module_of_the_same_name(handmade: Handmade) -> None:
    import tests.flow.local.handmade as the_hosts

    handmade.function("f", {"tests/flow/app.py": COUNT}, handler="tests.flow.app.handle")
    handmade.function("g", "import tests\ndef handle(event, context): pass")

    assert handmade.invoke("f") == 1
    assert sys.modules["tests.flow.local.handmade"] is the_hosts
    assert "tests.flow.app" not in sys.modules
    assert handmade.try_to_invoke("g")[0]["errorType"] == "Runtime.ImportModuleError"


def test_prints_and_logs_go_to_the_functions_log_alone(
    handmade: Handmade, capsys: pytest.CaptureFixture[str]
) -> None:
    handmade.function(
        "f",
        """
        import logging, sys
        logging.getLogger().setLevel("INFO")
        logging.getLogger("mine").addHandler(logging.NullHandler())

        def handle(event, context):
            print("printed")
            print("complained", file=sys.stderr)
            logging.getLogger("mine").info("logged")
        """,
    )
    level = logging.getLogger().level

    handmade.invoke("f")

    printed, complained, logged = handmade.printed("f")
    assert [printed, complained] == ["printed", "complained"]
    assert logged.startswith("[INFO]\t2030-01-01T00:00:00")
    assert logged.endswith("\tlogged")
    assert capsys.readouterr() == ("", "")
    assert logging.getLogger().level == level
    assert "mine" not in logging.Logger.manager.loggerDict


def test_stacks_one_after_the_other_leave_the_process_as_it_was() -> None:
    def place() -> tuple[object, ...]:
        return dict(os.environ), sys.path[:], sys.stdout, logging.root, "app" in sys.modules

    before = place()
    for _ in range(3):
        with LocalStack() as stack:
            handmade = Handmade(stack)
            handmade.function("f", COUNT)
            assert handmade.invoke("f") == 1
    assert place() == before
