"""The integration that asks nobody: the request's template says which status it would have answered.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
"""

import logging
import re

from local.gateway import refusals
from local.gateway.integrations.answer import Answer

logger = logging.getLogger(__name__)

#: Also without quotes, as the console and CDK write it.
STATUS = re.compile(r"""['"]?statusCode['"]?\s*:\s*(\d{3})\b""")


def answer_mock(body: str) -> Answer:
    """Return the answer the rendered template asks for. Raises a Refusal where it asks for none."""
    match = STATUS.search(body)
    if match is None:
        logger.error("a MOCK integration's request template must give a statusCode: %s", body)
        raise refusals.internal_error()
    return Answer(int(match[1]))
