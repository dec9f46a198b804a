"""Messages and recipients for the tests of mail."""

from collections.abc import Mapping

from pydantic import JsonValue

from functions.email.contract import Email, Message, Recipient

ADA = {"address": "ada@example.com", "name": "Ada Byron"}

WELCOME: Mapping[str, JsonValue] = {
    "template": "welcome",
    "product": "Offload",
    "start": "https://www.example.com/start?a=1&b=2",
    "steps": ["Confirm your address", "Send the first job"],
}
RECEIPT: Mapping[str, JsonValue] = {
    "template": "receipt",
    "number": "R-42",
    "date": "2030-05-01",
    "currency": "EUR",
    "items": [
        {"name": "Teapot", "quantity": 1, "price": 3490},
        {"name": "Mug", "quantity": 4, "price": 1250},
    ],
    "order": "https://www.example.com/orders/42",
}
REPORT_READY: Mapping[str, JsonValue] = {
    "template": "report_ready",
    "report": "Sales report",
    "period": "April 2030",
    "figures": [{"label": "Revenue", "value": "€48,210.00"}, {"label": "Orders", "value": "1,204"}],
    "download": "https://www.example.com/reports/2030-04",
}
MESSAGES = {str(message["template"]): message for message in (WELCOME, RECEIPT, REPORT_READY)}


def read(message: Mapping[str, JsonValue], recipient: Mapping[str, str] = ADA) -> tuple[Message, Recipient]:
    """Return a message and a recipient as the contract reads them."""
    email = Email.model_validate({"message": message, "recipients": [recipient]})
    return email.message, email.recipients[0]
