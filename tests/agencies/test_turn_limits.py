"""The interview is short in every profile that ships: the engine itself is walked, along every branch there is.

Two answers that no later `when` tells apart are one branch; what counts is a message or a tap of the resident.
"""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest

from bot.casework.agency import Agency, load
from bot.casework.interview import Answers, Context, Incoming, Picked, Pressed, Said, Turn, begin, facts, reply
from bot.casework.parts import Question, When
from tests.casework.talking import LABELS, NOW, TEXTS

SHORTEST, NAMED, LONGEST = 6, 16, 25
CONTEXT = Context("en", NOW)
AGENCIES = load(TEXTS, LABELS)
WORDS = {"date": "March 3, 2026", "time": "8 pm", "place": "Lake and Chicago", "contact": "612-555-0123 after 5"}
STORY = "They pushed me against the car and would not say why."
WITHOUT_NAME = "no_name"
TRIED = ("the words of the question", "12", "Hartford", "1 Main Street, Hartford", "March 3, 2026", "in two weeks")

Key = tuple[object, ...]


def asked_about(agency: Agency) -> dict[str, set[str]]:
    """Which answers to each question some `when` of the interview tells apart."""
    found: dict[str, set[str]] = {}
    whens: list[When] = [agency.questions[id].when for id in agency.interview]
    for name, wanted in (pair for when in whens for pair in when.items()):
        found.setdefault(name, set()).update(map(str, wanted if isinstance(wanted, list) else [wanted]))
    return found


class Walk:
    """All ways through one profile's interview, each question answered in full; found once for each state."""

    def __init__(self, agency: Agency, *, allowed: Callable[[Question, str], bool] = lambda question, choice: True):
        self.agency, self.allowed, self.matters = agency, allowed, asked_about(agency)
        self.known: dict[tuple[Key, bool], list[str]] = {}

    def path(self, *, longest: bool) -> list[str]:
        """The turns of the longest or the shortest way to the filed case."""
        return self._from(begin(self.agency), longest)

    def _from(self, turn: Turn, longest: bool) -> list[str]:
        if turn.step.question is None:
            return ["review: submit"]
        key = (turn.step.question.id, *sorted(self._told(turn.answers).items())), longest
        if key not in self.known:
            ways = [
                [f"{turn.step.question.id}: {said(each)}" for each in moves] + self._from(after, longest)
                for moves, after in self.moves(turn, turn.step.question)
            ]
            assert ways, f"no answer leads on from {turn.step.question.id}"
            self.known[key] = max(ways, key=len) if longest else min(ways, key=len)
        return self.known[key]

    def _told(self, answers: Answers) -> dict[str, str]:
        """What of the answers may decide about later questions."""
        known = facts(self.agency, answers)
        given = {
            name: {*map(str, _list(known[name]))} & wanted for name, wanted in self.matters.items() if name in known
        }
        return {name: str(sorted(values)) for name, values in given.items()}

    def moves(self, turn: Turn, question: Question) -> Iterator[tuple[tuple[Incoming, ...], Turn]]:
        for moves in self._answers(question):
            after = turn
            for each in moves:
                after = reply(self.agency, after.answers, each, CONTEXT)
            if after.step.question is None or after.step.question.id != question.id:
                yield moves, after
                if question.kind not in {"choice", "many", "yes_no", "language"}:
                    return  # one way of saying it is enough

    def _answers(self, question: Question) -> Iterator[tuple[Incoming, ...]]:
        match question.kind:
            case "choice" | "language":
                yield from ((Picked(each),) for each in self._choices(question))
            case "yes_no":
                yield from ((Picked(each),) for each in ("yes", "no"))
            case "many":
                yield from self._several(question)
            case "notice":
                yield (Pressed("done"),)
            case "story":
                yield (Said(STORY, "1"), Pressed("done"))
            case "facts":
                yield (Pressed("done"),)
            case "files":
                yield (Pressed("skip"),)
            case _:
                words = (WORDS.get(question.kind, TRIED[0]), *TRIED, *(each.label.en for each in question.choices[:1]))
                yield from ((Said(each, "2"),) for each in words)
                yield from ((Said(each, "2"), Picked(choice.id)) for each in TRIED for choice in question.choices[:1])

    def _choices(self, question: Question) -> list[str]:
        """One choice of each sort, as far as the interview tells them apart."""
        told = [each.id for each in question.choices if each.id in self.matters.get(question.id, ())]
        rest = [each.id for each in question.choices if each.id not in told]
        return [each for each in (*told, *rest[:1]) if self.allowed(question, each)]

    def _several(self, question: Question) -> Iterator[tuple[Incoming, ...]]:
        alone = [each.id for each in question.choices if each.alone]
        yield from ((Picked(each),) for each in alone[:1])
        yield from ((Picked(each),) for each in alone if each in self.matters.get(question.id, ()))
        others = [each for each in self._choices(question) if each not in alone]
        for count in range(1, min(len(others), 3) + 1):
            for chosen in combinations(others, count):
                yield (*map(Picked, chosen), Pressed("done"))


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple | set | frozenset) else [value]


def said(incoming: Incoming) -> str:
    return str(getattr(incoming, "value", None) or getattr(incoming, "action", None) or f'"{incoming.text}"')  # type: ignore[union-attr]


def no_files(agency: Agency) -> Callable[[Question, str], bool]:
    """No answer that promises files: they come after the questions as well, and nobody counts them."""
    asks = [each.when for each in agency.questions.values() if each.kind == "files"]
    return lambda question, choice: all(choice not in _list(when.get(question.id)) for when in asks)


def named(agency: Agency) -> Callable[[Question, str], bool]:
    allowed = no_files(agency)
    return lambda question, choice: (
        choice != WITHOUT_NAME and allowed(question, choice) and not (question.kind == "language" and choice == "other")
    )


def at_most(limit: int, turns: list[str]) -> None:
    assert len(turns) <= limit, f"{len(turns)} turns, and {limit} are allowed:\n" + "\n".join(turns)


@pytest.fixture(params=sorted(AGENCIES))
def agency(request: pytest.FixtureRequest) -> Agency:
    return AGENCIES[request.param]


def test_a_story_and_send_now_are_enough(agency: Agency) -> None:
    walk, turn, turns = Walk(agency, allowed=named(agency)), begin(agency), list[str]()
    while "send_now" not in turn.step.buttons:
        assert turn.step.question is not None
        assert len(turns) < SHORTEST, f"no button to send after {turns}"
        moves, turn = next(walk.moves(turn, turn.step.question))
        turns += map(said, moves)
    turn = reply(agency, turn.answers, Pressed("send_now"), CONTEXT)
    assert turn.outcome == "file"
    at_most(SHORTEST, [*turns, "send_now"])


def test_a_named_person_with_one_respondent_needs_sixteen_turns(agency: Agency) -> None:
    """Everything that is asked is answered, name and respondent too; where a choice opens no more questions."""
    turns = Walk(agency, allowed=named(agency)).path(longest=False)
    assert any(each.startswith("name: ") for each in turns), turns
    at_most(NAMED, turns)


def test_nobody_needs_more_than_twenty_five_turns(agency: Agency) -> None:
    at_most(LONGEST, Walk(agency, allowed=no_files(agency)).path(longest=True))
