from moto.stepfunctions.parser.asl.component.common.query_language import QueryLanguage, QueryLanguageMode
from moto.stepfunctions.parser.asl.parse.preprocessor import Preprocessor

from local import moto_fixes


def test_what_one_definition_left_open_is_not_the_next_one_s_query_language() -> None:
    moto_fixes.install()
    refused = Preprocessor()
    refused._query_language_per_scope.append(QueryLanguage(QueryLanguageMode.JSONata))

    assert Preprocessor()._query_language_per_scope == []
