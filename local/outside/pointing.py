"""Points functions at the outside where it is served at another address than the stage's settings name."""

from local.clients import ClientFactory

#: Where stages that are meant for this machine expect it.
OUTSIDE_URL = "http://127.0.0.1:8001"


def point_functions_at(url: str, client: ClientFactory) -> None:
    """Let every function whose environment names OUTSIDE_URL find the outside at `url` instead.

    Args:
        url: without a path.
        client: makes a boto3 client of a service of the stack.
    """
    functions = client("lambda")
    for page in functions.get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            variables = function.get("Environment", {}).get("Variables", {})
            pointed = {name: value.replace(OUTSIDE_URL, url) for name, value in variables.items()}
            if pointed != variables:
                functions.update_function_configuration(
                    FunctionName=function["FunctionName"], Environment={"Variables": pointed}
                )
