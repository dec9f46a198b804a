"""Ingestion at scale: a file of 1 GB, at a ceiling of 512 MB a worker, checked by DuckDB.

    python -m benchmarks.workloads.ingest [bytes of the file, 1e9 by default]

The stack is the one of `make run`: functions are processes of their own, and one that takes more memory
than its function has is killed. DuckDB reads the same CSV file by itself, applies the contract in SQL, and
compares every row and every sum.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import httpx

from local.clock import RealClock
from local.engine.environments import Environments
from local.server import Door, serving
from local.signing import SignedBy
from local.stack import LocalStack
from local.users import ALICE

BYTES = 1_000_000_000
API_PORT, AWS_PORT = 8740, 8741
#: For a call that carries the whole file, and for the job, in seconds.
PATIENCE = 1800

PAYLOAD: dict[str, Any] = {
    "columns": [
        {"name": "order", "type": "integer", "required": True},
        {"name": "day", "type": "date", "required": True},
        {"name": "country", "type": "string"},
        {"name": "quantity", "type": "integer"},
        {"name": "amount", "type": "decimal", "scale": 2, "required": True},
        {"name": "at", "type": "timestamp"},
        {"name": "paid", "type": "boolean"},
        {"name": "note", "type": "string"},
    ],
    "aggregate": {
        "group_by": ["country", "day"],
        "measures": [{"column": "amount", "function": "sum"}, {"column": "quantity", "function": "max"}],
    },
}

#: All records of the file, as text.
RECORDS = """
    SELECT * FROM read_csv('{csv}', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"',
                           nullstr = '', new_line = '\\r\\n', parallel = false)
"""

#: The rows that keep the contract, as DuckDB sees them in the file.
EXPECTED = """
    SELECT "order"::BIGINT AS "order", day::DATE AS day, country, quantity::BIGINT AS quantity,
           amount::DECIMAL(20, 2) AS amount, "at"::TIMESTAMPTZ AS "at", paid::BOOLEAN AS paid, note
    FROM ({records})
    WHERE regexp_full_match(amount, '-?[0-9]+([.][0-9]{{1,2}})?') AND try_cast(day AS DATE) IS NOT NULL
"""


@dataclass
class Measured:
    """What the run showed.

    Attributes:
        seconds: how long each part took.
        memory: the most a worker of each function used, in MB.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Measure a part of the run."""
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began

    def hear(self, function: str, line: str) -> None:
        """Take note of what Lambda reports of an invocation."""
        _, found, rest = line.partition("Max Memory Used: ")
        if found:
            self.memory[function] = max(self.memory[function], int(rest.split()[0]))


def run(size: int = BYTES) -> None:
    """Make a file of `size` bytes, ingest it, compare, and print the figures."""
    measured = Measured()
    with tempfile.TemporaryDirectory(prefix="offload-ingest-") as folder:
        place = Path(folder)
        with measured.part("making the file"):
            make_file(place / "sales.csv", size)
        assembly = _synthesize(place / "cdk.out")
        result = _ingest(assembly, place, measured)
        host = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        with measured.part("comparing by DuckDB"):
            _compare(place, result)
    print(f"{size / 1e6:,.0f} MB, {result['rows']:,} rows, {result['rejected']:,} rejected, ", end="")
    print(f"{result['chunks']} chunks; every row, sum and reject as DuckDB has them")
    for name, seconds in measured.seconds.items():
        print(f"  {name:28} {seconds:8.1f} s")
    for function, used in sorted(measured.memory.items()):
        if "ingest" in function:
            print(f"  {function:28} {used:8} MB at most")
    print(f"  {'this process, S3 and all':28} {host:8} MB; load average {os.getloadavg()[0]:.1f}")


def make_file(path: Path, size: int, *, seed: int = 0) -> None:
    """Write a CSV file of about so many bytes: one record in fifty is bad, some have quoted line breaks."""
    chance = random.Random(seed).random
    notes = ("", "gift", '"Müller, ""express"""', '"two\r\nlines"')
    number = written = 0
    with path.open("wb") as file:
        written += file.write(b"order,day,country,quantity,amount,at,paid,note\r\n")
        while written < size:
            lines = []
            for order in range(number, number + 10_000):
                day = f"2024-{int(chance() * 12) + 1:02}-{int(chance() * 28) + 1:02}"
                amount = f"{int(chance() * 100_000)}.{int(chance() * 100):02}"
                if chance() < 0.02:
                    day, amount = ("2024-02-30", amount) if chance() < 0.5 else (day, "1.005")
                lines.append(
                    f"{order},{day},{('DE', 'FR', 'GB', 'IT', '')[int(chance() * 5)]},"
                    f"{int(chance() * 40)},{amount},{day if day != '2024-02-30' else '2024-02-28'}"
                    f"T{int(chance() * 24):02}:{int(chance() * 60):02}:07Z,"
                    f"{('true', 'false')[int(chance() * 2)]},{notes[int(chance() * chance() * 4)]}\r\n"
                )
            number += len(lines)
            written += file.write("".join(lines).encode())


