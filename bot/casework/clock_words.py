"""Whether the deadlines of a profile hold together: their clocks, their steps, their conditions; for soundness.py."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from bot.casework.advice import Found, is_id, twice, unknown
from bot.casework.parts import ANSWER, APPEALED, CLOCK, MOMENTS, Deadline, When, is_rung
from bot.casework.questionnaire import Supplied, asked, conditions

if TYPE_CHECKING:
    from bot.casework.agency import Agency


def problems(agency: "Agency", supplied: Supplied) -> Found:
    """Go through everything that the deadlines say."""
    yield from twice((deadline.name for deadline in agency.deadlines), "deadline")
    moments = (*MOMENTS, *([APPEALED] if agency.appeal else ()), *agency.statuses)
    for deadline in agency.deadlines:
        where = f"deadline.{deadline.name}"
        yield from _clock(agency, deadline, moments)
        yield from (
            (f"{where}.until", unknown(name, moments, "moment")) for name in deadline.until if name not in moments
        )
        for ladder, rungs in (("remind", deadline.remind), ("escalate", deadline.escalate)):
            advice = 'Write it as in "1 day before", "when due", "2 days after" or "every 2 days after".'
            yield from (
                (f"{where}.{ladder}", f'"{rung}" is not a step. {advice}') for rung in rungs if not is_rung(rung)
            )
        for name, condition in (("when", deadline.when), ("unless", deadline.unless)):
            yield from conditions(condition, asked(agency), f"{where}.{name}", supplied)
        if _excluded(deadline):
            yield f"{where}.unless", "this leaves out every case that `when` lets in. Correct one of them."
        yield from _staff_decide(agency, deadline, where)
    if agency.hold_most_days < 1:
        yield "hold_most_days", "a hold needs at least one day. Write 1 or more."


def _clock(agency: "Agency", deadline: Deadline, moments: Collection[str]) -> Found:
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


def _excluded(deadline: Deadline) -> bool:
    """Say whether no case can have this duty: whatever its `when` accepts, its `unless` excludes."""
    accepted, left_out = _options(deadline.when), _options(deadline.unless)
    return bool(left_out) and all(name in accepted and accepted[name] <= left_out[name] for name in left_out)


def _options(when: When) -> dict[str, set[str | bool]]:
    return {name: {*wanted} if isinstance(wanted, list) else {wanted} for name, wanted in when.items()}


def _staff_decide(agency: "Agency", deadline: Deadline, where: str) -> Found:
    """What staff may say of a duty: that it is done, that it needs more days; its name travels inside buttons."""
    if not is_id(deadline.name):
        yield where, f'"{deadline.name}" cannot be a name. Use up to 24 small letters, digits and _.'
    yield from (
        (f"{where}.done_by", unknown(role, agency.roles, "role"))
        for role in deadline.done_by
        if role not in agency.roles
    )
    if deadline.extend is not None and deadline.extend.most_days < 1:
        yield f"{where}.extend", "an extension needs at least one day. Write 1 or more, or remove it."
