"""The account and the region that everything local belongs to. Constants only."""

#: moto's own account; every ARN it makes carries it.
ACCOUNT_ID = "123456789012"
REGION = "us-east-1"
