"""What goes over the wire: errors as each protocol has them, signatures, and addresses of buckets."""

import json
from urllib.parse import urlsplit
from xml.etree import ElementTree

import httpx

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour

DYNAMODB_ERRORS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html"
S3_ERRORS = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
BUCKET_ADDRESSES = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html"
COMMON_ERRORS = "https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html"


def ask(aws: Aws, service: str, target: str, body: object, *, signed: bool = True) -> httpx.Response:
    """Send a request of the JSON protocol."""
    headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.0"}
    url = aws.client(service).meta.endpoint_url + "/"
    return aws.http(signed=signed, service=service).post(url, content=json.dumps(body), headers=headers)


def text(document: ElementTree.Element, name: str) -> str | None:
    """Return the text of the first element of a name, whatever its namespace."""
    return next((found.text for found in document.iter() if found.tag.rpartition("}")[2] == name), None)


@behaviour(
    DYNAMODB_ERRORS,
    "If the request is unsuccessful, DynamoDB returns an error. Each error has three components: an "
    "HTTP status code (such as 400), an exception name (such as ResourceNotFoundException), an error "
    "message.",
)
def test_an_error_of_the_json_protocol_names_its_type_in_the_body(aws: Aws) -> None:
    response = ask(aws, "dynamodb", "DynamoDB_20120810.DescribeTable", {"TableName": aws.unique("nowhere")})

    assert response.status_code == 400
    assert response.json()["__type"] == "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"
    assert "not found" in response.json()["message"]
    assert response.headers["x-amzn-RequestId"]


@behaviour(
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-json-api-responses.html",
    "x-amzn-query-error contains two pieces of information: the type of error, and whether the error "
    "was a producer or consumer error.",
)
def test_an_error_of_sqs_still_tells_its_old_name(aws: Aws) -> None:
    url = aws.queue().url
    aws.client("sqs").delete_queue(QueueUrl=url)

    response = ask(aws, "sqs", "AmazonSQS.GetQueueAttributes", {"QueueUrl": url})

    assert response.status_code == 400
    assert response.json()["__type"] == "com.amazonaws.sqs#QueueDoesNotExist"
    assert response.headers["x-amzn-query-error"] == "AWS.SimpleQueueService.NonExistentQueue;Sender"


@behaviour(
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html",
    "NoSuchEntity: The request was rejected because it referenced a resource entity that does not "
    "exist. HTTP Status Code: 404",
)
def test_an_error_of_the_query_protocol_is_an_xml_document(aws: Aws) -> None:
    http = aws.http(signed=True, service="iam")
    http_url = aws.client("iam").meta.endpoint_url + "/"

    response = http.post(
        http_url, data={"Action": "GetRole", "Version": "2010-05-08", "RoleName": aws.unique("nobody")}
    )

    document = ElementTree.fromstring(response.text)
    assert (response.status_code, document.tag.rpartition("}")[2]) == (404, "ErrorResponse")
    assert (text(document, "Type"), text(document, "Code")) == ("Sender", "NoSuchEntity")
    assert text(document, "RequestId")


@behaviour(
    S3_ERRORS,
    "When an error occurs, the header information contains the following: Content-Type: "
    "application/xml; an appropriate 3xx, 4xx, or 5xx HTTP status code. The body of the response also "
    "contains information about the error.",
)
def test_an_error_of_s3_is_an_xml_document_of_its_own_kind(aws: Aws) -> None:
    url = f"{aws.client('s3').meta.endpoint_url}/{aws.unique('nowhere')}?list-type=2"

    response = aws.http(signed=True, service="s3").get(url)

    document = ElementTree.fromstring(response.text)
    assert (response.status_code, document.tag) == (404, "Error")
    assert text(document, "Code") == "NoSuchBucket"
    assert text(document, "Message")
    assert text(document, "RequestId")
    assert response.headers["x-amz-request-id"]


@behaviour(
    "https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html",
    "ResourceNotFoundException: The resource specified in the request does not exist. HTTP Status Code: 404",
)
def test_an_error_of_lambda_names_its_type_to_the_sdk(aws: Aws) -> None:
    url = f"{aws.client('lambda').meta.endpoint_url}/2015-03-31/functions/{aws.unique('nowhere')}"

    response = aws.http(signed=True, service="lambda").get(url)

    assert response.status_code == 404
    named = response.headers.get("x-amzn-ErrorType") or response.json()["__type"]
    assert named.partition(":")[0] == "ResourceNotFoundException"
    assert "not found" in response.text.lower()


@behaviour(
    DYNAMODB_ERRORS,
    "MissingAuthenticationTokenException: Request must contain a valid (registered) AWS Access Key ID. "
    "(Under HTTP status code 400.)",
)
def test_a_request_that_nobody_signed_is_refused(aws: Aws) -> None:
    response = ask(aws, "dynamodb", "DynamoDB_20120810.ListTables", {}, signed=False)

    assert response.status_code == 400
    assert response.json()["__type"].endswith("MissingAuthenticationTokenException")


@behaviour(
    "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html",
    "UnknownOperationException: The action or operation requested is invalid. Verify that the action "
    "is typed correctly.",
)
def test_an_unknown_operation_is_refused(aws: Aws) -> None:
    response = ask(aws, "dynamodb", "DynamoDB_20120810.MakeCoffee", {})

    assert response.status_code == 400
    assert response.json()["__type"].endswith("UnknownOperationException")


@behaviour(
    BUCKET_ADDRESSES,
    "In a virtual-hosted-style URI, the bucket name is part of the domain name in the URL. Currently, "
    "Amazon S3 supports both virtual-hosted-style and path-style URL access in all AWS Regions.",
)
def test_a_bucket_is_found_in_the_path_and_in_the_host(aws: Aws) -> None:
    s3, bucket = aws.client("s3"), aws.unique("bucket")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="a b/c.txt", Body=b"hello")
    base = aws.client("s3").meta.endpoint_url
    host = f"{bucket}.{urlsplit(base).netloc.replace('127.0.0.1', 'localhost')}"
    http = aws.http(signed=True, service="s3")

    by_path = http.get(f"{base}/{bucket}/a%20b/c.txt")
    by_host = http.get(f"{base}/a%20b/c.txt", headers={"Host": host})
    listed = http.get(f"{base}/?list-type=2", headers={"Host": host})

    assert (by_path.status_code, by_path.content) == (200, b"hello")
    assert (by_host.status_code, by_host.content) == (200, b"hello")
    assert "<Key>a b/c.txt</Key>" in listed.text


@behaviour(
    "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html",
    "Returns details about the IAM user or role whose credentials are used to call the operation: Account, "
    "Arn and UserId.",
)
def test_anybody_can_ask_who_they_are(aws: Aws) -> None:
    identity = aws.client("sts").get_caller_identity()

    assert identity["Account"] == aws.account
    assert len(identity["Account"]) == 12
    assert identity["Arn"].split(":")[4] == identity["Account"]
    assert identity["UserId"]
