from typing import Any

import pytest

from local.provision import NotCreated
from tests.flow.local.provision.conftest import AWS, Deploy

KEYS = {
    "AttributeDefinitions": [
        {"AttributeName": "key", "AttributeType": "S"},
        {"AttributeName": "owner", "AttributeType": "S"},
    ],
    "KeySchema": [{"AttributeName": "key", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "by_owner",
            "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
    "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
    "TimeToLiveSpecification": {"AttributeName": "expires_at", "Enabled": True},
}
RECOVERY = {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}
DECLARATIONS = {
    "AWS::DynamoDB::Table": {**KEYS, **RECOVERY, "DeletionProtectionEnabled": True},
    "AWS::DynamoDB::GlobalTable": {
        **KEYS,
        "Replicas": [
            {
                "Region": {"Ref": "AWS::Region"},
                "GlobalSecondaryIndexes": [{"IndexName": "by_owner"}],
                "DeletionProtectionEnabled": True,
                **RECOVERY,
            }
        ],
    },
}


@pytest.mark.parametrize("kind", DECLARATIONS)
def test_both_kinds_of_table_are_the_same_table(aws: AWS, deploy: Deploy, kind: str) -> None:
    outputs = {"Stream": {"Value": {"Fn::GetAtt": ["Jobs", "StreamArn"]}}}
    provisioned = deploy({"Jobs": {"Type": kind, "Properties": DECLARATIONS[kind]}}, Outputs=outputs)
    table = aws("dynamodb").describe_table(TableName="App-Jobs")["Table"]
    assert table["KeySchema"] == KEYS["KeySchema"]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert table["LatestStreamArn"] == provisioned.outputs["App"]["Stream"]
    assert table["DeletionProtectionEnabled"] is True
    (index,) = table["GlobalSecondaryIndexes"]
    assert (index["IndexName"], index["Projection"]) == ("by_owner", {"ProjectionType": "KEYS_ONLY"})
    expiry = aws("dynamodb").describe_time_to_live(TableName="App-Jobs")["TimeToLiveDescription"]
    assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}
    backups = aws("dynamodb").describe_continuous_backups(TableName="App-Jobs")[
        "ContinuousBackupsDescription"
    ]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


@pytest.mark.parametrize(
    ("regions", "problem"),
    [
        (["eu-west-1"], "its replica is in eu-west-1"),
        (["us-east-1", "eu-west-1"], "Replicas: List should have at most 1"),
    ],
)
def test_a_table_in_another_region_is_refused(deploy: Deploy, regions: list[str], problem: str) -> None:
    properties: dict[str, Any] = {**KEYS, "Replicas": [{"Region": region} for region in regions]}
    with pytest.raises(NotCreated, match=problem):
        deploy({"Jobs": {"Type": "AWS::DynamoDB::GlobalTable", "Properties": properties}})
