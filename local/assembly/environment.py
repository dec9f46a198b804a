"""Where the stacks are deployed to: account, region, and the pseudo parameters that follow from them."""

from dataclasses import dataclass

from local.account import ACCOUNT_ID, REGION
from local.assembly.errors import Location, Malformed


@dataclass(frozen=True)
class Environment:
    """An account and a region of the standard partition."""

    account: str = ACCOUNT_ID
    region: str = REGION

    def pseudo_parameters(self, stack: str) -> dict[str, str | list[str]]:
        """Return the pseudo parameters as `stack` sees them, AWS::NoValue excepted.

        https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
        """
        return {
            "AWS::AccountId": self.account,
            "AWS::Region": self.region,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": stack,
            "AWS::StackId": f"arn:aws:cloudformation:{self.region}:{self.account}:stack/{stack}/local",
            "AWS::NotificationARNs": [],
        }

    def must_suit(self, bound: str, stack: str) -> None:
        """Refuse a stack that is bound to another place, since its template has that place's ids in it.

        Args:
            bound: as the assembly's manifest has it, such as `aws://123456789012/us-east-1`.
            stack: whose environment it is.

        Raises:
            Malformed: naming both places.
        """
        account, _, region = bound.removeprefix("aws://").partition("/")
        if account not in (self.account, "unknown-account") or region not in (self.region, "unknown-region"):
            raise Malformed(
                Location(stack),
                f"bound to account {account} and region {region}, while this is account {self.account} and "
                f"region {self.region}: synthesize the stack without an environment",
            )
