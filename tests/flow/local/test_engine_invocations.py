"""How an invocation ends, in the words Lambda uses."""

import datetime as dt
import threading

import pytest

from local.clock import VirtualClock
from local.stack import LocalStack
from tests.flow.local.handmade import Handmade
from tests.flow.local.kinds import both_kinds


@both_kinds
def test_an_exception_is_answered_with_its_type_message_and_trace(handmade: Handmade) -> None:
    handmade.function("f", "def handle(event, context):\n    raise ValueError('no such thing')\n")

    answer, error = handmade.try_to_invoke("f")

    assert error == "Unhandled"
    assert (answer["errorType"], answer["errorMessage"]) == ("ValueError", "no such thing")
    assert len(answer["stackTrace"]) == 1
    assert "line 2, in handle" in answer["stackTrace"][0]
    assert answer["requestId"]
    assert handmade.printed("f")[0] == "[ERROR] ValueError: no such thing"


@both_kinds
def test_an_environment_survives_an_exception(handmade: Handmade) -> None:
    handmade.function(
        "f", "seen = []\ndef handle(event, context):\n    seen.append(1)\n    return seen[event]\n"
    )

    assert handmade.try_to_invoke("f", 1)[0]["errorType"] == "IndexError"
    assert handmade.invoke("f", 1) == 1


@both_kinds
@pytest.mark.parametrize(
    ("code", "handler", "error_type", "message"),
    [
        ("import nothing_of_the_kind", "app.handle", "Runtime.ImportModuleError",
         "Unable to import module 'app': No module named 'nothing_of_the_kind'"),
        ("def other(event, context): pass", "app.handle", "Runtime.HandlerNotFound",
         "Handler 'handle' missing on module 'app'"),
        ("def handle(:", "app.handle", "Runtime.UserCodeSyntaxError", None),
        ("1 / 0", "app.handle", "ZeroDivisionError", "division by zero"),
        ("", "app", "Runtime.MalformedHandlerName", None),
    ],
)  # fmt: skip
def test_a_handler_that_cannot_be_loaded_is_named(
    handmade: Handmade, code: str, handler: str, error_type: str, message: str | None
) -> None:
    handmade.function("f", code, handler=handler)

    answer, error = handmade.try_to_invoke("f")

    assert error == "Unhandled"
    assert answer["errorType"] == error_type
    assert message in (None, answer["errorMessage"])


@both_kinds
def test_a_result_that_is_no_json_is_a_marshal_error(handmade: Handmade) -> None:
    handmade.function("f", "def handle(event, context):\n    return {1, 2}\n")

    answer, _ = handmade.try_to_invoke("f")

    assert answer["errorType"] == "Runtime.MarshalError"
    assert answer["errorMessage"].startswith("Unable to marshal response: ")


@both_kinds
def test_decimals_are_numbers_and_text_stays_as_it_is(handmade: Handmade) -> None:
    handmade.function(
        "f",
        """
        from decimal import Decimal

        def handle(event, context):
            return [Decimal("1.5"), Decimal(2), "é"]
        """,
    )

    assert handmade.invoke("f") == [1.5, 2, "é"]


@both_kinds
def test_a_handler_that_exits_takes_its_environment_with_it(handmade: Handmade) -> None:
    handmade.function(
        "f",
        """
        import sys
        count = 0

        def handle(event, context):
            global count
            count += 1
            if event:
                sys.exit(3)
            return count
        """,
    )
    handmade.invoke("f")

    answer, error = handmade.try_to_invoke("f", "exit")

    assert error == "Unhandled"
    assert answer["errorType"] == "Runtime.ExitError"
    assert answer["errorMessage"].endswith("Error: Runtime exited with error: exit status 3")
    assert handmade.invoke("f") == 1


def test_a_handler_that_sleeps_past_its_timeout_is_ended_there(handmade: Handmade) -> None:
    handmade.function(
        "f",
        """
        import time
        begun = 0

        def handle(event, context):
            global begun
            begun += 1
            try:
                time.sleep(event)
            finally:
                print("after the sleep")
            return begun
        """,
        Timeout=3,
    )
    assert handmade.invoke("f", 2) == 1
    began = handmade.stack.hub.now()

    answer, error = handmade.try_to_invoke("f", 60)

    assert error == "Unhandled"
    assert answer["errorType"] == "Sandbox.Timedout"
    assert answer["errorMessage"].endswith(" Error: Task timed out after 3.00 seconds")
    assert handmade.stack.hub.now() == began + 3
    handmade.stack.clock.advance(seconds=100)
    assert handmade.printed("f").count("after the sleep") == 1
    assert handmade.invoke("f", 0) == 1, "a new environment"


