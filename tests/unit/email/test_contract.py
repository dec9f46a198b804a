"""The contract of a mailing: what is let in, and what is not."""

import json

import pytest
from jsonschema import Draft4Validator
from pydantic import JsonValue, ValidationError

from functions.email.contract import Email
from infra.draft4 import draft4_schema
from tests.unit.email.messages import ADA, MESSAGES, RECEIPT, WELCOME


@pytest.mark.parametrize("template", MESSAGES)
def test_each_template_is_let_in(template: str) -> None:
    payload = {"message": MESSAGES[template], "recipients": [ADA]}

    Email.model_validate_json(json.dumps(payload))
    Draft4Validator(draft4_schema(Email)).validate(payload)


def asked(message: JsonValue = None, **recipient: JsonValue) -> JsonValue:
    return {"message": message or dict(WELCOME), "recipients": [{**ADA, **recipient}]}


WRONG: dict[str, JsonValue] = {
    "no template": asked({"template": "goodbye"}),
    "another template's data": asked({**WELCOME, "template": "receipt"}),
    "a line's end in a name": asked(name="Ada\nBcc: x@example.com"),
    "a line's end of Unicode in a name": asked(name="Ada\u2028Bcc: x@example.com"),
    "no name": asked(name=""),
    "two addresses in one": asked(address="ada@example.com,bob@example.com"),
    "a name before the address": asked(address="Ada <ada@example.com>"),
    "no domain": asked(address="ada"),
    "a domain in Chinese": asked(address="ada@例え.jp"),
    "a link to a script": asked({**WELCOME, "start": "javascript:alert(1)"}),
    "a link without encryption": asked({**WELCOME, "start": "http://www.example.com"}),
    "a negative price": asked({**RECEIPT, "items": [{"name": "Mug", "quantity": 1, "price": -1}]}),
    "an unknown field": asked({**WELCOME, "footer": "x"}),
    "no recipients": {"message": dict(WELCOME), "recipients": []},
    "51 recipients": {
        "message": dict(WELCOME),
        "recipients": [{"address": f"a{n}@example.com", "name": "A"} for n in range(51)],
    },
}


@pytest.mark.parametrize("payload", WRONG.values(), ids=WRONG)
def test_what_a_mailing_may_not_say_is_refused_by_the_contract_and_by_the_gateway_s_model(
    payload: JsonValue,
) -> None:
    with pytest.raises(ValidationError):
        Email.model_validate_json(json.dumps(payload))
    assert not Draft4Validator(draft4_schema(Email)).is_valid(payload)


def test_nobody_is_mailed_twice_by_spelling_their_address_twice() -> None:
    recipients = [ADA, {**ADA, "address": "Ada@Example.com"}]

    with pytest.raises(ValidationError, match=r"each address may appear once; repeated: ada@example\.com"):
        Email.model_validate({"message": WELCOME, "recipients": recipients})
