"""How many requests a method lets through: a token bucket for each.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
"""

from local.gateway.api import Method, Resource, Stage, Throttle


class Buckets:
    """The token buckets of an API's methods; a bucket starts anew when its limits change."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def take(self, stage: Stage, resource: Resource, method: Method, now: float) -> bool:
        """Take a token for one request at `now` (seconds since the epoch); tell whether there was one."""
        throttle = stage.throttle(resource, method)
        key = (resource.path, method.http_method)
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
