"""How long moto takes as it came, and with the mends of `local/moto_fixes`.

    python -m benchmarks.moto_fixes

Prints for each figure both medians in milliseconds and the median of their ratios. The two are measured in
turn, each in a fresh interpreter, so a machine that slows down slows both.
"""

import json
import os
import statistics
import subprocess
import sys

ROUNDS = 3
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "benchmark",
    "AWS_SECRET_ACCESS_KEY": "benchmark",
    "AWS_DEFAULT_REGION": "us-east-1",
}


def measure(kind: str) -> dict[str, float]:
    """Return the figures of a fresh interpreter, in milliseconds; `kind` is "plain" or "mended"."""
    command = [sys.executable, "-m", "benchmarks.moto_fixes.figures", kind]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | ENVIRONMENT)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main() -> None:
    """Measure, and print a line for each figure."""
    pairs = [(measure("plain"), measure("mended")) for _ in range(ROUNDS)]
    print(f"{'':44} {'moto ms':>9} {'mended ms':>10} {'ratio':>7}   ({ROUNDS} rounds, medians)")
    for name in pairs[0][0]:
        plain = statistics.median(figures[name] for figures, _ in pairs)
        mended = statistics.median(figures[name] for _, figures in pairs)
        ratio = statistics.median(before[name] / after[name] for before, after in pairs)
        print(f"{name:44} {plain:9.2f} {mended:10.2f} {ratio:7.1f}")


if __name__ == "__main__":
    main()
