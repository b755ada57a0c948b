"""Whether a deadline's `of` and `within` fit together; called by soundness.py for every deadline of a profile."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from bot.casework.advice import Found, unknown
from bot.casework.parts import ANSWER, CLOCK, Deadline
from bot.casework.questionnaire import asked

if TYPE_CHECKING:
    from bot.casework.agency import Agency


def problems(agency: "Agency", deadline: Deadline, moments: Collection[str]) -> Found:
    """A clock runs from a moment of the case, or from a day that was answered; only there may it run backwards."""
    where = f"deadline.{deadline.name}"
    within, answered = CLOCK.fullmatch(deadline.within), deadline.of.startswith(ANSWER)
    backwards = within is not None and within["before"] is not None
    if within is None:
        yield f"{where}.within", f'"{deadline.within}" is not a time. Write it as in "3 days" or "30 business days".'
    if backwards and not answered:
        advice = f'Write `of = "{ANSWER}…"`, or take "before" away.'
        yield f"{where}.within", f'"{deadline.within}" needs a day that was answered. {advice}'
    if backwards and deadline.extend is not None:
        yield f"{where}.extend", "nobody here can put off a day that others have set. Remove `extend`."
    days = [ANSWER + question.id for question in asked(agency) if question.kind == "date"]
    known, what = (days, "date question") if answered else (moments, "moment")
    if deadline.of not in known:
        yield f"{where}.of", unknown(deadline.of, known, what)
