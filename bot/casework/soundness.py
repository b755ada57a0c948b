"""Whether the pieces of a profile fit each other: every name that is used exists, every status leads somewhere."""

import re
from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from bot.casework import (
    clock_words,
    follow_up,
    guidance,
    letter,
    limit,
    meeting,
    oversight,
    passage,
    questionnaire,
    register,
    sworn,
)
from bot.casework.advice import Found, close, misnamed, twice, unknown
from bot.casework.parts import APPEALED, ROLES, WITHIN, Status, TriageRule, is_rung
from bot.casework.questionnaire import Supplied, asked, conditions

if TYPE_CHECKING:
    from bot.casework.agency import Agency

READ = frozenset({"allegation", "safety"})  # what triage knows from the reader and nobody has said
_CALENDAR_DAYS = re.compile(r"[1-9][0-9]{0,3} days")


def problems(agency: "Agency", labels: Collection[str]) -> Found:
    """Go through everything that one piece of a profile says about another."""
    yield from _office(agency)
    yield from questionnaire.problems(agency)
    yield from guidance.problems(agency)
    if agency.guides:  # no desk: nothing of what follows is there
        return
    yield from _labels(agency, labels)
    supplied = {"allegation": tuple(agency.allegations), "safety": tuple(labels), "flag": ()}
    yield from _triage(agency, supplied)
    yield from _places(agency, supplied)
    yield from _workflow(agency)
    yield from _findings(agency)
    yield from clock_words.problems(agency, supplied)
    yield from letter.problems(agency)
    yield from _asking(agency)
    yield from limit.problems(agency)
    yield from sworn.problems(agency)
    yield from meeting.problems(agency)
    yield from follow_up.problems(agency)
    yield from register.problems(agency)
    yield from passage.problems(agency)
    yield from _early_intervention(agency)
    yield from oversight.problems(agency)
    yield from _aftercare(agency)


