"""JSONata in state machines, for which moto needs a Java machine that it does not start.

moto 5.2.5, `asl/jsonata/jsonata.py` and `string_expression.py` splice variables into an expression as text
and hand it to a program that is not there; `Output` sees the variables its own state assigns, and fails
where no catcher looks. Here expressions are evaluated in Python, with the values bound. Can go when moto's
interpreter has an engine of its own.

https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
"""

from local.moto_fixes.stepfunctions.jsonata import evaluation, outputs


def install() -> None:
    """Mend moto."""
    for mend in (evaluation, outputs):
        mend.install()
