"""The distributed Map of Step Functions, which moto runs as if it were an inline one.

moto 5.2.5, `state_map.py: StateMap._eval_execution` with a DISTRIBUTED item processor: children that fail are
null and the Map succeeds, no failure is counted, ItemBatcher is a syntax error, ResultWriter writes no
results, a child has no execution of its own. Here the room runs it: real child executions, batches, readers,
writers and tolerated failures. Can go when moto does the same.

https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
"""

from local.moto_fixes.stepfunctions.distributed_map import children, definition, running


def install() -> None:
    """Mend moto."""
    for mend in (children, definition, running):
        mend.install()
