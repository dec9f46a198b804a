"""What is still under way in a local stack, for a person who waited in vain."""

from local.clients import client


def pending() -> str:
    """Return which queues have messages and which executions run, in one line."""
    parts = [*_queues(), *_executions()]
    return "; ".join(parts) or "nothing"


def _queues() -> list[str]:
    sqs, found = client("sqs"), []
    for url in sqs.list_queues().get("QueueUrls", []):
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        counts = {
            "visible": int(attributes["ApproximateNumberOfMessages"]),
            "in flight": int(attributes["ApproximateNumberOfMessagesNotVisible"]),
            "delayed": int(attributes["ApproximateNumberOfMessagesDelayed"]),
        }
        told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
        if told:
            found.append(f"{url.rpartition('/')[2]}: {told}")
    return found


def _executions() -> list[str]:
    stepfunctions = client("stepfunctions")
    return [
        f"execution {execution['name']}"
        for machine in stepfunctions.list_state_machines()["stateMachines"]
        for execution in stepfunctions.list_executions(
            stateMachineArn=machine["stateMachineArn"], statusFilter="RUNNING"
        )["executions"]
    ]