def _synthesize(into: Path) -> Path:
    environment = os.environ | {
        "CDK_OUTDIR": str(into),
        "CDK_CONTEXT_JSON": '{"aws:cdk:bundling-stacks": []}',
    }
    subprocess.run([sys.executable, "app.py"], check=True, env=environment, stdout=subprocess.DEVNULL)
    return into


def _ingest(assembly: Path, place: Path, measured: Measured) -> dict[str, Any]:
    """Let a caller upload and ingest the file, and fetch what came of it; return the job's result."""
    stack = LocalStack(
        assembly,
        clock=RealClock(),
        aws_url=f"http://127.0.0.1:{AWS_PORT}",
        log=measured.hear,
        environments=Environments.CHILD_PROCESSES,
    )
    done = threading.Event()
    doors = (
        Door(API_PORT, "API_PORT", lambda request: stack.gateway.handle(request)),
        Door(AWS_PORT, "AWS_PORT", lambda request: stack.endpoint.handle(request)),
    )
    with stack, ThreadPoolExecutor(1, "caller") as client, serving(stack.hub, doors):
        result = client.submit(_call, place, measured)

        def stop(_: object) -> None:
            done.set()
            stack.hub.submit(lambda: None)

        result.add_done_callback(stop)
        stack.hub.run(until=done.is_set)
        return result.result()


def _call(place: Path, measured: Measured) -> dict[str, Any]:
    patient = threading.Event()  # time.sleep may be a handler's own
    with (
        httpx.Client(
            base_url=f"http://127.0.0.1:{API_PORT}",
            auth=SignedBy(ALICE.access_key, ALICE.secret_key),
            timeout=PATIENCE,
            trust_env=False,
        ) as api,
        httpx.Client(timeout=PATIENCE, trust_env=False) as files,
    ):
        with measured.part("uploading"), (place / "sales.csv").open("rb") as file:
            room = api.post("/uploads", json={"name": "sales.csv", "media_type": "text/csv"}).json()
            size = str((place / "sales.csv").stat().st_size)
            headers = {**room["headers"], "Content-Length": size}
            files.put(room["url"], content=file, headers=headers).raise_for_status()
        with measured.part("ingesting"):
            submitted = api.post("/jobs/ingest", json={**PAYLOAD, "upload": room["key"]})
            href = submitted.raise_for_status().json()["href"]
            job = {"status": "PENDING"}
            while job["status"] in ("PENDING", "RUNNING"):
                patient.wait(1)
                answer = api.get(href)
                job = answer.json() if answer.status_code == 200 else job
        if job["status"] != "SUCCEEDED":
            raise SystemExit(f"the job has not succeeded: {job}")
        result: dict[str, Any] = job["result"]  # type: ignore[assignment]  # of a job that succeeded
        with measured.part("downloading"):
            for name in ("parquet", "rejects", "summary"):
                with (
                    (place / name).open("wb") as file,
                    files.stream("GET", result[name]["href"]) as answer,
                ):
                    for piece in answer.raise_for_status().iter_bytes():
                        file.write(piece)
    return result


def _compare(place: Path, result: dict[str, Any]) -> None:
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'; SET memory_limit = '2GB'")
    database.execute(f"SET temp_directory = '{place / 'duckdb'}'")
    expected = EXPECTED.format(records=_everything(place))
    columns = ", ".join(f'"{column["name"]}"' for column in PAYLOAD["columns"])
    parquet = f"SELECT {columns} FROM read_parquet('{place / 'parquet'}')"
    # A sum of hashes is the same for the same rows in any order, and needs no room.
    digest = f"SELECT count(*), sum(hash({columns})::HUGEINT) FROM ({{}})"
    ours, theirs = (database.execute(digest.format(rows)).fetchone() for rows in (parquet, expected))
    assert ours == theirs, f"the rows differ: {ours} here, {theirs} by DuckDB"
    assert theirs is not None
    assert theirs[0] == result["rows"], f"{result['rows']} rows told, {theirs[0]} by DuckDB"
    sums = f"""
        SELECT country, day::VARCHAR, count(*), sum(amount)::VARCHAR, max(quantity)::VARCHAR
        FROM ({expected}) GROUP BY ALL ORDER BY ALL
    """
    told = f"""
        SELECT "group".key[1], "group".key[2], "group".rows, "group".measures[1], "group".measures[2]
        FROM (SELECT unnest(groups) AS "group" FROM read_json('{place / "summary"}')) ORDER BY ALL
    """
    assert database.execute(told).fetchall() == database.execute(sums).fetchall(), "the sums differ"
    rejects = f"SELECT count(*) FROM read_json('{place / 'rejects'}', format = 'newline_delimited')"
    kept = database.execute(rejects).fetchone()
    assert kept == (result["rejected"],), f"{kept} rejects in the file, {result['rejected']} told"
    records = database.execute(f"SELECT count(*) FROM ({_everything(place)})").fetchone()
    assert records == (result["rows"] + result["rejected"],), f"{records} records by DuckDB"


def _everything(place: Path) -> str:
    """Return the query of all records of the file, as text."""
    return RECORDS.format(csv=place / "sales.csv")


if __name__ == "__main__":
    run(int(float(sys.argv[1])) if len(sys.argv) > 1 else BYTES)
