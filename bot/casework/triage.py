"""Which priority and which queue a case gets, and why; called by the desk when it files and when facts change."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from bot.casework.agency import Agency
from bot.casework.conditions import holds
from bot.casework.parts import Text

NO_RULE: Final = "No triage rule applies: the usual priority and queue."


@dataclass(frozen=True, slots=True)
class Triaged:
    """The decision and its reasons; `rules` are the numbers of the profile's rules that applied, from 1."""

    priority: str
    queue: str
    because: tuple[str, ...]
    rules: tuple[int, ...]


def said(agency: Agency, because: Collection[str]) -> tuple[Text, ...]:
    """Return what the rules behind a decision have to say to the complainant, each once; `because` is what was kept."""
    words = (rule.say for rule in agency.triage if rule.because in because)
    return tuple(dict.fromkeys(each for each in words if each is not None))


def tells_supervisor(agency: Agency, because: Collection[str]) -> bool:
    """Say whether a supervisor hears of the case at once, besides its queue."""
    return any(rule.tell == "supervisor" and rule.because in because for rule in agency.triage)


def assess(agency: Agency, facts: Mapping[str, object]) -> Triaged:
    """Apply every rule: the highest priority wins, and of those rules the first that names a queue.

    Rules only add: one more fact can raise a priority and never lower it, save that a profile with a usual priority
    may rate below it what needs no haste, where nothing else is known. Only an answer can do that: `soundness` refuses
    a rule that does it by what the reader finds.
    """
    matching = [(number, rule) for number, rule in enumerate(agency.triage, 1) if holds(rule.when, facts)]
    ranked = sorted(matching, key=lambda each: agency.priorities.index(each[1].priority))
    return Triaged(
        priority=ranked[0][1].priority if ranked else agency.default_priority or agency.priorities[-1],
        queue=next((rule.queue for _, rule in ranked if rule.queue), agency.default_queue),
        because=tuple(rule.because for _, rule in ranked) or (NO_RULE,),
        rules=tuple(number for number, _ in ranked),
    )
