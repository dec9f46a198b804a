"""The HTTP interface: API Gateway's REST API, integrated with the intake queue and with `jobs_api`.

Templates are Velocity, as API Gateway runs it:
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""
