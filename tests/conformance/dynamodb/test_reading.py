"""Queries, scans, indexes and items whose time is over."""

import time
from decimal import Decimal
from typing import Any

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.dynamodb.tables import Table, named, plain
from tests.conformance.refusals import refused

GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide"
QUERY = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html"
PAGES = f"{GUIDE}/Query.Pagination.html"
INDEXES = f"{GUIDE}/GSI.html"
TTL = f"{GUIDE}/TTL.html"
EXPIRED = f"{GUIDE}/ttl-expired-items.html"
#: When a new entry must be in an index: usually within a second.
INDEXED = 10.0
DAY = 86_400


@behaviour(
    QUERY,
    "Query results are always sorted by the sort key value. If the data type of the sort key is "
    "Number, the results are returned in numeric order; otherwise, the results are returned in order "
    "of UTF-8 bytes. By default, the sort order is ascending. To reverse the order, set the "
    "ScanIndexForward parameter to false.",
)
def test_numbers_are_sorted_as_numbers_and_strings_as_bytes(aws: Aws) -> None:
    numbers, strings = Table(aws, sorted_by="N"), Table(aws, sorted_by="S")
    for number in (10, 9, -1, Decimal("9.5")):
        numbers.put({"id": "a", "at": number})
    for string in ("10", "9", "Z", "a", "é"):
        strings.put({"id": "a", "at": string})

    def order(table: Table, **more: object) -> list[object]:
        return [item["at"] for item in table.query("id = :id", {"id": "a"}, **more)["Items"]]

    assert order(numbers) == [-1, 9, Decimal("9.5"), 10]
    assert order(strings) == ["10", "9", "Z", "a", "é"]
    assert order(numbers, ScanIndexForward=False) == [10, Decimal("9.5"), 9, -1]


@behaviour(
    PAGES,
    "A single Query only returns a result set that fits within the 1 MB size limit. If the result contains a "
    "LastEvaluatedKey element, construct a new Query with it as the ExclusiveStartKey.",
)
def test_a_query_gives_1_mb_at_a_time(aws: Aws) -> None:
    table = Table(aws, sorted_by="N")
    for number in range(9):
        table.put({"id": "a", "at": number, "data": "x" * 200_000})

    pages: list[list[int]] = []
    start: dict[str, Any] = {}
    while not pages or start:
        answer = table.query("id = :id", {"id": "a"}, **start)
        pages.append([item["at"] for item in answer["Items"]])
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]} if "LastEvaluatedKey" in answer else {}

    assert len(pages) == 2
    assert [number for page in pages for number in page] == list(range(9))


@behaviour(
    f"{GUIDE}/Query.FilterExpression.html",
    "A filter expression is applied after a Query finishes, but before the results are returned.",
)
def test_a_filter_works_on_what_has_been_read(aws: Aws) -> None:
    table = Table(aws, sorted_by="N")
    for number in range(6):
        table.put({"id": "a", "at": number, "even": number % 2 == 0})

    answer = table.query("id = :id", {"id": "a", "yes": True}, FilterExpression="even = :yes", Limit=3)

    assert (answer["Count"], answer["ScannedCount"]) == (2, 3)
    assert plain(answer["LastEvaluatedKey"]) == {"id": "a", "at": 2}


@behaviour(
    QUERY,
    "If LastEvaluatedKey is not empty, it does not necessarily mean that there is more data in the result "
    "set. The only way to know when you have reached the end of the result set is when LastEvaluatedKey is "
    "empty.",
)
def test_a_page_that_ends_with_the_last_item_still_names_it(aws: Aws) -> None:
    table = Table(aws, sorted_by="N")
    for number in range(2):
        table.put({"id": "a", "at": number})

    full = table.query("id = :id", {"id": "a"}, Limit=2)
    after = table.query("id = :id", {"id": "a"}, Limit=2, ExclusiveStartKey=full["LastEvaluatedKey"])

    assert (full["Count"], after["Items"]) == (2, [])
    assert "LastEvaluatedKey" not in after


@behaviour(
    QUERY,
    "The condition must perform an equality test on a single partition key value.",
)
def test_a_query_needs_one_partition(aws: Aws) -> None:
    table = Table(aws, sorted_by="S")

    with refused("ValidationException"):
        table.query("id > :id", {"id": "a"})
    with refused("ValidationException"):
        table.query("at = :at", {"at": "a"})


