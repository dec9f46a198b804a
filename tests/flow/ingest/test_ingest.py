"""Ingestion from end to end: what an owner finds behind the links of the result."""

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.ingest.analysts import SMALL_CHUNK, Analyst
from tests.flow.ingest.sales import amounts, read, sales


def test_many_small_chunks_come_to_what_one_reader_finds(analyst: Analyst) -> None:
    text = sales(500, line_breaks=True)
    expected = read(text)

    job = analyst.ingest(text.encode())

    assert job.result is not None, job.error
    assert job.result["chunks"] == len(text.encode()) // SMALL_CHUNK + 1
    assert (job.result["rows"], job.result["rejected"]) == (len(expected.rows), len(expected.rejected))
    assert [[_text(value) for value in row] for row in analyst.rows(job)] == [
        [None if value is None else value for value in row] for row in expected.rows
    ]
    rejects = analyst.rejects(job)
    assert {line: reject["reason"] for line, reject in rejects.items()} == expected.rejected
    found = amounts(analyst.summary(job)["groups"])
    assert found == {country: (expected.cents[country], expected.most[country]) for country in expected.most}


def test_a_result_tells_what_is_in_its_columns_and_why_records_are_not(analyst: Analyst) -> None:
    lines = [
        "1,2024-02-29,DE,3,10.10,",
        "2,2024-02-30,DE,3,10.10,",
        "3,2024-03-01,DE,3,10.105,",
        "4,2024-03-01,DE,3",
        '5,2024-03-01,DE,3,1.00,"a" b',
        "6,2023-01-01,FR,-4,-0.05,naïve",
        ",2023-01-01,FR,4,1,",
    ]
    file = "\n".join(["order,day,country,quantity,amount,note", *lines]).encode()

    job = analyst.ingest(b"\xef\xbb\xbf" + file, tolerated_rejects=100)

    assert job.result is not None, job.error
    assert job.result["reasons"] == {
        "MalformedQuotes": 1,
        "MissingValue": 1,
        "NotADate": 1,
        "NotADecimal": 1,
        "WrongNumberOfValues": 1,
    }
    assert job.result["columns"] == {
        "order": {"min": "1", "max": "6"},
        "day": {"min": "2023-01-01", "max": "2024-02-29"},
        "country": {"min": "DE", "max": "FR"},
        "quantity": {"min": "-4", "max": "3"},
        "amount": {"min": "-0.05", "max": "10.10"},
        "note": {"min": "naïve", "max": "naïve"},
    }
    rejects = analyst.rejects(job)
    assert list(rejects) == [3, 4, 5, 6, 8]
    assert rejects[4] == {"line": 4, "reason": "NotADecimal", "column": "amount", "text": "10.105"}
    assert rejects[6]["text"] == '5,2024-03-01,DE,3,1.00,"a" b'


def test_json_lines_are_read_as_well(analyst: Analyst) -> None:
    lines = [
        '{"order": 1, "day": "2024-01-01", "amount": 0.10, "country": "DE", "else": [1]}',
        '{"order": "2", "day": "2024-01-01", "amount": 1}',
        '{"order": 3, "day": "2024-01-01", "amount": 12345678901234567.89, "note": "two\\nlines"}',
        "{",
    ]

    job = analyst.ingest("\n".join(lines).encode(), format="jsonl", tolerated_rejects=50)

    assert [[_text(value) for value in row] for row in analyst.rows(job)] == [
        ["1", "2024-01-01", "DE", None, "0.10", None],
        ["3", "2024-01-01", None, None, "12345678901234567.89", "two\nlines"],
    ]
    assert {line: reject["reason"] for line, reject in analyst.rejects(job).items()} == {
        2: "NotAnInteger",
        4: "NotJson",
    }


def test_a_header_and_nothing_else_is_an_empty_result(analyst: Analyst) -> None:
    job = analyst.ingest(b"order,day,country,quantity,amount,note\n")

    assert job.result is not None, job.error
    assert (job.result["rows"], job.result["chunks"]) == (0, 1)
    assert (analyst.rows(job), analyst.rejects(job)) == ([], {})


def test_a_file_submitted_twice_is_ingested_once(analyst: Analyst, stack: LocalStack) -> None:
    first = analyst.begin(sales(100).encode(), key="monday")
    again = analyst.begin(sales(200).encode(), key="monday")

    job = analyst.follow(first)

    assert again == first
    assert job.result is not None, job.error
    assert job.result["rows"] == len(read(sales(100)).rows)
    assert len(Account(stack).objects(f"results/AIDAALICEALICEALICE22/{first}/")) == 3


def _text(value: object) -> str | None:
    return None if value is None else str(value)
