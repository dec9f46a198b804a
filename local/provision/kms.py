"""AWS KMS: keys. They exist so that what names them finds them; nothing is encrypted with them."""

from pydantic import JsonValue

from local.assembly import ReturnValues
from local.provision.properties import Tag, Text, deploy_only
from local.provision.resource_type import Place, ResourceType, document


class Key(ResourceType):
    """AWS::KMS::Key."""

    description: Text | None = None
    key_policy: JsonValue = None
    key_spec: str | None = None
    key_usage: str | None = None
    tags: list[Tag] | None = None
    enable_key_rotation: JsonValue = deploy_only("keys do not live long enough to be rotated")
    enabled: JsonValue = deploy_only("nothing is encrypted with the key")
    pending_window_in_days: JsonValue = deploy_only("keys go with the process")
    rotation_period_in_days: JsonValue = deploy_only("keys do not live long enough to be rotated")

    def create(self, place: Place) -> ReturnValues:
        """Create the key."""
        request = self.request("key_policy", "tags")
        if self.key_policy is not None:
            request["Policy"] = document(self.key_policy)
        request["Tags"] = [{"TagKey": tag.key, "TagValue": tag.value} for tag in self.tags or ()]
        key = place.call("kms", "create_key", **request)["KeyMetadata"]
        return ReturnValues(key["KeyId"], {"Arn": key["Arn"], "KeyId": key["KeyId"]})


class Alias(ResourceType):
    """AWS::KMS::Alias."""

    alias_name: str
    target_key_id: str

    def create(self, place: Place) -> ReturnValues:
        """Give the key another name."""
        place.call("kms", "create_alias", **self.request())
        return ReturnValues(self.alias_name, {})
