"""Answers of services that speak forms and XML, as JSON: what they give to whoever accepts JSON.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
"""

import json
from collections.abc import Mapping
from xml.etree import ElementTree

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from local.gateway.context import Json
from local.gateway.integrations.answer import Answer

_NUMBERS = frozenset({"integer", "long"})


def as_json(answer: Answer, operation: OperationModel, request_id: str) -> Answer:
    """Return an XML answer as JSON, with null for what it lacks; what is no XML stays as it is."""
    try:
        root = ElementTree.fromstring(answer.body)
    except ElementTree.ParseError:
        return answer
    error = next((each for each in root.iter() if _name(each) == "Error"), None)
    if error is not None:
        members: dict[str, Json] = {_name(each): each.text for each in error}
        members["Type"] = "Sender" if answer.status < 500 else "Receiver"
        return _document(answer.status, {"Error": members, "RequestId": request_id})
    result = next((each for each in root if _name(each) == f"{operation.name}Result"), None)
    document: dict[str, Json] = {"ResponseMetadata": {"RequestId": request_id}}
    if operation.output_shape is not None:
        document[f"{operation.name}Result"] = _value(result, operation.output_shape)
    return _document(answer.status, {f"{operation.name}Response": document})


def has_json(operation: OperationModel) -> bool:
    """Tell whether it is known how an answer looks as JSON: SQS's model does not tell, of lists and maps."""
    shape = operation.output_shape
    if operation.service_model.service_name != "sqs" or shape is None:
        return True
    return not any(isinstance(each, ListShape | MapShape) for each in shape.members.values())


def refuse(code: str, message: str, request_id: str, *, as_xml: bool) -> Answer:
    """Return the answer of a service that refuses a request as the caller's mistake."""
    if not as_xml:
        error: Json = {"Type": "Sender", "Code": code, "Message": message}
        return _document(400, {"Error": error, "RequestId": request_id})
    root = ElementTree.Element("ErrorResponse")
    parent = ElementTree.SubElement(root, "Error")
    for name, text in (("Type", "Sender"), ("Code", code), ("Message", message)):
        ElementTree.SubElement(parent, name).text = text
    ElementTree.SubElement(root, "RequestId").text = request_id
    return Answer(400, (("Content-Type", "text/xml"),), ElementTree.tostring(root, encoding="utf-8"))


def _document(status: int, document: Mapping[str, Json]) -> Answer:
    return Answer(status, (("Content-Type", "application/json"),), json.dumps(document).encode())


def _value(element: ElementTree.Element | None, shape: Shape) -> Json:
    if isinstance(shape, StructureShape):
        return {
            name: _value(_first(element, member.serialization.get("name", name)), member)
            for name, member in shape.members.items()
        }
    if element is None:
        return None
    if isinstance(shape, ListShape):
        return [_value(each, shape.member) for each in element]
    if isinstance(shape, MapShape):
        return {each[0].text or "": _value(each[1], shape.value) for each in element}
    text = element.text or ""
    if shape.type_name in _NUMBERS:
        return int(text)
    return text == "true" if shape.type_name == "boolean" else text


def _first(element: ElementTree.Element | None, name: str) -> ElementTree.Element | None:
    return next((each for each in element if _name(each) == name), None) if element is not None else None


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
