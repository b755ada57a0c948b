"""Whether two cases belong together, and why; pure, asked by `desk.related` about the few that share a trace.

Every reason is for a person to look at and to link or refuse. A name alone is a weak one: two officers may share it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from typing import Any, Final

from bot.casework import times
from bot.casework.agency import Agency
from bot.casework.errors import Unreadable
from bot.casework.notices import NEWS_RANK, Planned
from bot.casework.notices import told as may_say
from bot.casework.officer import Officer, distinct, same
from bot.casework.oversight import EarlyIntervention
from bot.casework.parts import WITHIN
from bot.casework.plain import fold
from bot.casework.turns import Answers
from bot.casework.workdays import next_open

HOURS: Final = 6
LONGEST_DAYS: Final = 1  # "some time in March" is no time two cases can share
ALIKE: Final = 0.6
FEWEST_SHINGLES: Final = 8  # two stories of one sentence are alike by chance
SHINGLE: Final = 3
SKETCH: Final = 8
SAME_PLACE: Final = 0.5
NAMED_CASES: Final = 10

_WORD: Final = re.compile(r"[^\W_]+")
_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th|a|o)")
_ANYWHERE: Final = frozenset(
    {
        "a", "al", "an", "and", "at", "av", "ave", "avenida", "avenue", "by", "calle", "cerca", "close", "con",
        "corner", "de", "del", "el", "en", "esquina", "frente", "front", "in", "junto", "la", "las", "los", "near",
        "next", "of", "on", "outside", "rd", "road", "st", "street", "the", "to", "y",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What a case is compared by. `contacts` are whatever leads to the complainant; `named`: the name may be used."""

    on: date | None = None
    until: date | None = None
    at: time | None = None
    place: frozenset[str] = frozenset()
    officers: tuple[Officer, ...] = ()
    shingles: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    named: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in its parts: how alike two stories are, how many hours lie between, what is the same."""

    kind: str
    said: Mapping[str, str]


def told(agency: Agency, answers: Answers, narrative: str, officers: Sequence[Officer], chat: str | None) -> Told:
    """Take from a case what it can be compared by; `chat` stands for the chat it was filed from."""
    by_kind: dict[str, Any] = {}
    for id, answer in answers.items():
        question = agency.questions.get(id)
        if question is not None and answer.value is not None:
            by_kind.setdefault(question.kind, answer.value)
    choice = answers.get("name_choice")
    return Told(
        **_when(by_kind.get("date") or {}, by_kind.get("time") or {}),
        place=_place(str(by_kind.get("place") or "")),
        officers=distinct(officers),
        shingles=shingles(narrative),
        contacts=_contacts(by_kind.get("contact") or {}, chat),
        named=choice is not None and choice.value == "use_name",
    )


def _when(day: Mapping[str, Any], clock: Mapping[str, Any]) -> dict[str, Any]:
    if not day.get("on"):
        return {}
    at = clock.get("at")
    if at is None:
        try:
            at = times.read(str(day.get("said") or ""))["at"]
        except Unreadable:
            at = None
    on = date.fromisoformat(day["on"])
    until = date.fromisoformat(day["until"]) if day.get("until") else on
    return {"on": on, "until": until, "at": time.fromisoformat(at) if at else None}


def _place(text: str) -> frozenset[str]:
    found = (_ORDINAL.sub(r"\1", each) for each in _WORD.findall(fold(text)))
    return frozenset(found) - _ANYWHERE


def _contacts(contact: Mapping[str, Any], chat: str | None) -> frozenset[str]:
    ways = [contact.get("phone"), (contact.get("email") or "").casefold(), chat and f"chat {chat}"]
    return frozenset(str(each) for each in ways if each)


def shingles(text: str) -> frozenset[str]:
    """Return every three words that stand side by side in a text."""
    words = _WORD.findall(fold(text))
    return frozenset(" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))


def traces(told: Told) -> frozenset[tuple[str, str]]:
    """Return what another case must share at least one of to be looked at; of the story a small, stable choice.

    Two stories that are 60 % alike share one of the eight in 99.9 of 100 cases.
    """
    left = {("text", each) for each in sorted(told.shingles, key=_stable)[:SKETCH]}
    left |= {("contact", each) for each in told.contacts}
    left |= {("badge", each.badge) for each in told.officers if each.badge}
    left |= {("name", each.name[-1]) for each in told.officers if each.name}
    if told.on is not None and told.until is not None and told.until - told.on <= timedelta(LONGEST_DAYS):
        days = range((told.until - told.on).days + 2)  # the day after too: an incident may go on past midnight
        left |= {("day", (told.on + timedelta(each)).isoformat()) for each in days}
    return frozenset(left)


def _stable(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def reasons(new: Told, other: Told) -> tuple[Reason, ...]:
    """Return why two cases may belong together, the strongest reason first; most often there is none."""
    found = (_incident(new, other), _text(new, other), _complainant(new, other))
    return tuple(each for each in found if each is not None)


def _incident(new: Told, other: Told) -> Reason | None:
    """The same time; a like place and an officer in common, or one of the two where a case does not say the other."""
    hours = _hours_between(new, other)
    if hours is None:
        return None
    place = _overlap(new.place, other.place) >= SAME_PLACE if new.place and other.place else None
    officer = any(same(a, b) for a in new.officers for b in other.officers) if new.officers and other.officers else None
    if place is False or officer is False or not (place or officer):
        return None
    alike = [name for name, holds in (("place", place), ("officer", officer)) if holds]
    return Reason("incident", {"hours": hours, "alike": "_".join(alike)})


def _hours_between(new: Told, other: Told) -> str | None:
    """How many hours lie between two incidents; "day" where only the day is known, None where it is not one time."""
    if new.on is None or other.on is None or new.until is None or other.until is None:
        return None
    if max(new.until - new.on, other.until - other.on) > timedelta(LONGEST_DAYS):
        return None
    if new.at is not None and other.at is not None:
        apart = abs(datetime.combine(new.on, new.at) - datetime.combine(other.on, other.at))
        return str(round(apart / timedelta(hours=1))) if apart <= timedelta(hours=HOURS) else None
    return "day" if new.on <= other.until and other.on <= new.until else None


def _text(new: Told, other: Told) -> Reason | None:
    if min(len(new.shingles), len(other.shingles)) < FEWEST_SHINGLES:
        return None
    alike = _overlap(new.shingles, other.shingles)
    return Reason("text", {"percent": str(int(alike * 100))}) if alike > ALIKE else None


def _complainant(new: Told, other: Told) -> Reason | None:
    """Only where it opens no name: a case that names its complainant would tell who filed the one that does not."""
    return Reason("complainant", {}) if new.named == other.named and new.contacts & other.contacts else None


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def lately(rule: EarlyIntervention, one: date, other: date) -> bool:
    """Say whether two cases lie so near that a rule counts them together."""
    read = WITHIN.fullmatch(rule.within)
    assert read is not None, "a profile with another time is refused"
    return abs(one - other) <= timedelta(days=int(read["number"]))


def repeated(rule: EarlyIntervention, new: Told, others: Mapping[str, Told]) -> dict[str, Reason]:
    """Return the earlier cases of the window about an officer of this one, once there are so many as the rule says."""
    found: dict[str, Reason] = {}
    for officer in new.officers:
        about = {case: _known_by(officer, told.officers) for case, told in others.items()}
        about = {case: how for case, how in about.items() if how}
        if len(about) + 1 >= rule.cases:
            said = {"cases": str(len(about) + 1), "within": rule.within}
            found |= {case: Reason("officer", {**said, "by": str(how)}) for case, how in about.items()}
    return found


def _known_by(officer: Officer, others: Sequence[Officer]) -> str | None:
    """By what an officer is the same as one of these: the badge, or no more than the name."""
    alike = [other for other in others if same(officer, other)]
    if not alike:
        return None
    return "badge" if officer.badge and any(each.badge for each in alike) else "name"


def pack(told: Told) -> Any:
    """Turn what a case is compared by into JSON; the story's own words stay with the story."""
    return {
        "when": [each and each.isoformat() for each in (told.on, told.until, told.at)],
        "place": sorted(told.place),
        "officers": [[list(each.name), each.badge] for each in told.officers],
        "contacts": sorted(told.contacts),
        "named": told.named,
    }


def unpack(json: Any, narrative: str = "") -> Told:
    """Turn JSON made by `pack` into what a case is compared by; with the story where the stories are compared too."""
    on, until, at = json["when"]
    return Told(
        on=on and date.fromisoformat(on),
        until=until and date.fromisoformat(until),
        at=at and time.fromisoformat(at),
        place=frozenset(json["place"]),
        officers=tuple(Officer(tuple(name), badge) for name, badge in json["officers"]),
        shingles=shingles(narrative),
        contacts=frozenset(json["contacts"]),
        named=json["named"],
    )


def pattern_told(agency: Agency, case: tuple[str, str], to: str, others: Sequence[str], now: datetime) -> Planned:
    """Return the notice to a supervisor that an officer's complaints have become as many as the rule says.

    `case` is its id and its reference. It names cases that this supervisor may know of, and nobody.
    """
    id, reference = case
    named = {"others": ", ".join(others[:NAMED_CASES])} if others else {}
    return Planned(
        key=f"{id}:officer_threshold:{to}",
        to=to,
        template="officer_threshold" if others else "officer_threshold_alone",
        params=may_say(agency, reference=reference, **named),
        rank=NEWS_RANK,
        due_at=next_open(agency, now),
    )
