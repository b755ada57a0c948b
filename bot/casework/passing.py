"""What somebody's story takes along when it goes to an office that they chose; called by `desk.passing`."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.casework import guidance, position
from bot.casework.agency import Agency
from bot.casework.notices import COMPLAINANT, NEWS_RANK, Planned, told
from bot.casework.transfer import asks_alike, carried
from bot.casework.turns import Answer, Answers

ANOTHER: Final = "another_office"
"""The notice that another office can be told as well; it says no more than that."""


def other_office(agency: Agency, case: str, reference: str, now: datetime) -> Planned:
    """Return that notice: it goes out only where the offer did not come with the receipt."""
    said = told(agency, reference=reference)
    return Planned(f"{case}:{ANOTHER}", COMPLAINANT, ANOTHER, said, NEWS_RANK, now)


def may_still(agency: Agency, filed_at: datetime, now: datetime) -> bool:
    """Say whether the offer still stands: as long as a draft of the story would have been kept."""
    return now < filed_at + timedelta(days=agency.draft_kept_days)


def chosen(guide: Agency, answers: Answers) -> tuple[str, ...]:
    """Return the offices that somebody chose and that fit, in the order in which the story goes to them."""
    asked = position.applying(guide, answers, guidance.PURPOSE)
    last = next((question for question in asked if question.id == guidance.OFFICES), None)
    answer = answers.get(guidance.OFFICES)
    if last is None or answer is None or answer.state != "given":
        return ()
    offices = {choice.id for choice in guide.questions[guidance.OFFICES].choices if not choice.alone}
    return tuple(choice.id for choice in last.choices if choice.id in offices and choice.id in answer.value)


def passed(source: Agency, target: Agency, answers: Answers, files: Mapping[str, str], language: str) -> Answers:
    """Return what the next office need not ask: the story, and the same questions with answers that it knows.

    What only the other office asked stays there: somebody agreed that their story goes on, and to no more.
    """
    given = {id: answer for id, answer in answers.items() if answer.state != "skipped"}
    told = {id: answer for id, answer in given.items() if _goes(source, target, id)}
    kept = carried(source, target, told, files, language)
    return {id: answer for id, answer in kept.items() if _known(target, id, answer)}


def _goes(source: Agency, target: Agency, id: str) -> bool:
    """Every office's own notice is read; what came beside the story goes with it."""
    question = source.questions.get(id)
    return question is None or (question.kind != "notice" and asks_alike(source, target, id))


def _known(target: Agency, id: str, answer: Answer) -> bool:
    """Say whether the other office offers what was chosen; what it does not offer, it asks itself."""
    question = target.questions.get(id)
    if question is None or not question.choices or answer.value is None:
        return True
    value = answer.value["id"] if question.kind == "listed" else answer.value  # what is on no list is kept in words
    picked = value if isinstance(value, list) else [value]
    return all(each is None or question.offers(each) for each in picked)
