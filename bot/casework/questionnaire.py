"""Whether the questions of a profile fit each other; called by soundness.py, which asks the same of all `when`s."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from bot.casework.advice import Found, close, is_id, twice, unknown
from bot.casework.parts import UNLISTED, Question, When
from bot.casework.turns import ALSO

if TYPE_CHECKING:
    from bot.casework.agency import Agency

CHOSEN = ("language", "choice", "many", "listed")  # kinds that are answered by their choices
FIXED_IDS = {"language": "language", "story": "story"}
PRESENT = "given"  # what a question of free words, a date or files counts as once it is answered
Supplied = Mapping[str, Collection[str]]  # what triage and deadlines may ask besides the answers; empty: any word


def problems(agency: "Agency") -> Found:
    """Go through the lists of questions, each by itself."""
    yield from twice((*agency.interview, *agency.statistics, *agency.witness), "interview")
    yield from _listed(agency, "interview", agency.interview)
    yield from _listed(agency, "statistics", agency.statistics)
    yield from _listed(agency, "witness", agency.witness)
    kinds = [question.kind for question in asked(agency)]
    before_story = kinds[: kinds.index("story")] if "story" in kinds else kinds
    for kind, listed in (("language", before_story), ("notice", before_story), ("story", kinds)):
        if kind not in listed:
            yield "interview", f'no question of kind "{kind}" is asked in time. Begin with language, notice, story.'


def asked(agency: "Agency") -> list[Question]:
    """Return the questions of the interview, which everything may ask about that is decided after it."""
    return [agency.questions[id] for id in agency.interview if id in agency.questions]


def conditions(when: When, before: Collection[Question], where: str, supplied: Supplied) -> Found:
    """Name what a `when` asks and cannot: a question that does not come before it, an answer there is not."""
    earlier = {question.id: question for question in before}
    for name, wanted in when.items():
        options = [*wanted] if isinstance(wanted, list) else [wanted]
        if name in earlier:
            yield from _possible(earlier[name], options, where)
        elif name not in supplied:
            known = close(name, (*earlier, *supplied))
            yield where, f'"{name}" is not asked before this. {known}Name a question that comes earlier.'
        else:
            known_words = supplied[name]
            yield from (
                (where, unknown(word, known_words, name)) for word in options if word not in (known_words or options)
            )


def _listed(agency: "Agency", part: str, ids: Iterable[str]) -> Found:
    """A condition sees only what comes earlier in the same list."""
    before: list[Question] = []
    for id in ids:
        if id not in agency.questions:
            what = f'there is no question "{id}". {close(id, agency.questions)}'
            yield part, f"{what}Define [question.{id}], or take it off the list."
            continue
        question = agency.questions[id]
        yield from conditions(question.when, before, f"question.{id}.when", {})
        yield from _named(question)
        yield from _choices(question)
        yield from _ahead(question)
        before.append(question)


def _named(question: Question) -> Found:
    """Some questions are known to the desk by name."""
    where = f"question.{question.id}"
    fixed = FIXED_IDS.get(question.kind)
    if fixed and question.id != fixed:
        yield where, f'the question of kind "{question.kind}" must be called "{fixed}". Rename it.'
    for id in (question.id, *(choice.id for choice in question.choices)):
        if not is_id(id) or id == ALSO:
            yield where, f'"{id}" cannot be an id. Use up to 24 small letters, digits and _, starting with a letter.'


def _choices(question: Question) -> Found:
    where = f"question.{question.id}.choices"
    wanted = question.kind in CHOSEN
    if wanted and not question.choices:
        yield where, f'a question of kind "{question.kind}" needs choices. Add at least two.'
    if question.choices and not wanted:
        yield where, f'a question of kind "{question.kind}" has no choices. Remove them or change the kind.'


def _ahead(question: Question) -> Found:
    if question.future and question.kind != "date":
        yield f"question.{question.id}.future", "only a date can lie ahead. Remove `future`, or change the kind."


def _possible(question: Question, options: Iterable[str | bool], where: str) -> Found:
    ids = [choice.id for choice in question.choices]
    for option in options:
        if question.kind in CHOSEN:
            if ids and option not in (ids if question.kind != "listed" else (*ids, UNLISTED)):
                advice = f"{close(option, ids)}Use one of: {', '.join(ids)}."
                yield where, f'"{question.id}" has no choice "{option}". {advice}'
        elif question.kind == "yes_no":
            if not isinstance(option, bool):
                yield where, f'"{question.id}" is answered by yes or no. Write true or false, not "{option}".'
        elif option != PRESENT:
            yield where, f'"{question.id}" has no fixed answers. Write "{PRESENT}", or ask about another question.'
