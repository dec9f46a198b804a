"""The public keys of user pools, which every pool shows to everybody under its address.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""

from botocore.awsrequest import AWSRequest

from local.gateway import refusals
from local.gateway.reading import ClientFactory


class KeySets:
    """Fetches key sets, each once.

    Args:
        clients: makes the AWS client of a service.
    """

    def __init__(self, clients: ClientFactory) -> None:
        self._clients = clients
        self._fetched: dict[tuple[str, str], bytes] = {}

    def fetch(self, region: str, pool: str) -> bytes:
        """Return the key set of a pool as JSON. Raises the Refusal of a pool that does not answer."""
        key = (region, pool)
        if key not in self._fetched:
            url = f"https://cognito-idp.{region}.amazonaws.com/{pool}/.well-known/jwks.json"
            events = self._clients("cognito-idp").meta.events
            # No operation of the API: it only goes the way that botocore's requests go.
            name = "before-send.cognito-identity-provider.GetSigningKeys"
            answers = events.emit(name, request=AWSRequest("GET", url).prepare())
            answer = next((response for _, response in answers if response is not None), None)
            if answer is None or answer.status_code != 200:
                raise refusals.authorizer_failure()
            self._fetched[key] = answer.content
        return self._fetched[key]
