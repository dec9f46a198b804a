"""What a child process runs first: it ties its life to the host's and starts AWS's runtime client.

Run as a file by an isolated interpreter, so it imports nothing of the project. Arguments: the host's process
id, the handler, the directories of the function's code.
"""

import ctypes
import os
import signal
import sys

#: prctl(2): the signal a process gets when the one that started it is gone, however that ended.
_PR_SET_PDEATHSIG = 1


def _main(host: int, handler: str, roots: list[str]) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != host:
        os._exit(1)  # it was gone before it could be told of
    sys.path[:0] = roots
    from awslambdaric.__main__ import main

    main(["bootstrap", handler])


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
