"""The state a sample event finds: items and objects, from the file of the event's name in `given/` beside it.

The file names a table or a bucket by the environment variable through which the function knows it, so it
holds for every stage.
"""

from pathlib import Path

from boto3.dynamodb.types import TypeSerializer
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from local.cli.json_input import InvalidInput
from local.cli.snapshot import Clients


class Given(BaseModel):
    """What is there before the function is invoked.

    Attributes:
        items: variable that names a table → the table's items; numbers are integers.
        objects: variable that names a bucket → key → the file to put there, as a path beside the event.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    items: dict[str, list[dict[str, JsonValue]]] = Field(default={})
    objects: dict[str, dict[str, str]] = Field(default={})

    def put(self, function: str, folder: Path, client: Clients) -> None:
        """Put it there.

        Args:
            function: the physical name of the function that will find it.
            folder: where the event lies.
            client: makes a boto3 client of a service.
        """
        configuration = client("lambda").get_function_configuration(FunctionName=function)
        variables = configuration["Environment"]["Variables"]
        dynamodb, s3 = client("dynamodb"), client("s3")
        serialize = TypeSerializer().serialize
        for variable, items in self.items.items():
            for item in items:
                serialized = {name: serialize(value) for name, value in item.items()}
                dynamodb.put_item(TableName=variables[variable], Item=serialized)
        for variable, objects in self.objects.items():
            for key, path in objects.items():
                s3.put_object(Bucket=variables[variable], Key=key, Body=(folder / path).read_bytes())


def read_given(event: Path) -> Given:
    """Read what an event finds: nothing, unless `given/` has a file of its name. Raises InvalidInput."""
    path = event.parent / "given" / event.name
    if not path.exists():
        return Given()
    try:
        return Given.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise InvalidInput(f"{path}: {error}") from error
