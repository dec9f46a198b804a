"""An operator of the account the shop runs in: what a person with the AWS CLI can switch off and on."""

from dataclasses import dataclass

from tests.flow.account import Account


@dataclass(frozen=True)
class Operator(Account):
    """Somebody with the keys to the account of `stack`."""

    def silence(self, rule: str) -> None:
        """Let a rule of EventBridge ("settle", "sweep") pass on nothing more."""
        self.stack.client("events").disable_rule(Name=f"offload-dev-{rule}")

    def set_in_own_table(self, key: str, **numbers: float) -> None:
        """Change numbers of an item in the workload's own table."""
        order = self.stack.client("lambda").get_function_configuration(
            FunctionName=self.stack.function("order-charge")
        )
        for name, number in numbers.items():
            self.stack.client("dynamodb").update_item(
                TableName=order["Environment"]["Variables"]["OWN_TABLE"],
                Key={"key": {"S": key}},
                UpdateExpression=f"SET {name} = :number",
                ExpressionAttributeValues={":number": {"N": str(number)}},
            )

    def switch_off(self, function: str) -> None:
        """Let a function, by its short name, run no more: each call of it is throttled."""
        self.stack.client("lambda").put_function_concurrency(
            FunctionName=self.stack.function(function), ReservedConcurrentExecutions=0
        )

    def switch_on(self, function: str) -> None:
        """Let a function run again."""
        self.stack.client("lambda").delete_function_concurrency(FunctionName=self.stack.function(function))