def _office(agency: "Agency") -> Found:
    try:
        ZoneInfo(agency.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield "timezone", f'"{agency.timezone}" is not a time zone. Write it as in "America/Chicago".'
    known = holidays.list_supported_countries()
    country, part = agency.holidays.country, agency.holidays.subdivision
    if country not in known:
        yield "holidays.country", f'"{country}" is not a country code. Write two letters, as in "US".'
    elif part is not None and part not in known[country]:
        yield "holidays.subdivision", f'"{part}" is not a part of {country}. Write its short code, as in "MN".'
    if not agency.short.isascii() or not agency.short.isalpha() or not agency.short.isupper():
        yield "short", f'"{agency.short}" cannot start a case number. Use capital letters A to Z only.'
    if not agency.workdays:
        yield "workdays", 'the office never opens. List its days, as in ["monday", "friday"].'
    if agency.opens >= agency.closes:
        yield "opens", "the office closes before it opens. Correct `opens` or `closes`."


def _labels(agency: "Agency", labels: Collection[str]) -> Found:
    used = [(label, f"allegation.{code}.labels") for code, kind in agency.allegations.items() for label in kind.labels]
    used += [(label, "ignored_labels") for label in agency.ignored_labels]
    for label, where in used:
        if label not in labels:
            yield where, f'the reader knows no label "{label}". {close(label, labels)}Correct or remove it.'
    for label, times in Counter(label for label, _ in used).items():
        if times > 1:
            yield "allegation", f'"{label}" is mapped or ignored {times} times. Keep one.'
    for label in labels:
        if label not in {name for name, _ in used}:
            advice = "Put it into the `labels` of an allegation, or into `ignored_labels`."
            yield "allegation", f'the reader can find "{label}", and nothing says what that means here. {advice}'


def _triage(agency: "Agency", supplied: Supplied) -> Found:
    yield from twice(agency.priorities, "priorities")
    if not agency.priorities:
        yield "priorities", "there are none. List them, the most urgent first."
    if agency.default_priority not in (None, *agency.priorities):
        yield "default_priority", unknown(agency.default_priority, agency.priorities, "priority")
    if agency.default_queue not in agency.queues:
        yield "default_queue", unknown(agency.default_queue, agency.queues, "queue")
    for number, rule in enumerate(agency.triage, 1):
        where = f"triage.{number}"
        if not rule.when:
            yield f"{where}.when", "this rule would fit every case. Say when it applies."
        yield from conditions(rule.when, asked(agency), f"{where}.when", supplied)
        if rule.priority not in agency.priorities:
            yield f"{where}.priority", unknown(rule.priority, agency.priorities, "priority")
        if rule.queue is not None and rule.queue not in agency.queues:
            yield f"{where}.queue", unknown(rule.queue, agency.queues, "queue")
        yield from _read(agency, rule, where)


def _read(agency: "Agency", rule: TriageRule, where: str) -> Found:
    """What the reader finds is only a suggestion: it is not for the complainant, and makes nothing less urgent."""
    usual = agency.default_priority
    below = agency.priorities[agency.priorities.index(usual) + 1 :] if usual in agency.priorities else ()
    for name in sorted(READ & rule.when.keys()):
        if rule.say:
            yield f"{where}.say", f'what the reader finds ("{name}") is never shown. Ask for an answer, or remove it.'
        if rule.priority in below:
            may = f'what the reader finds ("{name}") may raise a priority, never lower one'
            yield f"{where}.priority", f'{may}. Write "{usual}" or a more urgent one, or ask for an answer.'


def _places(agency: "Agency", supplied: Supplied) -> Found:
    for table, places in (("unit", agency.units), ("region", agency.regions)):
        yield from misnamed(table, places)
        for id, place in places.items():
            yield from conditions(place.when, asked(agency), f"{table}.{id}.when", supplied)
    unknown_ones = [each for each in agency.units.values() if each.unknown]
    yield from twice(("unknown" for _ in unknown_ones), "unit")
    for each in unknown_ones:
        if not each.respondents or each.when:
            yield (
                f"unit.{each.id}",
                "this stands for every unit a case may be about. Write `respondents = true`, no `when`.",
            )
    if agency.silent_days < 1:
        yield "silent_days", "a case would go back before its owner could do anything. Write 1 or more."


def _workflow(agency: "Agency") -> Found:
    yield from ((f"role.{role}", unknown(role, ROLES, "role")) for role in agency.roles if role not in ROLES)
    if agency.initial not in agency.statuses:
        yield "initial", unknown(agency.initial, agency.statuses, "status")
    for status in agency.statuses.values():
        yield from _actions(agency, status)
    if not any(status.terminal for status in agency.statuses.values()):
        yield "status", "no status ends a case. Write `terminal = true` in at least one."
    yield from _lost(agency)


def _findings(agency: "Agency") -> Found:
    yield from misnamed("finding", agency.findings)
    yield from misnamed("severity", agency.severities)


def _lost(agency: "Agency") -> Found:
    """Name the statuses that no case can reach; of a chain of them only the first, for the rest follow from it."""
    reached = agency.ahead(agency.initial)
    lost = [id for id in agency.statuses if id not in reached]
    led_to = {action.to for id in lost for action in agency.statuses[id].actions.values()}
    for id in [id for id in lost if id not in led_to] or lost:
        yield f"status.{id}", "no action leads here. Add an action to it under another status, or remove it."


def _actions(agency: "Agency", status: Status) -> Found:
    if status.terminal == bool(status.actions):
        what = "a case cannot leave this status. Add an action, or write `terminal = true`."
        if status.terminal:
            what = "this status ends a case, and yet it has actions. Remove them, or remove `terminal`."
        yield f"status.{status.id}", what
    for id, action in status.actions.items():
        where = f"workflow.{status.id}.{id}"
        if action.to not in agency.statuses:
            yield f"{where}.to", unknown(action.to, agency.statuses, "status")
        yield from (
            (f"{where}.by", unknown(role, agency.roles, "role")) for role in action.by if role not in agency.roles
        )
        if not action.by:
            yield f"{where}.by", "nobody may do this. Name at least one role."
        if action.disposition and not agency.dispositions:
            yield f"{where}.disposition", "there are no dispositions to choose from. Define [disposition.…] blocks."
        if action.findings and not agency.findings:
            yield f"{where}.findings", "there is nothing to choose from. Define [finding.…] blocks."


def _aftercare(agency: "Agency") -> Found:
    times = {"transfer.answer_within": agency.transfer.answer_within}
    if agency.appeal is not None:
        times |= {"appeal.within": agency.appeal.within, "appeal.answer_within": agency.appeal.answer_within}
        reopened = agency.statuses.get(agency.appeal.reopens)
        if reopened is None or reopened.terminal:
            going_on = [id for id, status in agency.statuses.items() if not status.terminal]
            yield "appeal.reopens", unknown(agency.appeal.reopens, going_on, "status in which work goes on")
        if APPEALED not in {deadline.of for deadline in agency.deadlines}:
            yield "appeal", f'nothing is due in a case that is opened again. Add a deadline with `of = "{APPEALED}"`.'
    advice = 'Write it as in "3 days" or "30 business days".'
    wrong = ((where, text) for where, text in times.items() if not WITHIN.fullmatch(text))
    yield from ((where, f'"{text}" is not a time. {advice}') for where, text in wrong)
    known: dict[str, Collection[str]] = {"to": agency.statuses, "disposition": agency.dispositions}
    for field, there in known.items():
        word = getattr(agency.transfer, field)
        if word is not None and word not in there:
            yield f"transfer.{field}", unknown(word, there, {"to": "status"}.get(field, field))


def _early_intervention(agency: "Agency") -> Found:
    rule = agency.early_intervention
    if rule is not None and rule.cases < 2:
        yield "early_intervention.cases", "every single complaint would be told as a pattern. Write 2 or more."
    if rule is not None and not _CALENDAR_DAYS.fullmatch(rule.within):
        yield "early_intervention.within", f'"{rule.within}" is not a time here. Write it as in "365 days".'


def _asking(agency: "Agency") -> Found:
    """Requests are reminded of at a few fixed steps: nobody outside the office is written to without an end."""
    asking = agency.asking
    yield from misnamed("body", agency.bodies)
    for name, rungs, side in (("remind", asking.remind, "before"), ("overdue", asking.overdue, "after")):
        for rung in rungs:
            if not is_rung(rung) or not rung.endswith(side) or rung.startswith("every"):
                yield f"asking.{name}", f'"{rung}" is not a step here. Write it as in "3 days {side}".'
    for name in ("days", "invitation_days", "name_hours"):
        if getattr(asking, name) < 1:
            yield f"asking.{name}", "this leaves no time at all. Write 1 or more."
