"""An operator of the account the shop runs in: what a person with the AWS CLI can switch off and on."""

from dataclasses import dataclass

from tests.flow.account import Account


@dataclass(frozen=True)
class Operator(Account):
    """Somebody with the keys to the account of `stack`."""

    def silence(self, rule: str) -> None:
        """Let a rule of EventBridge ("settle", "sweep") pass on nothing more."""
        self.stack.client("events").disable_rule(Name=f"offload-dev-{rule}")

    def switch_off(self, function: str) -> None:
        """Let a function, by its short name, run no more: each call of it is throttled."""
        self.stack.client("lambda").put_function_concurrency(
            FunctionName=self.stack.function(function), ReservedConcurrentExecutions=0
        )

    def switch_on(self, function: str) -> None:
        """Let a function run again."""
        self.stack.client("lambda").delete_function_concurrency(FunctionName=self.stack.function(function))
