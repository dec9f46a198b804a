"""Names traces as X-Ray does, so that handlers find the header they log.

https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
"""

from moto.moto_api._internal import mock_random


def new_trace_id(now: float) -> str:
    """Return the header of a new trace, which nobody samples; `now` is in seconds since the epoch."""
    root, parent = mock_random.get_random_hex(24), mock_random.get_random_hex(16)
    return f"Root=1-{int(now):08x}-{root};Parent={parent};Sampled=0"
