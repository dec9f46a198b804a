"""Which state machine waits for a task token: what a permission to answer is about.

Reads moto's state, as `account.py` does.
"""

from local.account import ACCOUNT_ID


def state_machine_of(token: str, region: str) -> str | None:
    """Return the ARN of the state machine that gave a token out, None for a token that none did."""
    # Before its mends are installed, moto's interpreter brings AWS Batch along, which takes long.
    from moto.stepfunctions.parser.models import stepfunctions_parser_backends

    backend = stepfunctions_parser_backends[ACCOUNT_ID][region]
    for execution in backend._get_executions():
        if execution.exec_worker.env.callback_pool_manager.get(token) is not None:
            return str(execution.state_machine.arn)
    return None
