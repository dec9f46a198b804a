"""The JSON-schema model of a route, generated from its contract: one source of truth."""

from aws_cdk import aws_apigateway as apigateway
from pydantic import BaseModel

from infra.draft4 import draft4_schema


def add_model(api: apigateway.RestApi, name: str, contract: type[BaseModel]) -> apigateway.IModel:
    """The model of a body.

    Args:
        api: whose model it is.
        name: of the model, letters and digits.
        contract: what a body has to keep.

    Raises:
        UntranslatableError: the contract says something draft 4 cannot.
    """
    schema = draft4_schema(contract)
    model = apigateway.CfnModel(
        api,
        f"{name}Model",
        rest_api_id=api.rest_api_id,
        name=name,
        content_type="application/json",
        schema=schema,
    )
    if api.latest_deployment is not None:
        # A deployment is a snapshot: a changed model must make a new one, after the model.
        api.latest_deployment.node.add_dependency(model)
        api.latest_deployment.add_to_logical_id({"model": name, "schema": schema})
    return apigateway.Model.from_model_name(api, f"{name}ModelName", model.ref)
