"""What AWS refuses when a state machine is made, and what nobody could run here.

moto 5.2.5, `parser/models.py: StepFunctionsParserBackend._validate_definition` checks the grammar alone:
a transition to nowhere, an unknown action or a state nobody reaches fails an execution, or nothing. The room
refuses them with AWS's codes, naming the place. Can go when moto does.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html
"""

from local.moto_fixes.stepfunctions.definitions import creating


def install() -> None:
    """Mend moto."""
    creating.install()
