"""What somebody looks for and where a case has it; pure, asked by `desk.search` about every case that it opens.

Words are compared without case and accents. A word fits where one begins with it ("kick" finds "kicked"), a number only
as a whole; several words in quotes have to stand side by side. All of them must occur, wherever in the case.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.casework import party
from bot.casework.agency import Agency
from bot.casework.errors import Refused
from bot.casework.notices import NEWS_RANK, Planned
from bot.casework.notices import told as may_say
from bot.casework.pieces import words as written
from bot.casework.turns import ALSO, Answers
from bot.casework.workdays import day_at, next_open, opening, rolled

FIELDS: Final = ("reference", "officer", "badge", "person", "place", "story", "answers", "messages", "notes")
"""Where something can be found, in the order in which a result names it; keys of the locale table [find_field]."""
LONGEST: Final = 200
_SHORTEST: Final = 2
_MARKS: Final = re.compile("[\u0300-\u036f]+")
_RUN: Final = re.compile(r"[^\W\d_]+|\d+")
_QUOTED: Final = re.compile('["“”«»]([^"“”«»]*)["“”«»]|(\\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that have to stand side by side; `plain` are those of them that a quick look can rule out."""

    pattern: re.Pattern[str]
    plain: tuple[str, ...]
    number: bool


@dataclass(frozen=True, slots=True)
class Query:
    """Everything that has to occur in a case."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What was written in a case beside story and answers; `gone`: names that somebody in it has no more."""

    people: Sequence[str] = ()
    messages: Sequence[str] = ()
    notes: Sequence[str] = ()
    gone: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell of a saved search: of which case, in which way, and how many fitted it lately."""

    kind: str
    case: str
    reference: str
    count: int = 1


def parse(text: str) -> Query:
    """Read what somebody typed. Raises Refused for nothing, for a single letter and for a whole page."""
    if len(text) > LONGEST:
        raise Refused("find_long", most=LONGEST)
    runs = [_RUN.findall(folded(quoted or single)) for quoted, single in _QUOTED.findall(text)]
    terms = [each for each in runs if each]
    if not terms:
        raise Refused("find_nothing")
    if max(len(word) for term in terms for word in term) < _SHORTEST:
        raise Refused("find_short")
    return Query(tuple(map(_term, terms)))


def _term(words: list[str]) -> Term:
    begin, end = (r"(?<!\d)", r"(?!\d)")
    pattern = (begin if words[0].isdigit() else r"(?<![^\W\d_])") + r"[\W_]*".join(map(re.escape, words))
    pattern += end if words[-1].isdigit() else ""
    return Term(re.compile(pattern), tuple(filter(str.isascii, words)), all(map(str.isdigit, words)))


def folded(text: str) -> str:
    """Return a text as it is compared: small letters without accents."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold())).lower()


def possible(query: Query, raw: str) -> bool:
    """Rule out most cases quickly: `raw` is all that was written in one, as JSON, its order and its marks of no matter.

    True says little: `places` has to look. False is certain.
    """
    words = [word for term in query.terms for word in term.plain]
    if raw.isascii():
        bare = raw.lower()
        return all(_begins(bare, word) for word in words)
    bare = unicodedata.normalize("NFKD", raw.casefold()).encode("ascii", "ignore").decode().lower()
    return all(word in bare for word in words)  # signs are gone, so where a word begins cannot be seen


def _begins(bare: str, word: str) -> bool:
    r"""Say whether a word may begin so somewhere; after `\n` it does, although n is a letter."""
    at = bare.find(word)
    while at > 0 and bare[at - 1].isalpha() and word[0].isalpha() and bare[at - 2 : at - 1] != "\\":
        at = bare.find(word, at + 1)
    return at >= 0


def places(query: Query, fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields that the terms were found in; none unless every term was found somewhere."""
    texts = {name: folded(text) for name, text in fields.items()}
    hit: set[str] = set()
    for term in query.terms:
        found = {_named(term, name) for name, text in texts.items() if term.pattern.search(text)}
        if not found:
            return ()
        hit |= found
    return tuple(name for name in FIELDS if name in hit)


def _named(term: Term, field: str) -> str:
    return "badge" if field == "officer" and term.number else field


def fields(
    agency: Agency, reference: str, told: tuple[str, Answers], beside: Beside, *, choice: str | None
) -> dict[str, str]:
    """Return what of a case may be searched, by field; `told` is the story with the answers.

    `choice` is what the complainant chose for the name. One that is kept from the investigators is not among it, nor
    one that staff have put right since.
    """
    narrative, answers = told
    found: dict[str, list[str]] = {"reference": [reference], "story": [narrative], "person": [*beside.people]}
    found |= {"messages": [*beside.messages], "notes": [*beside.notes]}
    gone = frozenset(beside.gone) - frozenset(beside.people)
    for id, answer in answers.items():
        question = agency.questions.get(id)
        if answer.value is None or (question is not None and question.identity and choice == party.KEEPS_NAME):
            continue
        if id == ALSO or question is None:
            name = "answers"
        elif question.identity:
            name = "person"
        else:
            name = {"respondents": "officer", "place": "place", "story": "story"}.get(question.kind, "answers")
        value = party.beside(agency, answers, choice)[0] if id == ALSO else answer.value
        found.setdefault(name, []).append(_text(value, gone))
    return {name: "\n".join(texts) for name, texts in found.items()}


def fits_any_case(agency: Agency, query: Query) -> bool:
    """Say whether a search would find every case there is: it asks for no more than the office's own prefix."""
    return bool(places(query, {"reference": agency.short}))


def _text(value: object, gone: Collection[str]) -> str:
    """Return the words in an answer: of a list of messages, of a contact or date, or the words themselves."""
    if isinstance(value, list):
        return written([each for each in value if isinstance(each, dict) and each.get("text") not in gone])
    if isinstance(value, dict):
        return "\n".join(str(each) for each in value.values() if each)
    return value if isinstance(value, str) and value not in gone else ""


def alert(agency: Agency, search: str, member: str, told: Told, now: datetime) -> Planned:
    """Return the notice that a new case fits a saved search; it waits for the office, a daily one for the next morning.

    Which search it was and what it looks for waits behind a button.
    """
    at, once = next_open(agency, now), told.case
    if told.kind in ("daily", "weekly"):
        at = _morning(agency, now, weekly=told.kind == "weekly")
        once = day_at(agency, at).isoformat()
    said = {"reference": told.reference, "count": str(told.count)}
    wanted = {"each": ("reference",), "threshold": ("count",)}.get(told.kind, ())
    return Planned(
        key=f"search:{search}:{once}",
        to=f"member:{member}",
        template=f"search_{told.kind}",
        params=may_say(agency, item=search, **{name: said[name] for name in wanted}),
        rank=NEWS_RANK,
        due_at=at,
    )


def _morning(agency: Agency, now: datetime, *, weekly: bool) -> datetime:
    """Return when the office opens on its next day, or on its first day of the next week."""
    today = day_at(agency, now)
    return opening(agency, rolled(agency, today + timedelta(days=7 - today.weekday() if weekly else 1)))
