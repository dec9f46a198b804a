"""Velocity templates, as API Gateway runs them: a library's language, Java's values and AWS's variables.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""
