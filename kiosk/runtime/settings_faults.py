"""Turns what pydantic says about a settings file into the place and what was expected there, in plain words."""

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

_MISPLACED = "misplaced"


def misplaced(key: str, expected: str) -> PydanticCustomError:
    """A rule over several keys is broken: `key`, counted from the section that raises it, should hold `expected`."""
    return PydanticCustomError(_MISPLACED, "{expected}", {"key": key, "expected": expected})


def first_fault(error: ValidationError, model: type[BaseModel]) -> tuple[str, str]:
    """The fault to tell first, as (dotted key, what was expected).

    An unknown key comes first: a misspelt key is also a missing one, and the spelling is the cause.
    """
    faults = sorted(error.errors(include_url=False), key=lambda fault: fault["type"] != "extra_forbidden")
    where, expected = _told(faults[0], model)
    others = len(faults) - 1
    return where, f"{expected} (and {others} more to mend)" if others else expected


def _told(fault: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    place = tuple(fault["loc"])
    context: dict[str, Any] = fault.get("ctx", {})
    found = fault.get("input")
    match fault["type"]:
        case "misplaced":
            return _dotted((*place, context["key"])), f"expected {context['expected']}"
        case "extra_forbidden":
            return _dotted(place), f"expected no such key here{_suggestion(place, model)}"
        case "missing":
            return _dotted(place), "expected a value, but the key is missing"
        case "enum" | "literal_error":
            return _dotted(place), f"expected {context['expected']}, found {_shown(found)}"
        case "string_pattern_mismatch":
            return _dotted(place), f"expected text of the form {context['pattern']}, found {_shown(found)}"
        case _:
            return _dotted(place), f"expected {_wish(fault['msg'])}, found {_shown(found)}"


def _wish(message: str) -> str:
    """Pydantic's "Input should be a valid integer" without its first words."""
    for opening in ("Input should be ", "Value should be ", "String should "):
        if message.startswith(opening):
            return message.removeprefix(opening)
    return message[:1].lower() + message[1:]


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _dotted(place: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in place) or "the file"


def _suggestion(place: tuple[int | str, ...], model: type[BaseModel]) -> str:
    """The nearest key of that section, or the section whose key it would be."""
    section = _section(place[:-1], model)
    if section is None:
        return ""
    wrong = str(place[-1])
    near = get_close_matches(wrong, section.model_fields, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {_dotted((*place[:-1], near[0]))}?"
    homes = [name for name, field in model.model_fields.items() if wrong in _fields_of(field.annotation)]
    return f"; did you mean {homes[0]}.{wrong}?" if homes else ""


def _section(place: tuple[int | str, ...], model: type[BaseModel]) -> type[BaseModel] | None:
    section: type[BaseModel] = model
    for part in place:
        field = section.model_fields.get(str(part))
        inner = field.annotation if field else None
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return None
        section = inner
    return section


def _fields_of(annotation: object) -> frozenset[str]:
    candidates = (annotation, *get_args(annotation))
    return frozenset(
        name
        for candidate in candidates
        if isinstance(candidate, type) and issubclass(candidate, BaseModel)
        for name in candidate.model_fields
    )
