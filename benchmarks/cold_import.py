"""How long a cold start imports: each handler against `import boto3; boto3.client("sqs")`.

    python -m benchmarks.cold_import

Prints for each handler its median in milliseconds and the median of its ratios to the boto3 run beside it:
the two are run in turn in fresh interpreters, so a machine that slows down slows both.
"""

import os
import statistics
import subprocess
import sys
import time

ROUNDS = 15
PEER = 'import boto3; boto3.client("sqs")'
HANDLERS = ("intake", "thumbnail", "starter", "settle", "sweep", "jobs_api")

ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "BACKOFF_BASE_SECONDS": "2",
    "BACKOFF_CAP_SECONDS": "300",
    "DEAD_LETTER_QUEUES": "{}",
    "DLQ_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/dlq",
    "INTAKE_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/intake.fifo",
    "JOB_TABLE": "jobs",
    "LINK_SECONDS": "900",
    "MAX_ATTEMPTS": "3",
    "OWNER_FROM": "principal",
    "PAYLOAD_BUCKET": "payloads",
    "POWERTOOLS_METRICS_NAMESPACE": "Offload",
    "POWERTOOLS_SERVICE_NAME": "benchmark",
    "QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/queue",
    "RETENTION_DAYS": "30",
    "STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:order",
    "WORK_QUEUES": "{}",
}


def seconds(statement: str) -> float:
    """Return how long a fresh interpreter takes for `statement`, from spawn to exit."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True, env={**os.environ, **ENVIRONMENT})
    return time.perf_counter() - began


def main() -> None:
    """Measure every handler and print a line for each."""
    print(f"{'handler':12} {'ms':>6} {'ratio to boto3 and one client':>30}   ({ROUNDS} rounds, medians)")
    for name in HANDLERS:
        statement = f"import functions.{name}.handler"
        seconds(statement)
        pairs = [(seconds(statement), seconds(PEER)) for _ in range(ROUNDS)]
        ratio = statistics.median(ours / peer for ours, peer in pairs)
        milliseconds = statistics.median(ours for ours, _ in pairs) * 1000
        print(f"{name:12} {milliseconds:6.0f} {ratio:30.2f}")


if __name__ == "__main__":
    main()
