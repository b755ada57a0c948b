"""The small `when` language, shared by questions, triage rules and deadlines: equality and membership, nothing more."""

from collections.abc import Collection, Iterable, Mapping

from bot.casework.parts import Deadline, When


def known(
    answered: Mapping[str, object], *, allegation: Iterable[str], safety: Iterable[str], flag: Iterable[str]
) -> dict[str, object]:
    """Return all that triage rules and deadlines may ask about: the answers, and three things that nobody is asked."""
    return {**answered, "allegation": [*allegation], "safety": [*safety], "flag": [*flag]}


def holds(when: When, facts: Mapping[str, object]) -> bool:
    """Say whether every named fact has the wanted value; an empty `when` always holds.

    A list of wanted values means any of them, and a fact that is itself a collection counts if any member fits.
    """
    return all(_fits(wanted, facts.get(name)) for name, wanted in when.items())


def only(when: When, facts: Mapping[str, object]) -> bool:
    """Say whether every named fact has wanted values and no others."""
    return holds(when, facts) and all(
        any(_same(choice, value) for choice in _several(wanted))
        for name, wanted in when.items()
        for value in _each(facts.get(name))
    )


def applies(deadline: Deadline, facts: Mapping[str, object] | None) -> bool:
    """Say whether a case of which this is known has the duty: its `when` holds, and its `unless` does not.

    Where nothing can be known it has only what every case has.
    """
    if facts is None:
        return not deadline.conditional
    return holds(deadline.when, facts) and not (deadline.unless and holds(deadline.unless, facts))


def _fits(wanted: str | bool | list[str | bool], fact: object) -> bool:
    return any(_same(choice, value) for choice in _several(wanted) for value in _each(fact))


def _several(wanted: str | bool | list[str | bool]) -> list[str | bool]:
    return wanted if isinstance(wanted, list) else [wanted]


def _each(fact: object) -> Collection[object]:
    return fact if isinstance(fact, Collection) and not isinstance(fact, str | bytes | Mapping) else (fact,)


def _same(wanted: str | bool, value: object) -> bool:
    # In Python True == 1: a fact that is a number must not pass for a yes.
    return type(wanted) is type(value) and wanted == value