def test_a_handler_that_waits_in_an_aws_call_past_its_timeout_is_ended_there(handmade: Handmade) -> None:
    queue = handmade.queue("empty")
    handmade.function(
        "f",
        """
        import botocore.session

        def handle(event, context):
            sqs = botocore.session.get_session().create_client("sqs")
            sqs.receive_message(QueueUrl=event, WaitTimeSeconds=20)
            print("received")
        """,
        Timeout=5,
    )

    answer, _ = handmade.try_to_invoke("f", queue.url)
    handmade.stack.clock.advance(minutes=1)

    assert answer["errorType"] == "Sandbox.Timedout"
    assert "received" not in handmade.printed("f")


class PassingClock(VirtualClock):
    """Virtual time of which a hundredth of a second passes whenever somebody looks, as if code took time."""

    def now(self) -> float:
        self.reach(super().now() + 0.01, threading.Event())
        return super().now()


def test_a_handler_that_computes_past_its_timeout_has_timed_out_at_its_end() -> None:
    with LocalStack(clock=PassingClock()) as stack:
        handmade = Handmade(stack)
        handmade.function(
            "f",
            """
            def handle(event, context):
                while context.get_remaining_time_in_millis() > event:
                    pass
                return "done"
            """,
            Timeout=3,
        )

        assert handmade.invoke("f", 1000) == "done"
        assert handmade.try_to_invoke("f", 0)[0]["errorType"] == "Sandbox.Timedout"


@both_kinds
def test_the_context_tells_of_the_invocation(handmade: Handmade) -> None:
    arn = handmade.function(
        "f",
        """
        import time

        def handle(event, context):
            time.sleep(0.05)
            return {
                "left": context.get_remaining_time_in_millis(),
                "name": context.function_name,
                "version": context.function_version,
                "arn": context.invoked_function_arn,
                "memory": context.memory_limit_in_mb,
                "group": context.log_group_name,
                "stream": context.log_stream_name,
                "request": context.aws_request_id,
                "nothing": [context.identity.cognito_identity_id, context.client_context],
            }
        """,
        Timeout=30,
        MemorySize=512,
    )

    told = handmade.invoke("f")

    assert 28_000 < told["left"] <= 29_950
    assert (told["name"], told["version"], told["arn"]) == ("f", "$LATEST", arn)
    assert (told["memory"], told["group"]) == ("512", "/aws/lambda/f")
    today = dt.datetime.fromtimestamp(handmade.stack.hub.now(), dt.UTC)
    assert told["stream"].startswith(f"{today:%Y/%m/%d}/[$LATEST]")
    assert ("f", f"START RequestId: {told['request']} Version: $LATEST") in handmade.log
    assert told["nothing"] == [None, None]


@both_kinds
def test_the_log_is_in_cloudwatch(handmade: Handmade) -> None:
    handmade.function("f", "def handle(event, context):\n    print('one')\n    print('two', end='')\n")
    handmade.invoke("f")

    events = handmade.stack.client("logs").filter_log_events(logGroupName="/aws/lambda/f")["events"]

    messages = [event["message"] for event in events]
    assert [message.split()[0] for message in messages] == [
        "INIT_START",
        "START",
        "one",
        "two",
        "END",
        "REPORT",
    ]


def test_a_function_without_concurrency_is_throttled(handmade: Handmade) -> None:
    handmade.function("f", "def handle(event, context): pass")
    lambda_ = handmade.stack.client("lambda")
    lambda_.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)

    with pytest.raises(lambda_.exceptions.TooManyRequestsException):
        handmade.try_to_invoke("f")


@both_kinds
def test_a_function_can_invoke_another(handmade: Handmade) -> None:
    handmade.function(
        "inner", "import os\ndef handle(event, context):\n    return os.environ['AWS_LAMBDA_FUNCTION_NAME']\n"
    )
    handmade.function(
        "outer",
        """
        import os
        import botocore.session

        def handle(event, context):
            client = botocore.session.get_session().create_client("lambda")
            answer = client.invoke(FunctionName="inner")["Payload"].read().decode()
            return [answer, os.environ["AWS_LAMBDA_FUNCTION_NAME"]]
        """,
    )

    assert handmade.invoke("outer") == ['"inner"', "outer"]
