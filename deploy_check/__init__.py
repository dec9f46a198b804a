"""Proves the deployment without an AWS account: the real CDK CLI, the whole app, an emulator of AWS.

It knows the app only from outside: the CLI, the AWS APIs and the sample jobs. docs/deploy-check.md says
what the emulator cannot show.
"""
