"""What a function finds around it, from its first invocation to the end of its environment."""

from tests.conformance.aws import Aws, zipped
from tests.conformance.behaviour import behaviour
from tests.conformance.invoking import call, fail, log

LIFE = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html"
CONTEXT = "https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"
VARIABLES = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"
LAYERS = "https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html"
LOGS = "https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html"
TIMEOUT = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html"

COUNT = """
count = 0

def handle(event, context):
    global count
    count += 1
    return count
"""


@behaviour(
    LIFE,
    "Objects declared outside of the function's handler method remain initialized, providing "
    "additional optimization when the function is invoked again.",
)
def test_what_a_module_holds_survives_from_invocation_to_invocation(aws: Aws) -> None:
    function = aws.function(COUNT)
    assert [call(aws, function) for _ in range(3)] == [1, 2, 3]


@behaviour(
    LIFE,
    "The Init phase is limited to 10 seconds. If all three tasks do not complete within 10 seconds, "
    "Lambda retries the Init phase at the time of the first function invocation.",
)
def test_an_initialization_that_fails_is_tried_again_by_the_invocation(aws: Aws) -> None:
    function = aws.function("print('importing')\nraise ValueError('no')\n")
    assert fail(aws, function)["errorType"] == "ValueError"
    assert aws.eventually(lambda: log(aws, function).count("importing") == 2, within=30)


@behaviour(
    VARIABLES,
    "Lambda runtimes set several environment variables during initialization. Most of the environment "
    "variables provide information about the function or runtime.",
)
def test_a_handler_finds_the_variables_of_its_function_and_those_of_the_runtime(aws: Aws) -> None:
    code = "import os\ndef handle(event, context):\n    return dict(os.environ)\n"
    function = aws.function(code, Environment={"Variables": {"TABLE": "jobs"}}, MemorySize=256)
    found = call(aws, function)
    assert found["TABLE"] == "jobs"
    assert found["AWS_REGION"] == aws.region
    assert found["AWS_LAMBDA_FUNCTION_NAME"] == function
    assert found["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "256"
    assert found["_HANDLER"] == "index.handle"
    assert "HOME" not in found or found["HOME"].startswith("/home/sbx_")


@behaviour(
    CONTEXT,
    "get_remaining_time_in_millis: Returns the number of milliseconds left before the execution times out.",
)
def test_the_time_that_is_left_counts_down(aws: Aws) -> None:
    function = aws.function(
        """
        import time

        def handle(event, context):
            first = context.get_remaining_time_in_millis()
            time.sleep(0.2)
            return [first, context.get_remaining_time_in_millis()]
        """,
        Timeout=5,
    )
    first, second = call(aws, function)
    assert 4000 < first <= 5000
    assert 200 <= first - second < 1000


@behaviour(
    CONTEXT,
    "This object provides methods and properties that provide information about the invocation, "
    "function, and execution environment.",
)
def test_the_context_names_function_version_memory_request_and_log(aws: Aws) -> None:
    names = "function_name function_version memory_limit_in_mb invoked_function_arn log_group_name"
    code = f"def handle(event, context):\n    return [str(getattr(context, n)) for n in {names.split()}]\n"
    function = aws.function(code)
    name, version, memory, arn, group = call(aws, function)
    assert (name, version, memory) == (function, "$LATEST", "128")
    assert arn == f"arn:aws:lambda:{aws.region}:{aws.account}:function:{function}"
    assert group == f"/aws/lambda/{function}"


@behaviour(
    LAYERS,
    "When you add a layer to a function, Lambda loads the layer content into the /opt directory of "
    "that execution environment. For each Lambda runtime, the PATH variable already includes specific "
    "folder paths within the /opt directory.",
)
def test_a_function_imports_from_its_layer(aws: Aws) -> None:
    layer = aws.client("lambda").publish_layer_version(
        LayerName=aws.unique("layer"), Content={"ZipFile": zipped({"python/words.py": "WORD = 'layered'\n"})}
    )["LayerVersionArn"]
    function = aws.function(
        "import words\ndef handle(event, context):\n    return words.WORD\n", Layers=[layer]
    )
    assert call(aws, function) == "layered"


@behaviour(
    LOGS,
    "The Python runtime logs the START, END, and REPORT lines for each invocation.",
)
def test_the_log_frames_each_invocation_and_reports_it(aws: Aws) -> None:
    function = aws.function("def handle(event, context):\n    print('hello')\n", MemorySize=256)
    call(aws, function)

    def whole() -> list[str] | None:
        lines = log(aws, function)
        return lines if lines and lines[-1].startswith("REPORT ") else None

    lines = aws.eventually(whole, within=60)
    framed = [line for line in lines if not line.startswith("INIT_START ")]
    assert [line.split()[0] for line in framed] == ["START", "hello", "END", "REPORT"]
    report = framed[-1].split("\t")
    assert [part.partition(":")[0] for part in report][:4] == [
        "REPORT RequestId",
        "Duration",
        "Billed Duration",
        "Memory Size",
    ]
    assert "Memory Size: 256 MB" in report
    assert any(part.startswith("Init Duration: ") for part in report)


@behaviour(TIMEOUT, "Timeout is the maximum amount of time in seconds that a Lambda function can run.")
def test_a_function_that_sleeps_past_its_timeout_has_timed_out(aws: Aws) -> None:
    function = aws.function("import time\ndef handle(event, context):\n    time.sleep(30)\n", Timeout=1)
    error = fail(aws, function)
    assert error["errorType"] == "Sandbox.Timedout"
    assert error["errorMessage"].endswith("Task timed out after 1.00 seconds")
