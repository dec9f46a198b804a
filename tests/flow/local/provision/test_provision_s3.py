import json

import pytest
from botocore.exceptions import ClientError

from local import moto_fixes
from tests.flow.local.provision.conftest import AWS, Deploy


@pytest.fixture(scope="session")
def mended() -> None:
    moto_fixes.install()


ALL_BLOCKED = {
    "BlockPublicAcls": True,
    "BlockPublicPolicy": True,
    "IgnorePublicAcls": True,
    "RestrictPublicBuckets": True,
}
BUCKET = {
    "Type": "AWS::S3::Bucket",
    "Properties": {
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [
                {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
            ]
        },
        "CorsConfiguration": {
            "CorsRules": [
                {"AllowedMethods": ["PUT"], "AllowedOrigins": ["*"], "ExposedHeaders": ["ETag"], "MaxAge": 60}
            ]
        },
        "LifecycleConfiguration": {
            "Rules": [
                {
                    "Id": "forget",
                    "Status": "Enabled",
                    "Prefix": "uploads/",
                    "ExpirationInDays": 7,
                    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
                },
                {"Status": "Enabled", "NoncurrentVersionExpiration": {"NoncurrentDays": 2}},
                {"Status": "Enabled", "ExpiredObjectDeleteMarker": True},
            ]
        },
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
        "PublicAccessBlockConfiguration": ALL_BLOCKED,
        "VersioningConfiguration": {"Status": "Enabled"},
        "Tags": [{"Key": "stage", "Value": "dev"}],
    },
}


def test_a_bucket_has_the_settings_of_its_template(aws: AWS, deploy: Deploy) -> None:
    bucket = deploy({"Payloads": BUCKET}).resources["App", "Payloads"].ref
    s3 = aws("s3")
    encryption = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert encryption[0]["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    (cors,) = s3.get_bucket_cors(Bucket=bucket)["CORSRules"]
    assert cors == {
        "AllowedMethods": ["PUT"],
        "AllowedOrigins": ["*"],
        "ExposeHeaders": ["ETag"],
        "MaxAgeSeconds": 60,
    }
    uploads, versions, markers = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert (uploads["ID"], uploads["Filter"], uploads["Expiration"]) == (
        "forget",
        {"Prefix": "uploads/"},
        {"Days": 7},
    )
    assert uploads["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    assert versions["NoncurrentVersionExpiration"] == {"NoncurrentDays": 2}
    assert markers["Expiration"] == {"ExpiredObjectDeleteMarker": True}
    ownership = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]
    assert ownership == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"] == ALL_BLOCKED
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == [{"Key": "stage", "Value": "dev"}]


def test_a_bucket_without_settings_has_none(aws: AWS, deploy: Deploy) -> None:
    bucket = deploy({"Plain": {"Type": "AWS::S3::Bucket"}}).resources["App", "Plain"].ref
    with pytest.raises(ClientError, match="NoSuchCORSConfiguration"):
        aws("s3").get_bucket_cors(Bucket=bucket)


def test_a_bucket_is_named_as_s3_allows_and_has_a_policy(aws: AWS, deploy: Deploy) -> None:
    policy = {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}
    long_name = "PayloadBucket" * 6
    provisioned = deploy(
        {
            long_name: BUCKET,
            "Policy": {
                "Type": "AWS::S3::BucketPolicy",
                "Properties": {"Bucket": {"Ref": long_name}, "PolicyDocument": policy},
            },
        }
    )
    bucket = provisioned.resources["App", long_name]
    assert bucket.ref.islower()
    assert len(bucket.ref) == 63
    assert bucket.attributes["Arn"] == f"arn:aws:s3:::{bucket.ref}"
    assert json.loads(aws("s3").get_bucket_policy(Bucket=bucket.ref)["Policy"]) == policy


@pytest.mark.usefixtures("mended")
def test_a_bucket_notifies_as_the_cdk_says_it(aws: AWS, deploy: Deploy) -> None:
    configuration = {
        "EventBridgeConfiguration": {},
        "QueueConfigurations": [
            {
                "Events": ["s3:ObjectCreated:*"],
                "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "in/"}]}},
                "QueueArn": {"Fn::GetAtt": ["Queue", "Arn"]},
            }
        ],
    }
    notifications = {
        "ServiceToken": "arn:aws:lambda:us-east-1:123456789012:function:nobody",
        "BucketName": {"Ref": "Bucket"},
        "NotificationConfiguration": configuration,
        "Managed": True,
        "SkipDestinationValidation": False,
    }
    provisioned = deploy(
        {
            "Queue": {"Type": "AWS::SQS::Queue"},
            "Bucket": {"Type": "AWS::S3::Bucket"},
            "Notifications": {"Type": "Custom::S3BucketNotifications", "Properties": notifications},
        }
    )
    bucket = provisioned.resources["App", "Bucket"].ref
    found = aws("s3").get_bucket_notification_configuration(Bucket=bucket)
    assert found["EventBridgeConfiguration"] == {}
    (queue,) = found["QueueConfigurations"]
    assert (queue["QueueArn"], queue["Events"]) == (
        "arn:aws:sqs:us-east-1:123456789012:App-Queue",
        ["s3:ObjectCreated:*"],
    )
    ((rule,),) = (queue["Filter"]["Key"]["FilterRules"],)
    assert (rule["Name"].lower(), rule["Value"]) == ("prefix", "in/")


@pytest.mark.usefixtures("mended")
def test_a_bucket_notifies_as_it_says_itself(aws: AWS, deploy: Deploy) -> None:
    rules = [{"Name": "suffix", "Value": ".png"}]
    configuration = {
        "EventBridgeConfiguration": {"EventBridgeEnabled": True},
        "QueueConfigurations": [
            {
                "Event": "s3:ObjectRemoved:*",
                "Filter": {"S3Key": {"Rules": rules}},
                "Queue": {"Fn::GetAtt": ["Queue", "Arn"]},
            }
        ],
    }
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"NotificationConfiguration": configuration}}
    provisioned = deploy({"Queue": {"Type": "AWS::SQS::Queue"}, "Bucket": bucket})
    found = aws("s3").get_bucket_notification_configuration(Bucket=provisioned.resources["App", "Bucket"].ref)
    assert found["QueueConfigurations"][0]["Events"] == ["s3:ObjectRemoved:*"]
    assert "EventBridgeConfiguration" in found
