"""What templates compute with: Java's strings, maps, lists and numbers, by the methods Java gives them.

A template that asks a value for a method it has not here raises TemplateRefused: it would otherwise render
as nothing, unseen. A missing value is nothing: no text, equal to null and to "", false.
"""

from local.gateway.vtl.java.collection import JavaList, JavaMap
from local.gateway.vtl.java.number import JavaBoolean, JavaDecimal, JavaInteger
from local.gateway.vtl.java.string import JavaString
from local.gateway.vtl.java.value import MISSING, Missing, TemplateRefused, to_java, to_python

__all__ = [
    "MISSING",
    "JavaBoolean",
    "JavaDecimal",
    "JavaInteger",
    "JavaList",
    "JavaMap",
    "JavaString",
    "Missing",
    "TemplateRefused",
    "to_java",
    "to_python",
]
