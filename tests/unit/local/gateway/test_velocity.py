"""What templates render to. Where AWS's own output is known, it is what is expected here."""

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.gateway.vtl.functions import InputVariable, Utilities
from local.gateway.vtl.java import TemplateRefused
from local.gateway.vtl.template import Template


def render(template: str, body: str = "", **variables: Any) -> str:
    header = {"Idempotency-Key": "k", "Accept": "*/*"}
    everything = {
        "input": InputVariable(body, {"id": "7"}, {"wait": "5", "id": "not this"}, header),
        "util": Utilities(),
        "context": {"requestId": "r-1", "identity": {"user": "AROA2:session", "apiKey": None}},
    }
    return Template(template).render(everything | variables)


@pytest.mark.parametrize(
    ("template", "body", "rendered"),
    [
        ("$x", '{"json":{"foo":"bar"}}', "{foo=bar}"),
        ("$x", '{"json":[{"foo":"bar"}]}', '[{"foo":"bar"}]'),
        ("$x.nested", '{"json":{"nested":{"foo":"bar"}}}', "{foo=bar}"),
        ("$x.nested", '{"json":{"nested":[{"foo":"bar"}]}}', '[{"foo":"bar"}]'),
        ("$x[0]", '{"json":[{"foo":"bar"}]}', "{foo=bar}"),
        ("$x[0]", '{"json":[[{"foo":"bar"}]]}', '[{"foo":"bar"}]'),
        ("$x", '{"json":{"foo":[{"nested":"bar"}]}}', '{foo=[{"nested":"bar"}]}'),
        ("$x", '{"json":{"bigger":"dict","to":"test"}}', "{bigger=dict, to=test}"),
        ("$x.toString()", '{"json":{"list":[{"foo":"bar"}]}}', '{list=[{"foo":"bar"}]}'),
    ],
)
def test_parts_of_a_body_print_as_on_aws(template: str, body: str, rendered: str) -> None:
    assert render(f"#set($x = $input.path('$.json')){template}", body) == rendered


@pytest.mark.parametrize(
    ("body", "rendered"),
    [
        ("", '{"body": , "nested": , "isNull": "true", "isEmptyString": "true"}'),
        ('{"list":null}', '{"body": , "nested": , "isNull": "true", "isEmptyString": "true"}'),
        ('{"list":[]}', '{"body": [], "nested": , "isNull": "false", "isEmptyString": "false"}'),
    ],
)
def test_what_is_missing_is_null_and_empty_as_on_aws(body: str, rendered: str) -> None:
    template = (
        '#set($result = $input.path("$.list")){"body": $result, "nested": $result.nested, "isNull": '
        '#if( $result == $null )"true"#else"false"#end, "isEmptyString": '
        '#if( $result == "" )"true"#else"false"#end}'
    )

    assert render(template, body) == rendered


@pytest.mark.parametrize(
    ("body", "rendered"),
    [
        ("", "%7B%7D"),
        ('{"some": "value"}', "%7B%22some%22%3A+%22value%22%7D"),
        ("some raw data", "some+raw+data"),
    ],
)
def test_the_body_is_raw_and_never_empty_as_on_aws(body: str, rendered: str) -> None:
    assert render("$util.urlEncode($input.body)$util.urlEncode($input.body.testAccess)", body) == rendered


def test_parameters_are_looked_for_in_path_query_and_headers() -> None:
    template = (
        "$input.params('id') $input.params('wait') $input.params('accept') [$input.params('none')] "
        "#foreach($kind in $input.params().keySet())$kind,#end"
    )

    assert render(template) == "7 5 */* [] path,querystring,header,"


@pytest.mark.parametrize(
    ("body", "rendered"),
    [
        ('{ "b" : [1, 2.50], "a":{"n":null,"t":true} }', '{"b":[1,2.50],"a":{"n":null,"t":true}}'),
        ('{"n":123456789012345678901234567890}', '{"n":123456789012345678901234567890}'),
        ('{"a":1,"a":2}', '{"a":2}'),
        ('{"a":"\\u00e9\\ud83c\\udf4d\\n"}', '{"a":"\u00e9\U0001f34d\\n"}'),
        ('"text"', '"text"'),
        ("no json", '""'),
    ],
)
def test_json_is_read_and_written_anew(body: str, rendered: str) -> None:
    assert render("$input.json('$')", body) == rendered


