"""The AWS endpoint: the API of every service at one address. It knows moto and the guard, and no template."""

from local.endpoint.endpoint import Endpoint

__all__ = ["Endpoint"]
