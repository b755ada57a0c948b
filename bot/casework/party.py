"""Who is in a case: found in the interview's answers when it is filed, merged by staff; called by `desk.parties`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from bot.casework.agency import Agency
from bot.casework.errors import Refused
from bot.casework.pieces import Piece
from bot.casework.turns import ALSO, Answer, Answers

COMPLAINANT, AFFECTED, WITNESS, RESPONDENT = "complainant", "affected", "witness", "respondent"
ROLES: Final = (COMPLAINANT, AFFECTED, WITNESS, RESPONDENT)
KEEPS_NAME: Final = "keep_from_investigators"
MAY_USE: Final = "use_name"
NAME_CHOICE: Final = "name_choice"
LONGEST_NAME: Final = 200

_NAMED_BY: Final = frozenset({"officer", "badge"})
_BADGE: Final = re.compile(r"\b(?:badge|placa)\b\D{0,20}\d|#\s?\d{2}", re.IGNORECASE)
# Which question names whom; an agency words these questions as it likes, the ids are the shared profile's.
_ASKED: Final = {COMPLAINANT: "name", AFFECTED: "affected", WITNESS: "witnesses"}


@dataclass(frozen=True, slots=True)
class NewParty:
    """Somebody to put into a case. `known`: we know who it is; `kept`: the name is not for the investigators."""

    role: str
    name: str | None = field(repr=False)
    known: bool
    kept: bool = False


class PartyLike(Protocol):
    """A party as it is stored, by shape."""

    @property
    def id(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def known(self) -> bool: ...
    @property
    def kept(self) -> bool: ...


def of_answers(agency: Agency, answers: Answers) -> tuple[NewParty, ...]:
    """Return the people that the answers speak of; there is always a complainant and a respondent, named or not."""
    chosen = answers.get(NAME_CHOICE)
    kept = chosen is not None and chosen.value == KEEPS_NAME
    name = _words(answers.get(_ASKED[COMPLAINANT]))
    people = [NewParty(COMPLAINANT, name, name is not None, _hides(agency, COMPLAINANT, kept))]
    for role in (AFFECTED, WITNESS):
        said = _words(answers.get(_ASKED[role]))
        if said is not None:
            people.append(NewParty(role, said, True, _hides(agency, role, kept)))
    described = [*_respondents(agency, answers)]
    return (*people, *(described or [NewParty(RESPONDENT, None, False)]))


def _hides(agency: Agency, role: str, kept: bool) -> bool:
    """A name is kept where its question is one of those that the complainant's choice covers."""
    question = agency.questions.get(_ASKED[role])
    return kept and question is not None and question.identity


def beside(agency: Agency, answers: Answers, choice: str | None) -> tuple[list[Piece], list[Piece]]:
    """Return what came beside the answers: first what may be read, then what is kept as the name is.

    Words that came while somebody was asked who they are may be the answer in other words. `choice` is what the
    complainant chose for the name.
    """
    came = answers[ALSO].value if ALSO in answers else ()
    shut = [each for each in came if _tells_who(agency, each.get("at"), choice)]
    return [each for each in came if each not in shut], shut


def _tells_who(agency: Agency, asked: str | None, choice: str | None) -> bool:
    if asked == NAME_CHOICE:
        return choice != MAY_USE  # until they chose, nobody knows what they would have chosen
    return choice not in (None, MAY_USE) and asks_who(agency, asked)


def asks_who(agency: Agency, asked: str | None) -> bool:
    """Say whether this question asks for what a complainant may keep from the investigators."""
    question = agency.questions.get(asked or "")
    return asked == NAME_CHOICE or (question is not None and question.identity)


def _words(answer: Answer | None) -> str | None:
    return answer.value if answer is not None and isinstance(answer.value, str) and answer.value else None


def _respondents(agency: Agency, answers: Answers) -> Iterator[NewParty]:
    """One for each message about one of them; a name or a badge number makes them known."""
    kinds = {id: question.kind for id, question in agency.questions.items()}
    facts = [fact for id, answer in answers.items() if kinds.get(id) == "facts" for fact in answer.value or ()]
    for id, answer in answers.items():
        for piece in (answer.value or ()) if kinds.get(id) == "respondents" else ():
            if piece.get("text"):
                yield NewParty(RESPONDENT, piece["text"], _named(piece["text"], facts))


def _named(text: str, facts: list[dict[str, Any]]) -> bool:
    names = (fact["text"] for fact in facts if fact.get("confirmed") and fact["kind"] in _NAMED_BY)
    return _BADGE.search(text) is not None or any(name.casefold() in text.casefold() for name in names)


def may_change(party: PartyLike) -> None:
    """Raise Refused for a name that is kept from whoever would change it."""
    if party.kept:
        raise Refused("name_kept")


def may_remove(party: PartyLike) -> None:
    """Raise Refused for the complainant, without whom there is no case, and for a name that is kept."""
    if party.role == COMPLAINANT:
        raise Refused("complainant_stays")
    may_change(party)


def may_merge(unknown: PartyLike, known: PartyLike) -> None:
    """Raise Refused unless a respondent whom nobody knew turns out to be one that is known."""
    both = {unknown.role, known.role} == {RESPONDENT} and unknown.id != known.id
    if not both or unknown.known or not known.known:
        raise Refused("cannot_merge")
