"""Holds a document against a pydantic model and says what is wrong in the author's words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from scoring.document.problem import Problem, did_you_mean, nearest, pasted

_BOUNDS = {
    "greater_than_equal": ("small", "ge", "least"),
    "less_than_equal": ("great", "le", "most"),
}
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

_PATTERNS = {
    r"^\d+\.\d+\.\d+$": ("a version", "Write three numbers: 1.0.0."),
    r"^[a-z]{2,3}(-[A-Z]{2})?$": ("a language", "Write a code such as en-GB, cy or es."),
    r"^\d{4}-\d{2}-\d{2}$": ("a date", "Write year, month and day: 2026-11-22."),
}


class FileModel(BaseModel):
    """Part of a file as it was read: it never changes, and has no field that nobody knows."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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
            document.problem((), "E114", "The file has no fields.", "Write 'name: value' on lines of their own.")
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
    path = _without_tags(tuple(error["loc"]), document.value, missing=kind == "missing")
    field = str(path[-1]) if path else ""
    context = error.get("ctx") or {}
    on_key = False
    if path and path[-1] == "[key]":
        path, on_key = path[:-1], True
    if kind.startswith("E") and kind[1:].isdigit():
        problem = document.problem(path, kind, error["msg"], str(context.get("mend", "")), key=on_key)
        return replace(problem, subject=str(error["input"])) if kind == "E205" else problem
    if kind == "extra_forbidden":
        known = field_names(model, path[:-1])
        name, sign, rest = re.fullmatch(r"(\(?[\w-]*)(.?)(.*)", field, re.DOTALL).groups()  # type: ignore[union-attr]
        if name[:1] == "(" and name[1:] in known:
            mend = f"Use braces: {{{name[1:]}: …}}"
            return document.problem(path, "E105", "These fields are in round brackets.", mend, key=True)
        if sign in (":", " ") and rest and name in known:
            missing = "There is no space after the colon." if sign == ":" else _NO_COLON
            return document.problem(path, "E105", missing, f"Write '{name}: {_short(rest)}…'.", key=True)
        return document.problem(
            path,
            "E201",
            f"'{field}' is not a field here.",
            did_you_mean(field, known, otherwise="You can use"),
            key=True,
        )
    if kind == "missing":
        mend = f"Add '{field}: …' here." if path[:-1] else f"Add a line '{field}: …' in the first column."
        if len(path) > 1 and isinstance(path[-2], int) and path[-2] > 0:
            mend += " Or delete the dash, if these lines belong to the entry above."
        return document.problem(path[:-1], "E202", f"The field '{field}' is missing.", mend, key=True)
    if kind in _KINDS and error["input"] is None:
        return nothing_written(document, path)
    if kind == "string_type" and isinstance(error["input"], dict) and len(error["input"]) == 1 and field.isdigit():
        ((before, after),) = error["input"].items()
        if isinstance(after, str) and not before.isidentifier():
            return document.problem(
                path, "E203", "This entry contains a colon and a space, which turn it into a field.",
                f'Put it in quotes: - "{_short(before + ": " + after)}"',
            )  # fmt: skip
    if kind in _KINDS:
        known = field_names(model, path) if kind.startswith("model") else []
        mend = _instead(kind, "" if field.isdigit() else f"{field}: ", error["input"], known)
        told = document.problem(path, "E203", f"{_named(path)} should be {_KINDS[kind]}.", mend)
        alone = isinstance(error["input"], str) and not told.source[: told.column - 1].strip()
        return replace(told, mend="Begin it with '- '.") if alone and kind in ("list_type", "tuple_type") else told
    if kind in ("literal_error", "enum"):
        words = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")
        return document.problem(
            path,
            "E204",
            f"'{_short(error['input'])}' is not one of the allowed words.",
            did_you_mean(str(error["input"]), words) if len(words) > 1 else f"Write {words[0]}.",
        )
    if kind == "string_pattern_mismatch":
        what, mend = _PATTERNS.get(str(context.get("pattern"))) or ("an id", as_id(str(error["input"])))
        message = f"'{_short(error['input'])}' is not written as {what}."
        return replace(document.problem(path, "E205", message, mend, key=on_key), subject=str(error["input"]))
    if kind in ("string_too_short", "too_short"):
        return document.problem(
            path, "E207", f"{_named(path)} is empty or too short.", "Write it, or delete the field."
        )
    if kind in _BOUNDS:
        how, bound, limit = _BOUNDS[kind]
        message = f"{error['input']} is too {how} for '{field}'."
        return document.problem(path, "E206", message, f"The {limit} is {context[bound]}.", key=on_key)
    if kind in ("string_too_long", "too_long"):
        what = "characters" if kind == "string_too_long" else "entries"
        length, most = len(error["input"]), context.get("max_length")
        message = f"{_named(path)} has {length:,} {what}; {most:,} are allowed."
        return document.problem(path, "E206", message, "Shorten it.", key=on_key)
    return document.problem(path, "E206", f"'{field}': {error['msg']}.", "Change the value.", key=on_key)


