"""moto does not know the sandbox, and cannot tell what an account may send.

moto 5.2.5, `sesv2/responses.py: SESV2Response` has neither GetAccount nor PutAccountDetails. Here the
latter moves the account into the sandbox and out again at once; AWS takes a day to think about it. Can go
when moto has them.

https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html

Shown by test_the_sandbox_mails_nobody_who_has_not_agreed
in tests/flow/local/moto_fixes/test_sesv2.py.
"""

import json

from moto.sesv2.responses import SESV2Response

from local.moto_fixes.mend import add
from local.moto_fixes.sesv2.account import sending_of


def install() -> None:
    """Mend moto."""
    add(SESV2Response, "get_account", _get_account)
    add(SESV2Response, "put_account_details", _put_account_details)


def _get_account(response: SESV2Response) -> str:
    sending = sending_of(response.sesv2_backend.core_backend)
    return json.dumps(
        {
            "DedicatedIpAutoWarmupEnabled": False,
            "EnforcementStatus": "HEALTHY",
            "ProductionAccessEnabled": not sending.in_sandbox,
            "SendQuota": {
                "Max24HourSend": sending.quota.a_day,
                "MaxSendRate": sending.quota.a_second,
                "SentLast24Hours": sending.sent_today(),
            },
            "SendingEnabled": True,
            "SuppressionAttributes": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
        }
    )


def _put_account_details(response: SESV2Response) -> str:
    sending = sending_of(response.sesv2_backend.core_backend)
    sending.in_sandbox = not json.loads(response.body).get("ProductionAccessEnabled", False)
    return json.dumps({})
