"""moto tries a task that waits for its token again with the same token, which is closed by then.

moto 5.2.5, `state_task_service_callback.py: StateTaskServiceCallback._eval_body` makes the token once for the
state: a second attempt ends as soon as it begins to wait, and where the first one's call failed, its token is
still good. Here each attempt has a token of its own, and the one before is closed. Can go when moto's has.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html

Shown by test_a_task_tried_again_waits_anew_for_a_token_of_its_own
in tests/conformance/stepfunctions/test_waiting.py.
"""

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceCondition
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (  # noqa: E501
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment

from local.moto_fixes.mend import replace

_moto_eval_execution = StateTaskServiceCallback._eval_execution


def install() -> None:
    """Mend moto."""
    replace(StateTaskServiceCallback, "_eval_execution", _eval_execution)


def _eval_execution(task: StateTaskServiceCallback, env: Environment) -> None:
    if task.resource.condition is not ResourceCondition.WaitForTaskToken:
        _moto_eval_execution(task, env)
        return
    context, pool = env.states.context_object, env.callback_pool_manager
    known = context.context_object_data
    if known["State"] is not None and known["State"]["RetryCount"]:
        pool.add(context.update_task_token())
    try:
        _moto_eval_execution(task, env)
    except Exception:  # however the try ended, nobody waits for its token any more
        endpoint = pool.get(known["Task"]["Token"]) if known["Task"] is not None else None
        if endpoint is not None:
            endpoint.interrupt_all()
        raise
