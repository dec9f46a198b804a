"""A Map Run: items in, child executions side by side, results out, or a failure once too many have failed.

Shown by test_a_map_of_a_thousand_items_runs_in_batches_side_by_side
in tests/flow/local/moto_fixes/test_stepfunctions_nested.py.
"""

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from moto.stepfunctions.parser.api import (
    ExecutionStatus,
    HistoryEventType,
    MapRunFailedEventDetails,
    MapRunStartedEventDetails,
    MapRunStatus,
    MapStateStartedEventDetails,
)
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.itemprocessor.map_run_record import (  # noqa: E501
    Counter,
    MapRunRecord,
    ProgressCounter,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.state_map import StateMap
from moto.stepfunctions.parser.asl.component.state.exec.state_task.credentials import StateCredentials
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.eval.states import ItemData, MapData
from moto.stepfunctions.parser.backend.execution import Execution
from pydantic import JsonValue

from local.moto_fixes.mend import replace
from local.moto_fixes.stepfunctions.distributed_map import children, definition
from local.moto_fixes.stepfunctions.distributed_map.batching import Work, batched, single
from local.moto_fixes.stepfunctions.distributed_map.definition import DistributedMap
from local.moto_fixes.stepfunctions.distributed_map.reading import Unreadable, read
from local.moto_fixes.stepfunctions.distributed_map.writing import outputs, write
from local.moto_fixes.stepfunctions.endings import ended, wake_at_end
from local.moto_fixes.stepfunctions.failures import failure
from local.moto_fixes.stepfunctions.sizes import fits
from local.moto_fixes.stepfunctions.stopping import stop
from local.moto_fixes.stepfunctions.task_clients import client_for

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

#: So many children run side by side where the definition does not say.
DEFAULT_CONCURRENCY: Final = 10_000

_moto_eval_execution = StateMap._eval_execution


def install() -> None:
    """Mend moto."""
    replace(StateMap, "_eval_execution", _eval_execution)


def _eval_execution(state: StateMap, env: Environment) -> None:
    distributed = definition.of(state)
    if distributed is None:
        _moto_eval_execution(state, env)
    else:
        MapRun(state, distributed, env).run()


class MapRun:
    """One Map Run of `state`, in the turn of the task that evaluates it in `env`."""

    def __init__(self, state: StateMap, distributed: DistributedMap, env: Environment) -> None:
        self._state = state
        self._distributed = distributed
        self._env = env
        context = env.states.context_object.context_object_data
        for component in (
            state.max_concurrency_decl,
            state.tolerated_failure_count_decl,
            state.tolerated_failure_percentage_decl,
        ):
            component.eval(env)
        self._tolerated_percentage: float = env.stack.pop()
        self._tolerated_count: int = env.stack.pop()
        self._record = MapRunRecord(
            state_machine_arn=context["StateMachine"]["Id"],
            execution_arn=context["Execution"]["Id"],
            max_concurrency=env.stack.pop(),
            tolerated_failure_count=self._tolerated_count,
            tolerated_failure_percentage=self._tolerated_percentage,
            label=state.label.label if state.label else None,
        )
        self._children: list[Execution] = []
        self._items: dict[str, int] = {}

    def run(self) -> None:
        """Run all children, and leave the Map's result on the environment's stack."""
        env, record = self._env, self._record
        items = self._items_of_input() if self._distributed.reader is None else None
        self._tell(
            HistoryEventType.MapStateStarted,
            mapStateStartedEventDetails=MapStateStartedEventDetails(length=len(items or ())),
        )
        env.map_run_record_pool_manager.add(record)
        self._tell(
            HistoryEventType.MapRunStarted,
            mapRunStartedEventDetails=MapRunStartedEventDetails(mapRunArn=record.map_run_arn),
        )
        try:
            result = self._result_of(self._work(self._read() if items is None else items))
        except FailureEventException as failed:
            error, cause = failed.extract_error_cause_pair() or (None, None)
            self._tell(
                HistoryEventType.MapRunFailed,
                mapRunFailedEventDetails=MapRunFailedEventDetails(error=error or "", cause=cause or ""),
            )
            record.set_stop(MapRunStatus.FAILED)
            raise
        if not env.is_running():
            record.set_stop(MapRunStatus.ABORTED)
            env.stack.append(None)
            return
        self._tell(HistoryEventType.MapRunSucceeded)
        record.set_stop(MapRunStatus.SUCCEEDED)
        env.stack.append(result)
        env.event_manager.add_event(
            env.event_history_context, HistoryEventType.MapStateSucceeded, update_source_event_id=False
        )

    # -- items -------------------------------------------------------------------------------------

    def _items_of_input(self) -> list[JsonValue]:
        source = self._state.items_path or self._state.items
        if source is not None:
            source.eval(self._env)
        items = self._env.stack.pop() if source is not None else self._env.states.get_input()
        if not isinstance(items, list):
            raise failure(
                self._env,
                StatesErrorNameType.StatesRuntime,
                f"Reference path of the Map state '{self._state.name}' must point to array.",
            )
        return items

    def _read(self) -> list[JsonValue]:
        assert self._distributed.reader is not None
        try:
            return read(self._distributed.reader.value(self._env), self._s3())
        except Unreadable as error:
            raise failure(self._env, StatesErrorNameType.StatesItemReaderFailed, str(error)) from error

    def _work(self, items: Sequence[JsonValue]) -> list[Work]:
        """Return what the children are to do, and count it as pending."""
        selected = (self._selected(index, item) for index, item in enumerate(items))
        batcher = self._distributed.batcher
        work = list(single(selected) if batcher is None else batched(selected, batcher.value(self._env)))
        for counter, number in self._numbers(len(work), sum(each.items for each in work)):
            counter.total.count(number)
            counter.pending.count(number)
        return work

    def _selected(self, index: int, item: JsonValue) -> JsonValue:
        selector = self._state.item_selector or self._state.parameters
        if selector is None:
            return item
        frame = self._env.open_inner_frame()
        frame.states.reset(self._env.stack[-1] if self._env.stack else self._env.states.get_input())
        frame.states.context_object.context_object_data["Map"] = MapData(
            Item=ItemData(Index=index, Value=item)
        )
        frame.stack.append(frame.states.get_input())
        selector.eval(frame)
        value: JsonValue = frame.stack.pop()
        self._env.delete_frame(frame)
        return value

    # -- children ----------------------------------------------------------------------------------

    def _result_of(self, work: Sequence[Work]) -> JsonValue:
        """Run the work and return the Map's result. Raises if too much of it has failed."""
        self._run_children(deque(work))
        stopped = not self._env.is_running()
        exceeded = not stopped and self._too_many_failed()
        writer = None if self._distributed.writer is None else self._distributed.writer.value(self._env)
        result: JsonValue = None
        if writer is not None and "Resource" in writer:
            result = write(self._children, writer, self._record.map_run_arn, self._s3())
        elif not stopped and not exceeded:
            config = (writer or {}).get("WriterConfig")
            transformation = config.get("Transformation") if isinstance(config, dict) else None
            result = list(outputs(self._children, str(transformation or "COMPACT")))
        if exceeded:
            raise failure(
                self._env,
                StatesErrorNameType.StatesExceedToleratedFailureThreshold,
                "The specified tolerated failure threshold was exceeded",
            )
        if not fits(result):
            raise failure(
                self._env,
                StatesErrorNameType.StatesStatesDataLimitExceeded,
                f"The state/task '{self._state.name}' returned a result with a size exceeding "
                "the maximum number of bytes service limit.",
            )
        return result

    def _run_children(self, pending: deque[Work]) -> None:
        """Run what is pending, so many at a time as the Map Run allows, until all or too many have ended."""
        env = self._env
        running: list[Execution] = []
        while env.is_running() and not self._too_many_failed():
            if pending and len(running) < (self._record.max_concurrency or DEFAULT_CONCURRENCY):
                running.append(self._start(pending.popleft()))
            elif running:
                env.program_state_event.wait()
            else:
                return
            running = [child for child in running if not self._has_ended(child)]
        for child in running:
            stop(child, None, None)
            self._has_ended(child)

    def _start(self, work: Work) -> Execution:
        child = children.start(
            self._env, self._record, self._distributed.child, self._distributed.child_type, work.data
        )
        wake_at_end(self._env, child)
        self._children.append(child)
        self._items[child.exec_arn] = work.items
        for counter, number in self._numbers(1, work.items):
            counter.pending.offset(-number)
            counter.running.count(number)
        return child

    def _has_ended(self, child: Execution) -> bool:
        """Tell whether a running child has ended; if so, count it."""
        if not ended(child).is_set():
            return False
        for counter, number in self._numbers(1, self._items[child.exec_arn]):
            counter.running.offset(-number)
            _of_status(counter, child).count(number)
            if child.exec_status == ExecutionStatus.SUCCEEDED:
                counter.results_written.count(number)
        return True

    def _numbers(self, executions: int, items: int) -> tuple[tuple[ProgressCounter, int], ...]:
        return (self._record.execution_counter, executions), (self._record.item_counter, items)

    def _too_many_failed(self) -> bool:
        counter = self._record.item_counter
        failed = counter.failed.get() + counter.timed_out.get()
        limits = []
        if "ToleratedFailurePercentage" in self._distributed.tolerated:
            limits.append(self._tolerated_percentage / 100 * counter.total.get())
        if "ToleratedFailureCount" in self._distributed.tolerated:
            limits.append(self._tolerated_count)
        return failed > min(limits, default=0)

    # -- surroundings ------------------------------------------------------------------------------

    def _s3(self) -> "S3Client":
        details = self._env.aws_execution_details
        credentials = StateCredentials(role_arn=details.role_arn)
        s3: S3Client = client_for(details.region, "s3", credentials)
        return s3

    def _tell(self, event: HistoryEventType, **details: object) -> None:
        self._env.event_manager.add_event(
            self._env.event_history_context,
            event,
            EventDetails(**details) if details else None,  # type: ignore[typeddict-item]  # one of its kinds
        )


def _of_status(counter: ProgressCounter, child: Execution) -> Counter:
    match child.exec_status:
        case ExecutionStatus.SUCCEEDED:
            return counter.succeeded
        case ExecutionStatus.TIMED_OUT:
            return counter.timed_out
        case ExecutionStatus.ABORTED:
            return counter.aborted
    return counter.failed
