from tests.flow.local.provision.conftest import AWS, Deploy

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
SEND = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}],
}
ROLE = {
    "Type": "AWS::IAM::Role",
    "Properties": {
        "AssumeRolePolicyDocument": TRUST,
        "Description": "of a worker",
        "Path": "/offload/",
        "Policies": [{"PolicyName": "inline", "PolicyDocument": SEND}],
        "ManagedPolicyArns": [
            {"Ref": "Shared"},
            {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"},
        ],
    },
}
SHARED = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": SEND, "Description": ""}}


def test_a_role_has_its_trust_and_its_policies(aws: AWS, deploy: Deploy) -> None:
    policy = {"PolicyName": "beside", "PolicyDocument": SEND, "Roles": [{"Ref": "Role"}]}
    resources = {"Shared": SHARED, "Role": ROLE, "Policy": {"Type": "AWS::IAM::Policy", "Properties": policy}}
    provisioned = deploy(resources)
    role = aws("iam").get_role(RoleName="App-Role")["Role"]
    assert role["AssumeRolePolicyDocument"] == TRUST
    assert (role["Path"], role["Description"]) == ("/offload/", "of a worker")
    assert provisioned.resources["App", "Role"].attributes == {"Arn": role["Arn"], "RoleId": role["RoleId"]}
    assert sorted(aws("iam").list_role_policies(RoleName="App-Role")["PolicyNames"]) == ["beside", "inline"]
    assert aws("iam").get_role_policy(RoleName="App-Role", PolicyName="beside")["PolicyDocument"] == SEND


def test_a_role_is_attached_to_the_accounts_own_policies_and_to_those_of_aws(
    aws: AWS, deploy: Deploy
) -> None:
    provisioned = deploy({"Shared": SHARED, "Role": ROLE})
    attached = aws("iam").list_attached_role_policies(RoleName="App-Role")["AttachedPolicies"]
    assert {policy["PolicyArn"] for policy in attached} == {
        provisioned.resources["App", "Shared"].ref,
        "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    }
