"""How many requests are let through: token buckets, of the account, of each method and of each API key.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
"""

from collections.abc import Hashable

from local.gateway.api import Throttle


class Buckets:
    """Token buckets, by whatever they count; a bucket starts anew when its limits change."""

    def __init__(self) -> None:
        self._buckets: dict[Hashable, _Bucket] = {}

    def take(self, key: Hashable, throttle: Throttle, now: float) -> bool:
        """Take a token for one request at `now` (seconds since the epoch); tell whether there was one."""
        bucket = self._buckets.get(key)
        if bucket is None or bucket.throttle != throttle:
            bucket = self._buckets[key] = _Bucket(throttle, now)
        return bucket.take(now)


class _Bucket:
    def __init__(self, throttle: Throttle, now: float) -> None:
        self.throttle = throttle
        self._tokens = float(throttle.burst)
        self._filled = now

    def take(self, now: float) -> bool:
        earned = (now - self._filled) * self.throttle.rate
        self._tokens = min(self._tokens + earned, float(self.throttle.burst))
        self._filled = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