@pytest.mark.parametrize(
    ("expression", "rendered"),
    [
        ("length()", "13"),
        ("replaceAll(':.*', '')", "AROA2"),
        ("replaceAll('(A)(R)', '$2$1')", "RAOA2:session"),
        ("replaceFirst('s', 'S')", "AROA2:Session"),
        ("replace('.', '')", "AROA2:session"),
        ("split(':')[1]", "session"),
        ("split(':').size()", "2"),
        ("substring(6)", "session"),
        ("substring(0, 4)", "AROA"),
        ("indexOf(':')", "5"),
        ("indexOf('?')", "-1"),
        ("matches('[A-Z0-9]+')", "false"),
        ("matches('[A-Z0-9]+:[a-z]+')", "true"),
        ("startsWith('AROA')", "true"),
        ("endsWith('!')", "false"),
        ("contains(':')", "true"),
        ("equals('AROA2:session')", "true"),
        ("equalsIgnoreCase('aroa2:SESSION')", "true"),
        ("isEmpty()", "false"),
        ("toLowerCase()", "aroa2:session"),
        ("concat('!').trim()", "AROA2:session!"),
    ],
)
def test_strings_have_java_s_methods(expression: str, rendered: str) -> None:
    assert render(f"$context.identity.user.{expression}") == rendered
    assert render(f'#set($s = "${{context.identity.user}}")$s.{expression}') == rendered


def test_numbers_truth_maps_and_lists_have_java_s_methods() -> None:
    body = '{"n":1.50,"i":7,"t":true,"m":{"a":1,"b":[2,3]}}'
    template = (
        "#set($x = $input.path('$'))$x.n.toString() $x.i.toString() $x.t.toString() $x.m.size() "
        "$x.m.containsKey('a') $x.m.get('b').get(1) $x.m.isEmpty() $x.m.b.contains(2) "
        "#foreach($e in $x.m.entrySet())$e.key=$e.value;#end #foreach($v in $x.m)$v;#end "
        "#set($j = $x.i + 1)$j"
    )

    assert render(template, body) == "1.50 7 true 2 true 3 false true a=1;b=[2,3]; 1;[2,3]; 8"


def test_what_a_loop_sets_is_there_after_it() -> None:
    assert render("#foreach($n in [1..3])#set($last = $n)#end$last") == "3"


def test_a_map_of_the_context_can_be_written_as_on_aws() -> None:
    template = (
        '#set($name = "foo")#set($context.map[$name] = "bar")$context.map.put("putFoo", "putBar")'
        '#set($context["map"].list["n"] = 1)$context.map'
    )

    assert render(template, context={"map": {"list": {}}}) == "{list={n=1}, foo=bar, putFoo=putBar}"


@pytest.mark.parametrize(
    ("expression", "rendered"),
    [
        ("$util.escapeJavaScript($input.body)", 'it\\\'s \\"q\\" \\/ \\\\ \\u00E9 \\uD83C\\uDF4D \\n'),
        ('$util.escapeJavaScript($input.body).replaceAll("\\\\\'", "\'").substring(0, 4)', "it's"),
        ("$util.base64Decode($util.base64Encode($input.body)).equals($input.body)", "true"),
        ("$util.urlDecode($util.urlEncode($input.body)).equals($input.body)", "true"),
        ("$util.urlEncode('a b*~-._/+')", "a+b*%7E-._%2F%2B"),
        ('$util.parseJson(\'{"a":[1,{"b":2}]}\').a[1].b', "2"),
    ],
)
def test_util_converts(expression: str, rendered: str) -> None:
    assert render(expression, 'it\'s "q" / \\ \u00e9 \U0001f34d \n') == rendered


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("$context.requestId.reverse()", "no method reverse()"),
        ("$input.path('$.a[?(@.b)]')", "follows no JSONPath"),
        ("#if($context.requestId)x#end", "a string as a condition"),
        ("$context.requestId.substring(2, 9)", "StringIndexOutOfBounds"),
        ("$context.requestId.matches('\\p{Alnum}')", "reads no regular expression"),
        ("$util.parseJson('{')", "no JSON"),
        ("#if($context", "no Velocity"),
        ("#foreach($a in)#end", "no Velocity"),
        ("#break", "no Velocity directive"),
        ("#evaluate('$x')", "runs no #evaluate"),
    ],
)
def test_what_cannot_be_run_as_aws_runs_it_is_refused(template: str, reason: str) -> None:
    with pytest.raises(TemplateRefused, match=reason.replace("(", r"\(").replace(")", r"\)")):
        render(template, "{}")


def test_an_unknown_variable_is_empty_null_and_false() -> None:
    template = "#if($none == '')a#end#if($none == $null)b#end#if($none)c#end#if(!$none)d#end"

    assert render(template) == "abd"


def test_nothing_has_every_method_and_gives_nothing() -> None:
    assert (
        render("[$none][$none.a.b][$none.size()][$context.identity.apiKey][$input.path('$.x').y()]")
        == "[][][][][]"
    )


@given(st.text())
def test_any_text_comes_through_a_form(text: str) -> None:
    form = render("A=1&B=$util.urlEncode($input.body)&C=2", text)

    assert parse_qsl(form, keep_blank_values=True) == [("A", "1"), ("B", text or "{}"), ("C", "2")]


@given(st.text(), st.text())
def test_what_comes_from_a_caller_is_never_run(text: str, name: str) -> None:
    assert render("$context.text", context={"text": text}) == text
    assert render("$context.map.get($context.name)", context={"map": {name: text}, "name": name}) == text
