"""Holds a document against a pydantic model and says what is wrong in the author's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from scoring.document.problem import Problem, did_you_mean, nearest

ModelT = TypeVar("ModelT", bound=BaseModel)

_KINDS = {
    "string_type": "a text",
    "dict_type": "fields ('key: value' on lines of their own)",
    "model_type": "fields ('key: value' on lines of their own)",
    "model_attributes_type": "fields ('key: value' on lines of their own)",
    "mapping_type": "fields ('key: value' on lines of their own)",
    "list_type": "a list (entries after '- ', or [a, b])",
    "tuple_type": "a list (entries after '- ', or [a, b])",
    "int_type": "a whole number",
    "bool_type": "true or false",
}

_ID = ("an id", "Use lower-case letters, digits and single hyphens: market-stall.")
_PATTERNS = {
    r"^\d+\.\d+\.\d+$": ("a version", "Write three numbers: 1.0.0."),
    r"^[a-z]{2,3}(-[A-Z]{2})?$": ("a language", "Write a code such as en-GB, cy or es."),
    r"^\d{4}-\d{2}-\d{2}$": ("a date", "Write year, month and day: 2026-11-22."),
    r"^[A-Z]\d{2,3}$": ("a finding's code", "Write the code as `encounter check` prints it: W22."),
}


class Placed(Protocol):
    """Anything that has a plain tree and can say where in a file a value of it stands."""

    @property
    def value(self) -> Any:
        """The plain tree."""

    def problem(self, path: Sequence[str | int], code: str, message: str, mend: str, *, key: bool = False) -> Problem:
        """Return a problem at the place of `path`."""


def validate(model: type[ModelT], document: Placed) -> tuple[ModelT | None, list[Problem]]:
    """Return the document as `model`, or None and every problem of its shape.

    Custom errors raised by a model's validators carry their code as the error's type ("E206") and
    may carry `mend` in their context.
    """
    if not isinstance(document.value, dict):
        return None, [
            document.problem((), "E114", "The file holds no fields.", "Begin with 'format: 1'; see `encounter new`.")
        ]
    try:
        return model.model_validate(document.value), []
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_input=True)
        misspelt = {
            (*error["loc"][:-1], nearest(str(error["loc"][-1]), field_names(model, error["loc"][:-1])))
            for error in errors
            if error["type"] == "extra_forbidden"
        }
        # A field that is there under a misspelt name is not also missing.
        told = [error for error in errors if not (error["type"] == "missing" and tuple(error["loc"]) in misspelt)]
        return None, [_problem(document, model, error) for error in told]


def _problem(document: Placed, model: type[BaseModel], error: Any) -> Problem:
    kind: str = error["type"]
    path: tuple[str | int, ...] = tuple(error["loc"])
    field = str(path[-1]) if path else ""
    context = error.get("ctx") or {}
    on_key = False
    if path and path[-1] == "[key]":
        path, on_key = path[:-1], True
    if kind.startswith("E") and kind[1:].isdigit():
        return document.problem(path, kind, error["msg"], str(context.get("mend", "")), key=on_key)
    if kind == "extra_forbidden":
        known = field_names(model, path[:-1])
        return document.problem(
            path, "E201", f"'{field}' is not a field here.", did_you_mean(field, known, otherwise="Known:"), key=True
        )
    if kind == "missing":
        return document.problem(
            path[:-1], "E202", f"The field '{field}' is missing.", f"Add '{field}: …' here.", key=True
        )
    if kind in _KINDS:
        return document.problem(path, "E203", f"'{field}' should be {_KINDS[kind]}.", _instead(error["input"]))
    if kind in ("literal_error", "enum"):
        words = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")
        return document.problem(
            path,
            "E204",
            f"'{_short(error['input'])}' is not a word known here.",
            did_you_mean(str(error["input"]), words),
        )
    if kind == "string_pattern_mismatch":
        what, mend = _PATTERNS.get(str(context.get("pattern")), _ID)
        return document.problem(path, "E205", f"'{_short(error['input'])}' is not written as {what}.", mend, key=on_key)
    if kind in ("string_too_short", "too_short"):
        return document.problem(path, "E207", f"'{field}' is empty or too short.", "Write it, or delete the field.")
    return document.problem(path, "E206", f"'{field}': {error['msg']}.", "Change it to fit.", key=on_key)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "…"


def _instead(value: object) -> str:
    if value is None:
        return "Nothing is written after the colon: write it, or delete the field."
    if isinstance(value, dict):
        return "Here stand fields instead: check the indentation, and quote a text that holds ': '."
    if isinstance(value, list):
        return "Here stands a list instead: check the '- ' and the indentation."
    return f"Here stands the text '{_short(value)}' instead."


def field_names(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Return the fields that the model at `path` inside `model` knows, for a did-you-mean."""
    candidates: list[Any] = [model]
    for step in path:
        deeper: list[Any] = []
        for candidate in candidates:
            deeper.extend(_step(candidate, step))
        # A step that a union's tag put into the path leads nowhere: stay where we are.
        candidates = deeper or candidates
    names: list[str] = []
    for candidate in candidates:
        names.extend(name for name in _fields(candidate) if name not in names)
    return names


def _fields(annotation: Any) -> list[str]:
    return [name for found in _models(annotation) for name in found.model_fields]


def _step(annotation: Any, step: str | int) -> list[Any]:
    found: list[Any] = []
    for model in _models(annotation):
        info = model.model_fields.get(str(step))
        if info is not None:
            found.append(info.annotation)
    if not found and not _is_model(annotation):
        found.extend(arguments for arguments in _arguments(annotation))
    return found


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _arguments(annotation: Any) -> list[Any]:
    return [each for each in getattr(annotation, "__args__", ()) if each is not type(None)]


def _models(annotation: Any) -> list[type[BaseModel]]:
    if _is_model(annotation):
        return [annotation]
    origin = getattr(annotation, "__origin__", None)
    if origin in (dict, list, tuple):
        return []
    found: list[type[BaseModel]] = []
    for each in _arguments(annotation):
        found.extend(_models(each))
    return found
