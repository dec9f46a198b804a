"""Event source mappings of streams: reads DynamoDB's and Kinesis's shards in order, for Lambda functions."""