@behaviour(QUERY, "COUNT - Returns the number of matching items, rather than the matching items themselves.")
def test_a_query_can_count(aws: Aws) -> None:
    table = Table(aws, sorted_by="S")
    for key in ("x1", "x2", "y"):
        table.put({"id": "a", "at": key})

    answer = table.dynamodb.query(
        TableName=table.name,
        KeyConditionExpression="id = :id AND begins_with(#at, :x)",
        ExpressionAttributeNames={"#at": "at"},
        ExpressionAttributeValues=named({"id": "a", "x": "x"}),
        Select="COUNT",
    )

    assert (answer["Count"], answer.get("Items", [])) == (2, [])


@behaviour(
    f"{GUIDE}/Scan.html",
    "To perform a parallel scan, each worker issues its own Scan request with the following "
    "parameters: Segment, TotalSegments.",
)
def test_the_segments_of_a_scan_are_the_whole_table(aws: Aws) -> None:
    table = Table(aws)
    for number in range(20):
        table.put({"id": str(number)})

    segments = [
        {
            item["id"]["S"]
            for item in table.dynamodb.scan(TableName=table.name, TotalSegments=3, Segment=segment)["Items"]
        }
        for segment in range(3)
    ]

    assert sum(map(len, segments)) == 20
    assert set.union(*segments) == {str(number) for number in range(20)}


@behaviour(
    QUERY,
    "Strongly consistent reads are not supported on global secondary indexes. If you query a global "
    "secondary index with ConsistentRead set to true, you will receive a ValidationException.",
)
def test_an_index_cannot_be_read_consistently(aws: Aws) -> None:
    table = Table(aws, index="ALL")

    with refused("ValidationException", "Consistent reads are not supported on global secondary indexes"):
        table.query("kind = :kind", {"kind": "x"}, IndexName="by_kind", ConsistentRead=True)


@behaviour(
    INDEXES,
    "KEYS_ONLY - Each item in the index consists only of the table partition key and sort key values, plus "
    "the index key values.",
)
def test_an_index_of_keys_only_gives_keys_only(aws: Aws) -> None:
    table = Table(aws, index="KEYS_ONLY")
    table.put({"id": "a", "kind": "x", "more": "text"})

    found = aws.eventually(
        lambda: table.query("kind = :kind", {"kind": "x"}, IndexName="by_kind")["Items"], within=INDEXED
    )

    assert found == [{"id": "a", "kind": "x"}]


@behaviour(
    QUERY,
    "If you query or scan a global secondary index, you can only request attributes that are projected "
    "into the index. Global secondary index queries cannot fetch attributes from the parent table.",
)
def test_an_index_does_not_fetch_what_it_lacks(aws: Aws) -> None:
    table = Table(aws, index="KEYS_ONLY")

    with refused("ValidationException", "ALL_ATTRIBUTES"):
        table.query("kind = :kind", {"kind": "x"}, IndexName="by_kind", Select="ALL_ATTRIBUTES")


@behaviour(
    INDEXES,
    "If a table contains an item where a particular attribute is not defined, but that attribute is "
    "defined as an index partition key or sort key, DynamoDB doesn't write any data for that item to "
    "the index.",
)
def test_an_item_without_the_index_s_key_is_not_in_the_index(aws: Aws) -> None:
    table = Table(aws, index="ALL")
    table.put({"id": "in", "kind": "x"})
    table.put({"id": "out"})

    def indexed() -> list[str]:
        return [
            item["id"]["S"]
            for item in table.dynamodb.scan(TableName=table.name, IndexName="by_kind")["Items"]
        ]

    assert aws.eventually(indexed, within=INDEXED) == ["in"]

    table.update({"id": "in"}, "REMOVE kind")
    aws.eventually(lambda: indexed() == [], within=INDEXED)


@behaviour(
    EXPIRED,
    "If they are not filtered, they'll continue to show in read and write operations until they are "
    "deleted by the background process.",
)
def test_an_item_whose_time_is_over_can_still_be_read(aws: Aws) -> None:
    table = Table(aws)
    table.dynamodb.update_time_to_live(
        TableName=table.name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "gone_at"}
    )

    table.put({"id": "a", "gone_at": int(time.time()) - 60})

    found = table.get(id="a")
    assert found is not None
    assert found["id"] == "a"


@behaviour(
    TTL,
    "DynamoDB automatically deletes expired items within a few days of their expiration time, without "
    "consuming write throughput.",
)
def test_an_item_whose_time_is_over_is_deleted_within_days(aws: Aws) -> None:
    table = Table(aws)
    table.dynamodb.update_time_to_live(
        TableName=table.name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "gone_at"}
    )
    over = int(time.time()) - 60
    table.put({"id": "over", "gone_at": over})
    table.put({"id": "to come", "gone_at": over + 10 * DAY})
    table.put({"id": "no number", "gone_at": str(over)})

    aws.eventually(lambda: table.get(id="over") is None, within=3 * DAY)

    assert table.get(id="to come") is not None
    assert table.get(id="no number") is not None
