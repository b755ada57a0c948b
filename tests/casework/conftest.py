"""A small agency to apply the rules to; `office(...)` builds it with the pieces that a test is about."""

from collections.abc import Callable, Mapping
from datetime import date, time

import pytest
from hypothesis import settings

from bot.casework.agency import (
    Action,
    Agency,
    AllegationKind,
    Deadline,
    Disposition,
    Holidays,
    PrivacyNotice,
    Queue,
    Status,
    Text,
)

# A first call fills calendars and pattern caches; pytest's own time limit guards against what never ends.
settings.register_profile("casework", deadline=None)
settings.load_profile("casework")

Office = Callable[..., Agency]
WORDS = Text(en="words", es="palabras")


def _status(id: str, actions: Mapping[str, Action] | None = None) -> Status:
    return Status(id=id, name=WORDS, stage=WORDS, terminal=not actions, actions=dict(actions or {}))


def _action(id: str, to: str, *by: str) -> Action:
    return Action(id=id, to=to, by=by, label=Text(en=id.capitalize(), es=id.capitalize()))


_STATUSES = {
    "received": _status(
        "received",
        {
            "open": _action("open", "investigation", "intake", "supervisor"),
            "dismiss": _action("dismiss", "closed", "supervisor"),
        },
    ),
    "investigation": _status("investigation", {"finish": _action("finish", "closed", "investigator")}),
    "closed": _status("closed"),
}

_DEFAULTS: dict[str, object] = {
    "id": "office",
    "name": WORDS,
    "short": "OPCR",
    "digest": "0" * 64,
    "timezone": "America/Chicago",
    "holidays": Holidays(country="US", subdivision="MN"),
    "workdays": (0, 1, 2, 3, 4),
    "opens": time(8, 30),
    "closes": time(16, 30),
    **dict.fromkeys(("phone", "address", "web"), "x"),
    **dict.fromkeys(("respondent_word", "caution", "emergency", "another_way", "crisis"), WORDS),
    "privacy": PrivacyNotice(version="1", summary=WORDS, full=WORDS),
    "interview": (),
    "questions": {},
    "allegations": {
        "EF": AllegationKind(code="EF", name=WORDS, labels=("excessive_force",)),
        "DI": AllegationKind(code="DI", name=WORDS, labels=("biased_policing", "slur")),
    },
    "ignored_labels": ("age",),
    "priorities": ("urgent", "high", "normal"),
    "default_queue": "intake",
    "queues": {id: Queue(id=id, name=WORDS) for id in ("intake", "critical")},
    "roles": dict.fromkeys(("intake", "investigator", "supervisor"), WORDS),
    "initial": "received",
    "statuses": _STATUSES,
    "dispositions": {"sustained": Disposition(id="sustained", name=WORDS)},
    "findings": {},
    "severities": {},
}


def _deadline(**changes: object) -> Deadline:
    values: dict[str, object] = {
        "name": "first_look",
        "title": WORDS,
        "within": "3 days",
        "of": "received",
        "until": ("claimed",),
        "source": "the ordinance",
        "checked_on": date(2026, 11, 22),
    }
    return Deadline.model_validate(values | changes)


@pytest.fixture(scope="session")
def office() -> Office:
    """Builds the agency, with changes."""
    return lambda **changes: Agency.model_validate(_DEFAULTS | changes)


@pytest.fixture(scope="session")
def deadline() -> Callable[..., Deadline]:
    """Builds a deadline of three days, with changes."""
    return _deadline
