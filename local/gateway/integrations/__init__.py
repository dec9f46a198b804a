"""What a method can hand its request to: SQS, a Lambda function, or nothing at all (MOCK)."""
