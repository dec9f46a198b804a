"""All workloads at scale, one after the other, each in a process of its own.

    python -m benchmarks.workloads [name ...]

Each checks what it has made by independent means, prints its figures, and fails where something is wrong.
"""

import subprocess
import sys

WORKLOADS = ("sync", "feed", "telemetry", "report", "ingest")


def main(names: list[str]) -> int:
    """Run those named, or all; return how many failed."""
    failed = 0
    for name in names or WORKLOADS:
        print(f"-- {name}", flush=True)
        failed += (
            subprocess.run([sys.executable, "-m", f"benchmarks.workloads.{name}"], check=False).returncode
            != 0
        )
    return failed


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