def _without_tags(path: tuple[str | int, ...], value: Any, *, missing: bool) -> tuple[str | int, ...]:
    """Return a path without the steps that only tell which of several shapes was tried."""
    kept: list[str | int] = []
    for number, step in enumerate(path):
        inside = isinstance(value, dict) and str(step) in value
        if isinstance(value, list) and isinstance(step, int) and step < len(value):
            inside = True
        last = number == len(path) - 1
        if inside or step == "[key]" or (missing and last):
            kept.append(step)
            if inside:
                value = value[step if isinstance(value, list) else str(step)]
    return tuple(kept) if kept or not path else path


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "…"


def as_id(typed: str, *, joined: str = "-") -> str:
    """Return a mend that writes what was typed as an id; or as a name of state, if it is joined by underscores."""
    plain = normal(typed, joined=joined)
    if joined == "_" and plain[:1].isdigit():
        return (
            f"Begin it with a letter, as in 'level_{plain}': a name here is lower-case letters, digits and underscores."
        )
    rule = "single hyphens" if joined == "-" else "underscores"
    example = "market-stall" if joined == "-" else "amara_mood"
    return f"Write '{plain or example}': lower-case letters, digits and {rule}.{pasted(typed)}"


def normal(typed: str, *, joined: str = "-") -> str:
    """Return what was typed as lower-case words of letters and digits. Two ways to write one id give the same."""
    without_marks = re.sub(r"[\u00ad\u200b-\u200d\u2060]", "", unicodedata.normalize("NFKD", typed))
    words = re.findall(r"[a-z0-9]+", re.sub(r"[\u0300-\u036f']", "", without_marks.lower()))
    return joined.join(words)


def _named(path: Sequence[str | int]) -> str:
    if path and isinstance(path[-1], int):
        above = next((step for step in reversed(path) if isinstance(step, str)), "")
        return f"Entry {path[-1] + 1} of '{above}'"
    return f"'{path[-1] if path else ''}'"


def nothing_written(document: Placed, path: Sequence[str | int]) -> Problem:
    """Return the problem of a field or an entry after which nothing is written."""
    if path and isinstance(path[-1], int):
        return document.problem(
            path, "E207", f"{_named(path)} is empty.", "Write it after the dash, or delete the dash."
        )
    problem = document.problem(
        path,
        "E207",
        f"Nothing is written after '{path[-1] if path else ''}:'.",
        "Write a value there, or delete the field if you do not need it.",
    )
    if re.match(r"\s*#\S", problem.source[problem.column - 1 :]):
        return replace(problem, mend="Everything after a # is a note. Put a text that begins with # in quotes.")
    return problem


def _instead(kind: str, before: str, value: object, known: Sequence[str]) -> str:
    """Return how a value of another kind is turned into the kind that the field holds."""
    if isinstance(value, dict):
        if kind in ("list_type", "tuple_type"):
            return "Begin each entry with '- ', indented by two more spaces than the field."
        return "There are fields here instead. Check the indentation, and put a text that begins with { in quotes."
    if isinstance(value, list):
        if kind in ("dict_type", "model_type", "model_attributes_type", "mapping_type"):
            return "There is a list here instead. Delete the dashes or the square brackets."
        return "There is a list here instead. Check the dashes, and put a text that begins with [ in quotes."
    typed = str(value)
    if kind in ("list_type", "tuple_type"):
        parts = [part.strip() for part in typed.split(",")]
        if all(re.fullmatch(r"[\w./-]{1,60}", part) for part in parts):
            return f"Put square brackets round it: {before}[{', '.join(parts)}]"
        return "Put it on the line below, after '- '."
    if kind in ("dict_type", "model_type", "model_attributes_type", "mapping_type"):
        pair = re.fullmatch(r"([\w-]+) *(?:=|:|\s) *(\S+)", typed)
        fields = f"{pair.group(1)}: {pair.group(2)}" if pair and not known else ""
        fields = fields or ", ".join(f"{name}: …" for name in known[:3]) or "name: value"
        return f"Write it in braces: {before}{{{fields}}}"
    return f"There is the text '{_short(typed)}' instead."


_NO_COLON = "A field's name needs a colon and a space after it."


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
    return [field.alias or name for found in _models(annotation) for name, field in found.model_fields.items()]


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
