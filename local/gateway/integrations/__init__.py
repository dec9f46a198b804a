"""What a method can hand its request to: an AWS service, a Lambda function, or nothing at all (MOCK)."""
