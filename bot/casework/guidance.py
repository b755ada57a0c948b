"""To which office a story belongs, from a few answers and nothing else; asked by the interview, desk and screens.

The guide is a profile without a desk: its `[[route]]`s say which offices fit, its `[[elsewhere]]` who else can help.
What the reader makes of a story is never asked here: people see only what follows from their own answers.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from pydantic import Field

from bot.casework import questionnaire
from bot.casework.advice import Found, is_id, misnamed, twice, unknown
from bot.casework.conditions import holds
from bot.casework.parts import Choice, Part, Question, Text, When, Words

if TYPE_CHECKING:
    from bot.casework.agency import Agency

PURPOSE: Final = "guide"
"""The purpose of a draft that has no office yet, and the name of the guide's file."""
OFFICES: Final = "offices"
"""The guide's last question: which of the offices that fit; its answers are filled from the served profiles."""


class Route(Part):
    """When these answers come together, the story fits these offices, because of this."""

    when: When = Field(default_factory=dict)
    to: tuple[str, ...]
    because: Text


class Elsewhere(Part):
    """Somebody outside who can help: shown when `when` holds; one that is an `agency` only while it is not served."""

    id: str
    name: Text
    phone: Words | None = None
    web: Words | None = None
    words: Text
    when: When = Field(default_factory=dict)
    agency: str | None = None
    source: Words
    checked_on: date
    verified: bool = True


class Also(Part):
    """Another office with which the same story may be filed, offered after the receipt to whoever answered so."""

    to: str
    when: When = Field(default_factory=dict)
    because: Text


class Place(Part):
    """Where a poster of the office hangs."""

    id: str
    name: Text
    address: Words


def routed(guide: "Agency", known: Mapping[str, object]) -> dict[str, Text]:
    """Return the offices that fit, served or not, in the order of the routes, each with the first reason."""
    found: dict[str, Text] = {}
    for route in guide.routes:
        if holds(route.when, known):
            for office in route.to:
                found.setdefault(office, route.because)
    return found


def narrowed(guide: "Agency", question: Question, known: Mapping[str, object]) -> Question:
    """Leave of the last question what fits these answers, with the reasons; one office alone is taken by one tap."""
    fits = routed(guide, known)
    named = {choice.id: choice for choice in question.choices}
    offices = [named[office] for office in fits if office in named]
    if not offices:
        return question.model_copy(update={"choices": ()})
    others = [choice for choice in question.choices if choice.alone]
    if len(offices) == 1:
        offices = [offices[0].model_copy(update={"alone": True})]
    reasons = [(choice.label, fits[choice.id]) for choice in offices]
    return question.model_copy(update={"choices": (*offices, *others), "hint": _because(question.hint, reasons)})


def _because(hint: Text | None, reasons: Iterable[tuple[Text, Text]]) -> Text:
    lines = {
        language: [f"• {office.to(language)}: {why.to(language)}" for office, why in reasons]
        for language in ("en", "es")
    }
    said = {language: [hint.to(language), *of] if hint else of for language, of in lines.items()}
    return Text(en="\n".join(said["en"]), es="\n".join(said["es"]))


def serving(guide: "Agency", offices: Iterable["Agency"]) -> "Agency":
    """Return the guide of a deployment: its last question names the offices that are served there."""
    asked = guide.questions[OFFICES]
    served = tuple(Choice(id=each.id, label=each.name) for each in offices if not each.guides)
    choices = (*served, *(choice for choice in asked.choices if choice.alone))
    questions = {**guide.questions, OFFICES: asked.model_copy(update={"choices": choices})}
    return guide.model_copy(update={"questions": questions})


def elsewhere(guide: "Agency", known: Mapping[str, object]) -> tuple[Elsewhere, ...]:
    """Return who outside can help: an office that fits and is not served here, then what fits the answers."""
    served = {choice.id for choice in guide.questions[OFFICES].choices}
    wanted = routed(guide, known).keys() - served
    ours = [each for each in guide.elsewhere if each.agency in wanted and holds(each.when, known)]
    return (*ours, *(each for each in guide.elsewhere if each.agency is None and holds(each.when, known)))


def offered(agency: "Agency", known: Mapping[str, object], served: Collection[str]) -> tuple[Also, ...]:
    """Return the other offices with which somebody may file as well, going by what they answered."""
    return tuple(each for each in agency.also if each.to in served and holds(each.when, known))


def office_of(agencies: Collection["Agency"], link: str) -> "Agency | None":
    """Return the office that a link names, by its own word for links or by its id."""
    word = link.partition("-")[0]
    return next((each for each in agencies if word in (each.linked, each.id)), None)


def place_of(agency: "Agency", link: str) -> Place | None:
    """Return the place that a link names after the agency, `AGENCY-PLACE`; None for one that is not there any more."""
    return agency.places.get(link.partition("-")[2])


def problems(agency: "Agency") -> Found:
    """Name what does not hold together in the guide's rules, and in the offers and places of an office."""
    yield from misnamed("place", agency.places)
    if agency.link is not None and not is_id(agency.link):
        yield "link", f'"{agency.link}" cannot stand in a link. Use up to 24 small letters, digits and _.'
    asked = questionnaire.asked(agency)
    for number, also in enumerate(agency.also, 1):
        yield from questionnaire.conditions(also.when, asked, f"also.{number}.when", {})
        if also.to == agency.id:
            yield f"also.{number}.to", "this is the office itself. Name another one."
    yield from twice((each.id for each in agency.elsewhere), "elsewhere")
    for other in agency.elsewhere:
        yield from questionnaire.conditions(other.when, asked, f"elsewhere.{other.id}.when", {})
        if not other.phone and not other.web:
            yield f"elsewhere.{other.id}", "nobody can be reached by this. Add `phone` or `web`."
    for number, route in enumerate(agency.routes, 1):
        yield from questionnaire.conditions(route.when, asked, f"route.{number}.when", {})
        if not route.when:
            yield f"route.{number}.when", "this rule would fit everybody. Say when it applies."
    last = agency.interview[-1] if agency.interview else None
    if agency.guides and last != OFFICES:
        yield "interview", f'the guide asks last which office. End with "{OFFICES}".'


def astray(guide: "Agency", known: Collection[str]) -> Found:
    """Name the routes to an office that has no profile here, unless the guide says how else it is reached."""
    reachable = {*known, *(each.agency for each in guide.elsewhere if each.agency)}
    for number, route in enumerate(guide.routes, 1):
        for office in route.to:
            if office not in reachable:
                yield f"route.{number}.to", unknown(office, sorted(reachable), "office")
