"""Which priority and which queue a case gets, and why; called by the desk when it files and when facts change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.casework.agency import Agency
from bot.casework.conditions import holds

NO_RULE: Final = "No triage rule applies: the usual priority and queue."


@dataclass(frozen=True, slots=True)
class Triaged:
    """The decision and its reasons; `rules` are the numbers of the profile's rules that applied, from 1."""

    priority: str
    queue: str
    because: tuple[str, ...]
    rules: tuple[int, ...]


def assess(agency: Agency, facts: Mapping[str, object]) -> Triaged:
    """Apply every rule: the highest priority wins, and of those rules the first that names a queue.

    Rules only add: one more fact can raise a priority and can never lower it.
    """
    matching = [(number, rule) for number, rule in enumerate(agency.triage, 1) if holds(rule.when, facts)]
    ranked = sorted(matching, key=lambda each: agency.priorities.index(each[1].priority))
    return Triaged(
        priority=ranked[0][1].priority if ranked else agency.priorities[-1],
        queue=next((rule.queue for _, rule in ranked if rule.queue), agency.default_queue),
        because=tuple(rule.because for _, rule in ranked) or (NO_RULE,),
        rules=tuple(number for number, _ in ranked),
    )
