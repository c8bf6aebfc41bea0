"""The schema turned into plain rows for a page: operations by tag, each with what it takes and what it gives."""

import json
from collections.abc import Mapping
from typing import Any

from claims.api.samples import sample

type Json = Mapping[str, Any]

METHODS = ("get", "post", "put", "patch", "delete")


def sections_of(document: Json) -> list[dict[str, Any]]:
    """The operations of a schema by their first tag, in the order of the addresses."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for address, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                row = _operation(document, address, method, item[method])
                sections.setdefault(item[method]["tags"][0], []).append(row)
    return [{"name": name, "operations": rows} for name, rows in sections.items()]


def _operation(document: Json, address: str, method: str, operation: Json) -> dict[str, Any]:
    successes = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "address": address,
        "summary": operation.get("summary", ""),
        "description": _paragraphs(operation.get("description", "")),
        "parameters": [_parameter(document, each) for each in operation.get("parameters", [])],
        "body": _fields(document, _first_schema(operation.get("requestBody", {}))),
        "is_form": "multipart/form-data" in operation.get("requestBody", {}).get("content", {}),
        "body_example": _example(document, operation.get("requestBody", {})),
        "answers": [
            {
                "status": status,
                "fields": _fields(document, _first_schema(answer)),
                "example": _example(document, answer),
            }
            for status, answer in successes.items()
        ],
        "problems": sorted(status for status in operation["responses"] if not status.startswith("2")),
    }


def _paragraphs(text: str) -> list[list[tuple[str, bool]]]:
    """The paragraphs of a description, each in pieces that are code or not: what stands between backticks is."""
    return [
        [(piece, number % 2 == 1) for number, piece in enumerate(" ".join(paragraph.split()).split("`"))]
        for paragraph in text.split("\n\n")
        if paragraph.strip()
    ]


def _parameter(document: Json, parameter: Json) -> dict[str, Any]:
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "required": parameter.get("required", False),
        "type": _type(document, parameter["schema"]),
        "choices": _choices(document, parameter["schema"]),
        "many": parameter["schema"].get("type") == "array",
        "joined": not parameter.get("explode", True),
        "description": parameter.get("description", ""),
    }


def _choices(document: Json, schema: Json) -> list[str]:
    """The values to choose from, of a parameter or of each of its items."""
    found = _resolved(document, schema)
    if found.get("type") == "array":
        found = _resolved(document, found["items"])
    return [str(value) for value in found.get("enum", ()) if value not in (None, "")]


def _example(document: Json, holder: Json) -> str:
    """An example of a body or an answer, as text to read; empty for none and for a file."""
    schema = _first_schema(holder)
    if not schema or schema.get("format") == "binary":
        return ""
    value = sample(schema, document["components"]["schemas"])
    return json.dumps(value, indent=2, ensure_ascii=False) if isinstance(value, dict | list) else ""


def _first_schema(holder: Json) -> Json:
    for media in holder.get("content", {}).values():
        schema: Json = media.get("schema", {})
        return schema
    return {}


def _fields(document: Json, schema: Json) -> list[dict[str, Any]]:
    schema = _resolved(document, schema)
    if schema.get("type") == "array":
        schema = _resolved(document, schema["items"])
    properties = schema.get("properties", {})
    results = properties.get("results")
    if results:
        return _fields(document, results)
    required = set(schema.get("required", ()))
    return [
        {
            "name": name,
            "type": _type(document, field),
            "required": name in required,
            "is_file": _resolved(document, field).get("format") == "binary",
            "description": _resolved(document, field).get("description", "") if "$ref" not in field else "",
        }
        for name, field in properties.items()
    ]


def _type(document: Json, schema: Json) -> str:
    """What a field holds, in a few words."""
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(_type(document, each) for each in schema[several]))
    if "allOf" in schema:
        return _type(document, schema["allOf"][0])
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        target = _resolved(document, schema)
        return _enum(target) or name
    if "enum" in schema:
        return _enum(schema)
    kind = schema.get("type", "any")
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind == "array":
        return f"list of {_type(document, schema.get('items', {}))}"
    return f"{kind} ({schema['format']})" if "format" in schema else str(kind)


def _enum(schema: Json) -> str:
    return " | ".join("null" if value is None else str(value) or "“”" for value in schema.get("enum", ()))


def _resolved(document: Json, schema: Json) -> Json:
    if "$ref" in schema:
        return _resolved(document, document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    if "allOf" in schema and len(schema["allOf"]) == 1:
        return _resolved(document, schema["allOf"][0])
    return schema
