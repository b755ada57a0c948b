"""What pydantic says about the shape of a profile, in words a program manager can act on; called by agency.load."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import time
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bot.casework.advice import close
from bot.casework.attestation import Attestation
from bot.casework.follow_up import FollowUpKind
from bot.casework.guidance import Also, Elsewhere, Place, Route
from bot.casework.letter import DocumentKind
from bot.casework.limit import Limit, Unfiled
from bot.casework.meeting import MeetingKind
from bot.casework.oversight import Panel, PublicStatus, Surge
from bot.casework.parts import (
    WEEKDAYS,
    Action,
    AllegationKind,
    Asking,
    Body,
    Deadline,
    Disposition,
    FindingKind,
    Holidays,
    PrivacyNotice,
    ProcessFact,
    Question,
    Queue,
    Severity,
    Status,
    TriageRule,
)
from bot.casework.passage import PassageKind
from bot.casework.profile import TABLE_OF, Values
from bot.casework.register import EvidenceKind
from bot.casework.sworn import Sworn

_MODELS: dict[str, type[BaseModel]] = {
    "questions": Question,
    "allegations": AllegationKind,
    "queues": Queue,
    "statuses": Status,
    "dispositions": Disposition,
    "bodies": Body,
    "documents": DocumentKind,
    "limits": Limit,
    "unfiled": Unfiled,
    "sworn": Sworn,
    "meetings": MeetingKind,
    "follow_ups": FollowUpKind,
    "evidence_kinds": EvidenceKind,
    "passages": PassageKind,
    "attestation": Attestation,
    "places": Place,
    "also": Also,
    "routes": Route,
    "elsewhere": Elsewhere,
    "asking": Asking,
    "panel": Panel,
    "public_status": PublicStatus,
    "surge": Surge,
    "findings": FindingKind,
    "severities": Severity,
    "triage": TriageRule,
    "deadlines": Deadline,
    "facts": ProcessFact,
    "privacy": PrivacyNotice,
    "holidays": Holidays,
}
_ADDED_BY_US = {"id", "code", "actions"}
_CONDITIONS = ("when", "unless")
_LANGUAGES = {"en": "English", "es": "Spanish"}
_WORDS = {"en": "x", "es": "x"}

# What stands in for a broken entry, so that the rest of the profile can still be checked in the same go.
_STAND_IN: Values = {
    "questions": {"id": "x", "kind": "text", "ask": _WORDS, "name": _WORDS},
    "allegations": {"code": "x", "name": _WORDS},
    "queues": {"id": "x", "name": _WORDS},
    "statuses": {"id": "x", "name": _WORDS, "stage": _WORDS},
    "dispositions": {"id": "x", "name": _WORDS},
    "bodies": {"id": "x", "name": _WORDS},
    "documents": {"id": "x", "name": _WORDS, "template": "copy"},
    "limits": {"days": 1, "source": "x", "checked_on": "2026-01-01"},
    "meetings": {"id": "x", "name": _WORDS},
    "follow_ups": {"id": "x", "name": _WORDS, "choices": [{"id": "done", "label": _WORDS}]},
    "evidence_kinds": {"id": "x", "name": _WORDS, "ask": _WORDS},
    "passages": {"id": "x", "name": _WORDS, "ask": _WORDS},
    "places": {"id": "x", "name": _WORDS, "address": "x"},
    "also": {"to": "x", "because": _WORDS},
    "routes": {"when": {}, "to": [], "because": _WORDS},
    "elsewhere": {
        "id": "x",
        "name": _WORDS,
        "phone": "x",
        "words": _WORDS,
        "source": "x",
        "checked_on": "2026-01-01",
    },
    "findings": {"id": "x", "name": _WORDS},
    "severities": {"id": "x", "name": _WORDS},
    "roles": _WORDS,
    "triage": {"when": {}, "priority": "x", "because": "x"},
    "deadlines": {
        "name": "x",
        "title": _WORDS,
        "within": "1 day",
        "of": "received",
        "until": [],
        "source": "x",
        "checked_on": "2026-01-01",
    },
    "facts": {"fact": "x", "source": "x", "checked_on": "2026-01-01", "verified": False},
}
_ACTION: Values = {"id": "x", "to": "x", "by": ["intake"], "label": _WORDS}
STAND_IN_FIELDS: Values = {
    "id": "x",
    "name": _WORDS,
    "short": "X",
    "digest": "",
    "timezone": "UTC",
    "holidays": {"country": "US"},
    "workdays": ["monday"],
    "opens": time(8),
    "closes": time(16),
    "phone": "x",
    "address": "x",
    "web": "x",
    "respondent_word": _WORDS,
    "privacy": {"version": "x", "summary": _WORDS, "full": _WORDS},
    "caution": _WORDS,
    "emergency": _WORDS,
    "another_way": _WORDS,
    "crisis": _WORDS,
    "interview": [],
    "questions": {},
    "allegations": {},
    "priorities": [],
    "default_queue": "",
    "queues": {},
    "roles": {},
    "initial": "",
    "statuses": {},
    "dispositions": {},
    "findings": {},
    "severities": {},
}

Loc = tuple[int | str, ...]


def described(errors: list[ErrorDetails], values: Values, fields: set[str]) -> Iterator[tuple[str, str]]:
    """Say for each error where it is, as the file writes it, and what to do."""
    for error in errors:
        loc = _condition_only(error["loc"])
        yield place(loc, values), _sentence(error, loc, fields)


def place(loc: Loc, values: Values) -> str:
    """Turn a place inside Agency into the words of the file: questions.badge -> question.badge."""
    field, *rest = loc
    steps: list[Any] = [TABLE_OF.get(str(field), field), *rest]
    if rest and isinstance(rest[0], int) and field in {"deadlines", "facts", "limits", "triage"}:
        entry = values[str(field)][rest[0]]
        steps[1] = (entry.get("name") if isinstance(entry, dict) else None) or rest[0] + 1
    if field == "statuses" and len(rest) > 1 and rest[1] == "actions":
        steps = ["workflow", rest[0], *rest[2:]]
    if field == "questions" and len(rest) > 2 and rest[1] == "choices":
        chosen = values["questions"][rest[0]]["choices"][rest[2]]
        steps[3] = chosen["id"] if isinstance(chosen, dict) else rest[2]
    return ".".join(str(step) for step in steps)


def repair(loc: Loc, kind: str, values: Values) -> None:
    """Put a harmless value where the broken one is, as close to it as can be; `values` must be a deep copy."""
    *path, key = _condition_only(loc)
    parent = _walk(values, path)
    if parent is None:  # something above it has already been replaced
        return
    stand_in = _stand_in((*path, key))
    if kind == "extra_forbidden":
        parent.pop(key, None)
    elif stand_in is not None:
        parent[key] = deepcopy(stand_in)
    elif len(path) in {0, 2} and isinstance(parent, dict):  # this key may be left out
        parent.pop(key, None)
    else:
        repair(tuple(path), "", values)


def _walk(values: Any, path: list[int | str]) -> Any:
    for step in path:
        try:
            values = values[step]
        except (KeyError, IndexError, TypeError):
            return None
    return values if isinstance(values, dict | list) else None


def _stand_in(loc: Loc) -> object:
    field, key = str(loc[0]), str(loc[-1])
    table = _STAND_IN.get(field)
    if len(loc) == 1:
        return STAND_IN_FIELDS.get(field)
    if table is not None and len(loc) == 2:
        return table
    if key in _LANGUAGES:
        return "x"
    if table is not None and len(loc) == 3:
        return table.get(key)
    return _ACTION.get(key) if len(loc) == 5 and loc[2] == "actions" else None


def _condition_only(loc: Loc) -> Loc:
    """Cut the alternatives that pydantic tried for one value of a condition."""
    asked = next((each for each in _CONDITIONS if each in loc), None)
    return loc[: loc.index(asked) + 2] if asked else loc


def _sentence(error: ErrorDetails, loc: Loc, fields: set[str]) -> str:
    key = str(loc[-1])
    if error["type"] == "missing":
        if key in _LANGUAGES:
            return f'the {_LANGUAGES[key]} words are missing. Add {key} = "…" beside the other language.'
        return "is missing. Add it."
    if error["type"] == "extra_forbidden":
        return f"this key is not known here. {close(key, _keys(loc, fields))}Correct or remove it."
    if any(each in loc for each in _CONDITIONS):
        return "an answer to compare with is a word, true, false, or a list of these. Correct it."
    if error["type"] == "time_type":
        return "this is not a time of day. Write it without quotation marks, as in 08:30:00."
    if error["type"] == "string_too_short":
        return "nothing is written here. Add the words."
    if error["type"] == "literal_error":
        expected = str(error["ctx"]["expected"]).replace(" or ", ", ").replace("'", "")
        words = list(WEEKDAYS) if loc[0] == "workdays" else expected.split(", ")
        return f'"{error["input"]}" is not possible here. {close(error["input"], words)}Use one of: {", ".join(words)}.'
    return f"the value does not fit. {error['msg']}."


def _keys(loc: Loc, fields: set[str]) -> set[str]:
    """Return the keys that the table with the unknown key could have had."""
    if len(loc) == 1:
        return fields
    model = _MODELS.get(str(loc[0]))
    if "actions" in loc and len(loc) == 5:
        model = Action
    elif model is None or len(loc) > 3:
        return set(_LANGUAGES)
    return set(model.model_fields) - _ADDED_BY_US
