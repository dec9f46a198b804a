"""`$input` and `$util`: the body, the parameters and the conversions that API Gateway offers to templates.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

# ruff: noqa: N802 - the functions are AWS's, by name and by meaning

import base64
import binascii
import re
from collections.abc import Mapping
from urllib.parse import quote_plus, unquote_plus

from local.gateway.json_text import InvalidJson, dumps, loads
from local.gateway.vtl.java import MISSING, JavaMap, JavaString, Missing, TemplateRefused, to_java
from local.gateway.vtl.json_path import UnsupportedPath, find

#: As org.apache.commons.lang's escapeJavaScript writes them; all else beyond printable ASCII is \uXXXX.
_ESCAPES = {
    "\b": r"\b",
    "\n": r"\n",
    "\t": r"\t",
    "\f": r"\f",
    "\r": r"\r",
    "'": r"\'",
    '"': r"\"",
    "\\": r"\\",
    "/": r"\/",
}


class InputVariable:
    """`$input`, over the body of the request or of the integration's answer.

    The parameters are the request's in both. For answers of AWS services no page of AWS says so; other
    emulators, whose tests were recorded on AWS, do the same.

    Args:
        body: as text; where it is empty, templates read `{}`.
        path, querystring, header: name → value.
    """

    def __init__(
        self, body: str, path: Mapping[str, str], querystring: Mapping[str, str], header: Mapping[str, str]
    ) -> None:
        self.body = JavaString(body or "{}")
        self._text = body
        self._parameters = {"path": path, "querystring": querystring, "header": header}
        self._header_case = {name.lower(): name for name in header}

    def json(self, path: object = "$") -> JavaString:
        """A part of the body as JSON text; what is not there is an empty string."""
        found = self._find(path)
        return JavaString('""' if found is None else dumps(found))

    def path(self, path: object) -> object:
        """A part of the body as something templates can go through."""
        return to_java(self._find(path))

    def params(self, name: object = None) -> object:
        """All parameters, or one: from the path, the query or the headers, in that order."""
        if name is None:
            return JavaMap(self._parameters)
        wanted = str(name)
        for parameters in self._parameters.values():
            if wanted in parameters:
                return JavaString(parameters[wanted])
        # A server tells the names of headers in lower case, so their case is not looked at.
        header = self._header_case.get(wanted.lower())
        return JavaString(self._parameters["header"][header] if header else "")

    def _find(self, path: object) -> object | None:
        try:
            return find(loads(self._text), str(path))
        except InvalidJson:
            return None
        except UnsupportedPath as error:
            raise TemplateRefused(str(error)) from error


class Utilities:
    """`$util`."""

    def escapeJavaScript(self, text: object) -> object:
        """Escape for a JavaScript string: single quotes too, which JSON does not allow."""
        if isinstance(text, Missing):
            return MISSING
        return JavaString(re.sub(r"[^ -~]|['\"\\/]", _escape, str(text)))

    def urlEncode(self, text: object) -> JavaString:
        """Encode as java.net.URLEncoder does: a space is `+`, `*` stays, `~` does not."""
        return JavaString(quote_plus(str(text), safe="*", errors="replace").replace("~", "%7E"))

    def urlDecode(self, text: object) -> JavaString:
        """Undo urlEncode."""
        return JavaString(unquote_plus(str(text)))

    def base64Encode(self, text: object) -> JavaString:
        """Encode a text's UTF-8 bytes."""
        return JavaString(base64.b64encode(str(text).encode(errors="replace")).decode())

    def base64Decode(self, text: object) -> JavaString:
        """Undo base64Encode."""
        try:
            return JavaString(base64.b64decode(str(text)).decode(errors="replace"))
        except binascii.Error as error:
            raise TemplateRefused(f"no Base64: {text}") from error

    def parseJson(self, text: object) -> object:
        """Parse a JSON text into something templates can go through."""
        try:
            return to_java(loads(str(text)))
        except InvalidJson as error:
            raise TemplateRefused(f"no JSON: {text}") from error


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in _ESCAPES:
        return _ESCAPES[character]
    units = character.encode("utf-16-be", errors="surrogatepass")
    return "".join(f"\\u{units[i]:02X}{units[i + 1]:02X}" for i in range(0, len(units), 2))
