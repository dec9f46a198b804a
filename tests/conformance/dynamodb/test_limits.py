"""What DynamoDB refuses: sizes, counts, types and keys."""

from decimal import Decimal

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.dynamodb.tables import Table, typed
from tests.conformance.refusals import refused

GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide"
QUOTAS = f"{GUIDE}/Constraints.html"
NAMES = f"{GUIDE}/HowItWorks.NamingRulesDataTypes.html"
API = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference"


@behaviour(
    QUOTAS,
    "The maximum item size in DynamoDB is 400 KB, which includes both attribute name binary length "
    "(UTF-8 length) and attribute value lengths (again binary length).",
)
def test_an_item_has_at_most_400_kb(aws: Aws) -> None:
    table = Table(aws)
    rest = len("id") + len("a") + len("data")
    table.put({"id": "a", "data": "x" * (400 * 1024 - rest)})

    with refused("ValidationException", "Item size has exceeded the maximum allowed size"):
        table.put({"id": "a", "data": "x" * (400 * 1024 - rest + 1)})


@behaviour(
    QUOTAS,
    "The maximum item size in DynamoDB is 400 KB.",
)
def test_an_item_cannot_grow_beyond_400_kb(aws: Aws) -> None:
    table = Table(aws)
    table.put({"id": "a", "body": "x" * 300 * 1024})

    with refused("ValidationException", "exceeded the maximum allowed size"):
        table.update({"id": "a"}, "SET more = :more", more="x" * 150 * 1024)
    table.update({"id": "a"}, "SET body = :data", data="y" * 300 * 1024)


@behaviour(
    f"{API}/API_BatchWriteItem.html",
    "If one or more of the following is true, DynamoDB rejects the entire batch write operation: There "
    "are more than 25 requests in the batch.",
)
def test_a_batch_writes_at_most_25_items(aws: Aws) -> None:
    table = Table(aws)

    def write(count: int) -> None:
        requests = [{"PutRequest": {"Item": typed({"id": str(number)})}} for number in range(count)]
        table.dynamodb.batch_write_item(RequestItems={table.name: requests})  # type: ignore[dict-item]

    with refused("ValidationException"):
        write(26)
    assert table.get(id="0") is None
    write(25)
    assert table.get(id="24") == {"id": "24"}


@behaviour(
    f"{API}/API_BatchWriteItem.html",
    "If one or more of the following is true, DynamoDB rejects the entire batch write operation: You "
    "try to perform multiple operations on the same item in the same BatchWriteItem request.",
)
def test_a_batch_writes_an_item_once(aws: Aws) -> None:
    table = Table(aws)
    same = {"PutRequest": {"Item": typed({"id": "a"})}}

    with refused("ValidationException", "contains duplicates"):
        table.dynamodb.batch_write_item(RequestItems={table.name: [same, same]})  # type: ignore[list-item]


@behaviour(
    f"{API}/API_BatchGetItem.html",
    "If you request more than 100 items, BatchGetItem returns a ValidationException.",
)
def test_a_batch_reads_at_most_100_items(aws: Aws) -> None:
    table = Table(aws)
    keys = [typed({"id": str(number)}) for number in range(101)]

    with refused("ValidationException"):
        table.dynamodb.batch_get_item(RequestItems={table.name: {"Keys": keys}})


@behaviour(NAMES, "Numbers can have up to 38 digits of precision. Exceeding this results in an exception.")
def test_a_number_has_at_most_38_digits(aws: Aws) -> None:
    table = Table(aws)
    most = Decimal("1234567890123456789012345678901234567.8")
    table.put({"id": "a", "n": most})

    with refused("ValidationException"):
        table.dynamodb.put_item(TableName=table.name, Item={"id": {"S": "a"}, "n": {"N": "1" * 39}})

    assert table.get(id="a") == {"id": "a", "n": most}


@behaviour(
    NAMES,
    "Numbers can have up to 38 digits of precision. Positive range: 1E-130 to "
    "9.9999999999999999999999999999999999999E+125.",
)
def test_a_sum_has_all_its_38_digits(aws: Aws) -> None:
    table = Table(aws)
    nines = Decimal("9" * 36)
    table.put({"id": "a", "n": nines})

    table.update({"id": "a"}, "SET n = n + :one", one=1)
    table.update({"id": "a"}, "ADD n :tenth", tenth=Decimal("0.1"))

    with refused("ValidationException"):
        table.dynamodb.put_item(TableName=table.name, Item={"id": {"S": "a"}, "n": {"N": "1E126"}})
    found = table.get(id="a")
    assert found is not None
    assert found["n"] == Decimal("1" + "0" * 36 + ".1")


@behaviour(NAMES, "Leading and trailing zeroes are trimmed.")
def test_a_number_comes_back_without_idle_zeroes(aws: Aws) -> None:
    table = Table(aws)

    table.dynamodb.put_item(TableName=table.name, Item={"id": {"S": "a"}, "n": {"N": "0012.500"}})

    answer = table.dynamodb.get_item(TableName=table.name, Key=typed({"id": "a"}))
    assert answer["Item"]["n"] == {"N": "12.5"}


@behaviour(
    NAMES,
    "An attribute value can be an empty string or empty binary value if the attribute is not used for "
    "a table or index key.",
)
def test_a_key_is_not_empty_but_another_attribute_may_be(aws: Aws) -> None:
    table = Table(aws)
    table.put({"id": "a", "note": ""})

    with refused("ValidationException", "empty string"):
        table.put({"id": ""})

    assert table.get(id="a") == {"id": "a", "note": ""}


@behaviour(NAMES, "DynamoDB does not support empty sets.")
def test_a_set_is_not_empty(aws: Aws) -> None:
    table = Table(aws)

    with refused("ValidationException", "empty"):
        table.dynamodb.put_item(TableName=table.name, Item={"id": {"S": "a"}, "tags": {"SS": []}})


@behaviour(
    f"{API}/API_GetItem.html",
    "Key: For the primary key, you must provide all of the attributes.",
)
def test_a_key_is_of_the_type_the_table_declares(aws: Aws) -> None:
    table = Table(aws)

    with refused("ValidationException", "does not match the schema"):
        table.dynamodb.get_item(TableName=table.name, Key={"id": {"N": "1"}})
    with refused("ValidationException", "does not match the schema"):
        table.dynamodb.get_item(TableName=table.name, Key={"other": {"S": "a"}})


@behaviour(
    f"{API}/API_CreateTable.html",
    "ResourceInUseException: you attempted to recreate an existing table.",
)
def test_a_table_s_name_is_taken_once(aws: Aws) -> None:
    table = Table(aws)

    with refused("ResourceInUseException"):
        table.dynamodb.create_table(
            TableName=table.name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        )
