"""Expired items go, some time after they have expired."""

from tests.flow.local.handmade import Handmade


def test_an_item_goes_within_an_hour_of_its_expiry_and_not_before(handmade: Handmade) -> None:
    dynamodb = handmade.stack.client("dynamodb")
    dynamodb.create_table(
        TableName="t",
        KeySchema=[
            {"AttributeName": "key", "KeyType": "HASH"},
            {"AttributeName": "part", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "key", "AttributeType": "S"},
            {"AttributeName": "part", "AttributeType": "N"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.update_time_to_live(
        TableName="t", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"}
    )
    day = int(handmade.stack.hub.now()) + 86_400
    for part, expires_at in enumerate(
        ({"N": str(day)}, {"N": str(2 * day)}, {"S": str(day)}, {"N": "1"}, None)
    ):
        item = {"key": {"S": "k"}, "part": {"N": str(part)}}
        dynamodb.put_item(
            TableName="t", Item=item if expires_at is None else item | {"expires_at": expires_at}
        )

    def parts() -> list[str]:
        return [item["part"]["N"] for item in dynamodb.scan(TableName="t")["Items"]]

    handmade.stack.clock.advance(seconds=86_399)
    assert parts() == ["0", "1", "2", "3", "4"]
    handmade.stack.clock.advance(seconds=3601)
    assert parts() == ["1", "2", "3", "4"]


def test_without_a_time_to_live_no_time_passes(handmade: Handmade) -> None:
    handmade.stack.hub.run()
    assert handmade.stack.hub.now() == 1893456000
