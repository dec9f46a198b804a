from typing import Any

from tests.flow.local.provision.conftest import AWS, Deploy
from tests.flow.local.provision.test_provision_apigateway import RESOURCES

API, STAGE = {"Ref": "Api"}, {"Ref": "Stage"}
POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_pool"
#: As the CDK writes them.
ACCESS: dict[str, Any] = {
    "Pool": {
        "Type": "AWS::ApiGateway::Authorizer",
        "Properties": {
            "RestApiId": API,
            "Name": "pool",
            "Type": "COGNITO_USER_POOLS",
            "IdentitySource": "method.request.header.Authorization",
            "ProviderARNs": [POOL],
        },
    },
    "Key": {
        "Type": "AWS::ApiGateway::ApiKey",
        "Properties": {
            "Enabled": True,
            "Value": "a-key-of-twenty-characters",
            "StageKeys": [{"RestApiId": API, "StageName": STAGE}],
        },
    },
    "Plan": {
        "Type": "AWS::ApiGateway::UsagePlan",
        "Properties": {
            "ApiStages": [
                {
                    "ApiId": API,
                    "Stage": STAGE,
                    "Throttle": {"/jobs/POST": {"BurstLimit": 1, "RateLimit": 2}},
                }
            ],
            "Quota": {"Limit": 100, "Offset": 1, "Period": "DAY"},
            "Throttle": {"BurstLimit": 2, "RateLimit": 10},
            "UsagePlanName": "plan",
        },
    },
    "KeyOfPlan": {
        "Type": "AWS::ApiGateway::UsagePlanKey",
        "Properties": {"KeyId": {"Ref": "Key"}, "KeyType": "API_KEY", "UsagePlanId": {"Ref": "Plan"}},
    },
}


def test_an_authorizer_names_its_user_pools(aws: AWS, deploy: Deploy) -> None:
    resources = deploy(RESOURCES | ACCESS).resources

    authorizer = aws("apigateway").get_authorizer(
        restApiId=resources["App", "Api"].ref, authorizerId=resources["App", "Pool"].ref
    )

    assert (authorizer["type"], authorizer["providerARNs"]) == ("COGNITO_USER_POOLS", [POOL])
    assert authorizer["identitySource"] == "method.request.header.Authorization"


def test_a_usage_plan_has_its_stage_its_limits_and_its_key(aws: AWS, deploy: Deploy) -> None:
    resources = deploy(RESOURCES | ACCESS).resources
    gateway, plan_id = aws("apigateway"), resources["App", "Plan"].ref

    plan = gateway.get_usage_plan(usagePlanId=plan_id)
    (member,) = gateway.get_usage_plan_keys(usagePlanId=plan_id)["items"]
    key = gateway.get_api_key(apiKey=resources["App", "Key"].ref, includeValue=True)

    assert plan["name"] == "plan"
    assert plan["apiStages"] == [
        {
            "apiId": resources["App", "Api"].ref,
            "stage": "dev",
            "throttle": {"/jobs/POST": {"burstLimit": 1, "rateLimit": 2.0}},
        }
    ]
    assert plan["quota"] == {"limit": 100, "offset": 1, "period": "DAY"}
    assert plan["throttle"] == {"burstLimit": 2, "rateLimit": 10.0}
    assert (member["id"], key["enabled"]) == (key["id"], True)
    assert key["value"] == "a-key-of-twenty-characters"
