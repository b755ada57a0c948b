"""Whether the pieces of a profile fit each other: every name that is used exists, every status leads somewhere."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from bot.casework.parts import MOMENTS, ROLES, WITHIN, Deadline, Question, Status, When, is_rung
from bot.casework.profile import Found, close

if TYPE_CHECKING:
    from bot.casework.agency import Agency

ALSO = "also"  # where the interview keeps what came in the wrong place
CHOSEN = ("language", "choice", "many")  # kinds that are answered by their choices
FIXED_IDS = {"language": "language", "story": "story"}
ID = re.compile(r"[a-z][a-z0-9_]{0,23}")
Supplied = Mapping[str, Collection[str]]  # what triage and deadlines may ask besides the answers; empty: any word
_CALENDAR_DAYS = re.compile(r"[1-9][0-9]{0,3} days")
PRESENT = "given"  # what a question of free words, a date or files counts as once it is answered


def problems(agency: "Agency", labels: Collection[str]) -> Found:
    """Go through everything that one piece of a profile says about another."""
    yield from _office(agency)
    yield from _interview(agency)
    yield from _labels(agency, labels)
    supplied = {"allegation": tuple(agency.allegations), "safety": tuple(labels), "flag": ()}
    yield from _triage(agency, supplied)
    yield from _places(agency, supplied)
    yield from _workflow(agency)
    yield from _findings(agency)
    yield from _deadlines(agency, supplied)
    yield from _asking(agency)
    yield from _early_intervention(agency)
    yield from _aftercare(agency)


def _unknown(word: object, known: Collection[str], what: str) -> str:
    listed = f"Use one of: {', '.join(dict.fromkeys(known))}." if known else "Define it."
    return f'there is no {what} "{word}". {close(word, known).strip() or listed}'


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


def _twice(names: Iterable[str], where: str) -> Found:
    for name, times in Counter(names).items():
        if times > 1:
            yield where, f'"{name}" is here {times} times. Keep one.'


def _interview(agency: "Agency") -> Found:
    yield from _twice((*agency.interview, *agency.statistics, *agency.witness), "interview")
    yield from _listed(agency, "interview", agency.interview)
    yield from _listed(agency, "statistics", agency.statistics)
    yield from _listed(agency, "witness", agency.witness)
    kinds = [agency.questions[id].kind for id in agency.interview if id in agency.questions]
    before_story = kinds[: kinds.index("story")] if "story" in kinds else kinds
    for kind, listed in (("language", before_story), ("notice", before_story), ("story", kinds)):
        if kind not in listed:
            yield "interview", f'no question of kind "{kind}" is asked in time. Begin with language, notice, story.'


def _listed(agency: "Agency", part: str, ids: Iterable[str]) -> Found:
    """Each of the two lists is asked by itself: a condition sees only what comes earlier in the same list."""
    before: list[Question] = []
    for id in ids:
        if id not in agency.questions:
            what = f'there is no question "{id}". {close(id, agency.questions)}'
            yield part, f"{what}Define [question.{id}], or take it off the list."
            continue
        question = agency.questions[id]
        yield from _conditions(question.when, before, f"question.{id}.when", {})
        yield from _named(question)
        yield from _choices(question)
        before.append(question)


def _named(question: Question) -> Found:
    """Ids travel inside buttons, which hold 64 bytes; some are known to the desk by name."""
    where = f"question.{question.id}"
    fixed = FIXED_IDS.get(question.kind)
    if fixed and question.id != fixed:
        yield where, f'the question of kind "{question.kind}" must be called "{fixed}". Rename it.'
    for id in (question.id, *(choice.id for choice in question.choices)):
        if not ID.fullmatch(id) or id == ALSO:
            yield where, f'"{id}" cannot be an id. Use up to 24 small letters, digits and _, starting with a letter.'


def _choices(question: Question) -> Found:
    where = f"question.{question.id}.choices"
    wanted = question.kind in CHOSEN
    if wanted and not question.choices:
        yield where, f'a question of kind "{question.kind}" needs choices. Add at least two.'
    if question.choices and not wanted:
        yield where, f'a question of kind "{question.kind}" has no choices. Remove them or change the kind.'


def _conditions(when: When, before: Collection[Question], where: str, supplied: Supplied) -> Found:
    asked = {question.id: question for question in before}
    for name, wanted in when.items():
        options = [*wanted] if isinstance(wanted, list) else [wanted]
        if name in asked:
            yield from _possible(asked[name], options, where)
        elif name not in supplied:
            known = close(name, (*asked, *supplied))
            yield where, f'"{name}" is not asked before this. {known}Name a question that comes earlier.'
        else:
            known_words = supplied[name]
            yield from (
                (where, _unknown(word, known_words, name)) for word in options if word not in (known_words or options)
            )


def _possible(question: Question, options: Iterable[str | bool], where: str) -> Found:
    ids = [choice.id for choice in question.choices]
    for option in options:
        if question.kind in CHOSEN:
            if ids and option not in ids:
                advice = f"{close(option, ids)}Use one of: {', '.join(ids)}."
                yield where, f'"{question.id}" has no choice "{option}". {advice}'
        elif question.kind == "yes_no":
            if not isinstance(option, bool):
                yield where, f'"{question.id}" is answered by yes or no. Write true or false, not "{option}".'
        elif option != PRESENT:
            yield where, f'"{question.id}" has no fixed answers. Write "{PRESENT}", or ask about another question.'


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
    yield from _twice(agency.priorities, "priorities")
    if not agency.priorities:
        yield "priorities", "there are none. List them, the most urgent first."
    if agency.default_queue not in agency.queues:
        yield "default_queue", _unknown(agency.default_queue, agency.queues, "queue")
    asked = [agency.questions[id] for id in agency.interview if id in agency.questions]
    for number, rule in enumerate(agency.triage, 1):
        where = f"triage.{number}"
        if not rule.when:
            yield f"{where}.when", "this rule would fit every case. Say when it applies."
        yield from _conditions(rule.when, asked, f"{where}.when", supplied)
        if rule.priority not in agency.priorities:
            yield f"{where}.priority", _unknown(rule.priority, agency.priorities, "priority")
        if rule.queue is not None and rule.queue not in agency.queues:
            yield f"{where}.queue", _unknown(rule.queue, agency.queues, "queue")


def _places(agency: "Agency", supplied: Supplied) -> Found:
    asked = [agency.questions[id] for id in agency.interview if id in agency.questions]
    for table, places in (("unit", agency.units), ("region", agency.regions)):
        for id, place in places.items():
            if not ID.fullmatch(id):
                yield f"{table}.{id}", f'"{id}" cannot be an id. Use up to 24 small letters, digits and _.'
            yield from _conditions(place.when, asked, f"{table}.{id}.when", supplied)
    if agency.silent_days < 1:
        yield "silent_days", "a case would go back before its owner could do anything. Write 1 or more."


def _workflow(agency: "Agency") -> Found:
    yield from ((f"role.{role}", _unknown(role, ROLES, "role")) for role in agency.roles if role not in ROLES)
    if agency.initial not in agency.statuses:
        yield "initial", _unknown(agency.initial, agency.statuses, "status")
    for status in agency.statuses.values():
        yield from _actions(agency, status)
    if not any(status.terminal for status in agency.statuses.values()):
        yield "status", "no status ends a case. Write `terminal = true` in at least one."
    yield from _lost(agency)


def _findings(agency: "Agency") -> Found:
    for table, codes in (("finding", agency.findings), ("severity", agency.severities)):
        for id in codes:
            if not ID.fullmatch(id):
                advice = "Use up to 24 small letters, digits and _, starting with a letter."
                yield f"{table}.{id}", f'"{id}" cannot be an id. {advice}'


def _lost(agency: "Agency") -> Found:
    """Name the statuses that no case can reach; of a chain of them only the first, for the rest follow from it."""
    reached = _reachable(agency)
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
            yield f"{where}.to", _unknown(action.to, agency.statuses, "status")
        yield from (
            (f"{where}.by", _unknown(role, agency.roles, "role")) for role in action.by if role not in agency.roles
        )
        if not action.by:
            yield f"{where}.by", "nobody may do this. Name at least one role."
        if action.disposition and not agency.dispositions:
            yield f"{where}.disposition", "there are no dispositions to choose from. Define [disposition.…] blocks."
        if action.findings and not (agency.findings and agency.severities):
            yield f"{where}.findings", "there is nothing to choose from. Define [finding.…] and [severity.…] blocks."


def _reachable(agency: "Agency") -> set[str]:
    seen: set[str] = set()
    ahead = [agency.initial]
    while ahead:
        id = ahead.pop()
        if id not in seen and id in agency.statuses:
            seen.add(id)
            ahead += [action.to for action in agency.statuses[id].actions.values()]
    return seen


def _deadlines(agency: "Agency", supplied: Supplied) -> Found:
    yield from _twice((deadline.name for deadline in agency.deadlines), "deadline")
    moments = (*MOMENTS, *agency.statuses)
    asked = [agency.questions[id] for id in agency.interview if id in agency.questions]
    for deadline in agency.deadlines:
        where = f"deadline.{deadline.name}"
        if not WITHIN.fullmatch(deadline.within):
            yield (
                f"{where}.within",
                f'"{deadline.within}" is not a time. Write it as in "3 days" or "30 business days".',
            )
        if deadline.of not in moments:
            yield f"{where}.of", _unknown(deadline.of, moments, "moment")
        yield from (
            (f"{where}.until", _unknown(name, moments, "moment")) for name in deadline.until if name not in moments
        )
        for ladder, rungs in (("remind", deadline.remind), ("escalate", deadline.escalate)):
            advice = 'Write it as in "1 day before", "when due", "2 days after" or "every 2 days after".'
            yield from (
                (f"{where}.{ladder}", f'"{rung}" is not a step. {advice}') for rung in rungs if not is_rung(rung)
            )
        yield from _conditions(deadline.when, asked, f"{where}.when", supplied)
        yield from _staff_decide(agency, deadline, where)
    if agency.hold_most_days < 1:
        yield "hold_most_days", "a hold needs at least one day. Write 1 or more."


def _staff_decide(agency: "Agency", deadline: Deadline, where: str) -> Found:
    """What staff may say of a duty: that it is done, that it needs more days; its name travels inside buttons."""
    if not ID.fullmatch(deadline.name):
        yield where, f'"{deadline.name}" cannot be a name. Use up to 24 small letters, digits and _.'
    yield from (
        (f"{where}.done_by", _unknown(role, agency.roles, "role"))
        for role in deadline.done_by
        if role not in agency.roles
    )
    if deadline.extend is not None and deadline.extend.most_days < 1:
        yield f"{where}.extend", "an extension needs at least one day. Write 1 or more, or remove it."


def _aftercare(agency: "Agency") -> Found:
    times = {"transfer.answer_within": agency.transfer.answer_within}
    if agency.appeal is not None:
        times |= {"appeal.within": agency.appeal.within, "appeal.answer_within": agency.appeal.answer_within}
        reopened = agency.statuses.get(agency.appeal.reopens)
        if reopened is None or reopened.terminal:
            going_on = [id for id, status in agency.statuses.items() if not status.terminal]
            yield "appeal.reopens", _unknown(agency.appeal.reopens, going_on, "status in which work goes on")
    advice = 'Write it as in "3 days" or "30 business days".'
    wrong = ((where, text) for where, text in times.items() if not WITHIN.fullmatch(text))
    yield from ((where, f'"{text}" is not a time. {advice}') for where, text in wrong)
    known: dict[str, Collection[str]] = {"to": agency.statuses, "disposition": agency.dispositions}
    for field, there in known.items():
        word = getattr(agency.transfer, field)
        if word is not None and word not in there:
            yield f"transfer.{field}", _unknown(word, there, {"to": "status"}.get(field, field))


def _early_intervention(agency: "Agency") -> Found:
    rule = agency.early_intervention
    if rule is not None and rule.cases < 2:
        yield "early_intervention.cases", "every single complaint would be told as a pattern. Write 2 or more."
    if rule is not None and not _CALENDAR_DAYS.fullmatch(rule.within):
        yield "early_intervention.within", f'"{rule.within}" is not a time here. Write it as in "365 days".'


def _asking(agency: "Agency") -> Found:
    """Requests are reminded of at a few fixed steps: nobody outside the office is written to without an end."""
    asking = agency.asking
    for id in agency.bodies:
        if not ID.fullmatch(id):
            advice = "Use up to 24 small letters, digits and _, starting with a letter."
            yield f"body.{id}", f'"{id}" cannot be an id. {advice}'
    for name, rungs, side in (("remind", asking.remind, "before"), ("overdue", asking.overdue, "after")):
        for rung in rungs:
            if not is_rung(rung) or not rung.endswith(side) or rung.startswith("every"):
                yield f"asking.{name}", f'"{rung}" is not a step here. Write it as in "3 days {side}".'
    for name in ("days", "invitation_days", "name_hours"):
        if getattr(asking, name) < 1:
            yield f"asking.{name}", "this leaves no time at all. Write 1 or more."
