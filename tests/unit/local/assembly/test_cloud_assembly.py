import json
from pathlib import Path
from typing import Any

import pytest

from local.assembly import Location, ReturnValues, load
from local.assembly.errors import Malformed, UnknownAsset, UnknownExport, UnknownFunction
from tests.unit.local.assembly.written import load_resources, write_assembly

DATA = {
    "Resources": {"Table": {"Type": "T"}},
    "Outputs": {
        "Name": {"Value": {"Ref": "Table"}, "Export": {"Name": {"Fn::Sub": "${AWS::StackName}:Table"}}}
    },
}
CREATED = {("Data", "Table"): ReturnValues("jobs", {})}


def importing(export: str) -> dict[str, Any]:
    return {"Resources": {"Reader": {"Type": "T", "Properties": {"Table": {"Fn::ImportValue": export}}}}}


def test_stacks_come_in_the_order_of_their_dependencies(tmp_path: Path) -> None:
    stacks = {"Service": importing("Data:Table"), "Data": DATA}
    assembly = load(write_assembly(tmp_path, stacks, dependencies={"Service": ["Data"]}))
    assert [(each.stack, each.logical_id) for each in assembly.resources] == [
        ("Data", "Table"),
        ("Service", "Reader"),
    ]


def test_a_stack_imports_what_one_before_it_exports(tmp_path: Path) -> None:
    stacks = {"Service": importing("Data:Table"), "Data": DATA}
    assembly = load(write_assembly(tmp_path, stacks, dependencies={"Service": ["Data"]}))
    assert assembly.resolver(CREATED).properties(assembly.resources[-1]) == {"Table": "jobs"}


@pytest.mark.parametrize("export", ["Data:Other", "Data:Table"])
def test_an_import_from_nowhere_or_from_a_later_stack_is_an_error(tmp_path: Path, export: str) -> None:
    stacks = {"Service": importing(export), "Data": DATA}
    later = {"Data": ["Service"]} if export == "Data:Table" else {"Service": ["Data"]}
    assembly = load(write_assembly(tmp_path, stacks, dependencies=later))
    (reader,) = (each for each in assembly.resources if each.logical_id == "Reader")
    with pytest.raises(
        UnknownExport, match=f"Service/Reader at Table.Fn::ImportValue: .* exports '{export}'"
    ):
        assembly.resolver(CREATED).properties(reader)


def test_outputs_are_resolved_by_stack_and_name(tmp_path: Path) -> None:
    assembly = load(write_assembly(tmp_path, {"Data": DATA}))
    assert assembly.outputs(CREATED) == {"Data": {"Name": "jobs"}}


def test_the_cdks_own_metadata_resource_is_left_out(tmp_path: Path) -> None:
    metadata = {"Type": "AWS::CDK::Metadata", "Properties": {"Analytics": "v2:deflate64:x"}}
    assembly = load_resources(tmp_path, {"CDKMetadata": metadata, "A": {"Type": "T"}})
    assert [each.logical_id for each in assembly.resources] == ["A"]


def test_an_asset_is_found_by_where_it_is_published(tmp_path: Path) -> None:
    directory = write_assembly(tmp_path, {"App": {"Resources": {}}}, assets={"abc": {"handler.py": "x = 1"}})
    assembly = load(directory)
    published = assembly.published("cdk-assets-123456789012-us-east-1", "abc.zip", Location("App"))
    assert (published.hash, published.path) == ("abc", directory / "asset.abc")


def test_an_asset_nobody_publishes_is_an_error(tmp_path: Path) -> None:
    assembly = load_resources(tmp_path, {})
    with pytest.raises(UnknownAsset, match="App/F at Code: the assembly publishes nothing as s3://b/k"):
        assembly.published("b", "k", Location("App", "F").at("Code"))


def test_container_images_are_refused(tmp_path: Path) -> None:
    directory = write_assembly(tmp_path, {"App": {"Resources": {}}}, assets={"abc": {"f": ""}})
    manifest: dict[str, object] = {"files": {}, "dockerImages": {"def": {}}}
    (directory / "App.assets.json").write_text(json.dumps(manifest))
    with pytest.raises(UnknownFunction, match=r"dockerImages\.def: container images are not run locally"):
        load(directory)


def test_a_stack_bound_to_another_account_is_refused(tmp_path: Path) -> None:
    directory = write_assembly(
        tmp_path, {"App": {"Resources": {}}}, environment="aws://111122223333/us-east-1"
    )
    with pytest.raises(Malformed, match="bound to account 111122223333 and region us-east-1"):
        load(directory)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ({"Transform": "AWS::Serverless-2016-10-31"}, "App/: Transform is not understood"),
        ({"Outputs": {"O": {"Value": 1, "Secret": True}}}, "App/O: Secret is not understood"),
    ],
)
def test_a_section_that_is_not_known_is_refused(
    tmp_path: Path, template: dict[str, Any], message: str
) -> None:
    with pytest.raises(UnknownFunction, match=message):
        load(write_assembly(tmp_path, {"App": template}))


def test_an_unknown_kind_of_artifact_is_refused(tmp_path: Path) -> None:
    nested = {"artifacts": {"assembly-Prod": {"type": "cdk:cloud-assembly", "properties": {}}}}
    (tmp_path / "manifest.json").write_text(json.dumps(nested))
    with pytest.raises(UnknownFunction, match="assembly-Prod: an artifact of type cdk:cloud-assembly"):
        load(tmp_path)
