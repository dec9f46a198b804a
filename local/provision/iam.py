"""AWS IAM: roles and the policies they have."""

from pydantic import JsonValue

from local.assembly import ReturnValues
from local.provision.properties import Properties, Tag, Text
from local.provision.resource_type import Place, ResourceType, document


class InlinePolicy(Properties):
    """A policy within a role."""

    policy_name: Text
    policy_document: JsonValue


class Role(ResourceType):
    """AWS::IAM::Role."""

    assume_role_policy_document: JsonValue
    description: Text | None = None
    managed_policy_arns: list[str] | None = None
    max_session_duration: int | None = None
    path: str | None = None
    permissions_boundary: str | None = None
    policies: list[InlinePolicy] | None = None
    role_name: Text | None = None
    tags: list[Tag] | None = None

    def create(self, place: Place) -> ReturnValues:
        """Create the role, then its policies."""
        name = self.role_name or place.name(64)
        request = self.request("role_name", "managed_policy_arns", "policies")
        request["AssumeRolePolicyDocument"] = document(self.assume_role_policy_document)
        role = place.call("iam", "create_role", RoleName=name, **request)["Role"]
        for policy in self.policies or ():
            _put(place, name, policy.policy_name, policy.policy_document)
        for arn in self.managed_policy_arns or ():
            place.call("iam", "attach_role_policy", RoleName=name, PolicyArn=arn)
        return ReturnValues(name, {"Arn": role["Arn"], "RoleId": role["RoleId"]})


class Policy(ResourceType):
    """AWS::IAM::Policy, an inline policy of roles."""

    unique = False
    policy_document: JsonValue
    policy_name: Text
    roles: list[str]

    def create(self, place: Place) -> ReturnValues:
        """Put the policy into each of the roles."""
        for role in self.roles:
            _put(place, role, self.policy_name, self.policy_document)
        return ReturnValues(self.policy_name, {})


class ManagedPolicy(ResourceType):
    """AWS::IAM::ManagedPolicy."""

    description: Text | None = None
    managed_policy_name: Text | None = None
    path: str | None = None
    policy_document: JsonValue
    roles: list[str] | None = None

    def create(self, place: Place) -> ReturnValues:
        """Create the policy and attach it to its roles."""
        request = self.request("managed_policy_name", "roles")
        request["PolicyDocument"] = document(self.policy_document)
        name = self.managed_policy_name or place.name(128)
        arn = place.call("iam", "create_policy", PolicyName=name, **request)["Policy"]["Arn"]
        for role in self.roles or ():
            place.call("iam", "attach_role_policy", RoleName=role, PolicyArn=arn)
        return ReturnValues(arn, {"PolicyArn": arn})


def _put(place: Place, role: str, name: str, policy: JsonValue) -> None:
    place.call("iam", "put_role_policy", RoleName=role, PolicyName=name, PolicyDocument=document(policy))
