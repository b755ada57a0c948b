"""What somebody's story takes along when it goes to an office that they chose; called by desk.guidance."""

from collections.abc import Mapping

from bot.casework import guidance, position
from bot.casework.agency import Agency
from bot.casework.transfer import carried
from bot.casework.turns import Answer, Answers


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
    """Return what the next office need not ask: the same questions with answers that it knows; the rest in words."""
    given = {id: answer for id, answer in answers.items() if answer.state != "skipped"}
    told = {id: answer for id, answer in given.items() if _goes(source, target, id)}
    kept = carried(source, target, told, files, language)
    return {id: answer for id, answer in kept.items() if _known(target, id, answer)}


def _goes(source: Agency, target: Agency, id: str) -> bool:
    """Every office's own notice is read; what only found the office is no part of the complaint."""
    question = source.questions.get(id)
    if question is None or question.kind == "notice":
        return question is None
    return id in target.questions or not (source.guides or question.kind == "facts")


def _known(target: Agency, id: str, answer: Answer) -> bool:
    """Say whether the other office offers what was chosen; what it does not offer, it asks itself."""
    question = target.questions.get(id)
    if question is None or not question.choices or answer.value is None:
        return True
    value = answer.value["id"] if question.kind == "listed" else answer.value  # what is on no list is kept in words
    picked = value if isinstance(value, list) else [value]
    return all(each is None or question.offers(each) for each in picked)
