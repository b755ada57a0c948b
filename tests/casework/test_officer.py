"""Whom a case is about: names and badges that stand together, and when two of them may be one officer."""

import re
from dataclasses import dataclass

import pytest

from bot.casework.officer import Officer, distinct, officers, same


@dataclass(frozen=True)
class Fact:
    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def facts(text: str) -> list[Fact]:
    """What a reader would find: <officers> and [badges]."""
    found, bare = [], re.sub(r"[<>\[\]]", " ", text)
    for hit in re.finditer(r"<([^>]+)>|\[([^\]]+)\]", text):
        kind, group = ("officer", 1) if hit[1] else ("badge", 2)
        found.append(Fact(kind, hit[group], bare.index(hit[group], hit.start())))
    return found


FAR = "word " * 20
SMITH, RUIZ = Officer(("smith",), "412"), Officer(("ana", "ruiz"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("<Officer Smith>, badge [412]", (SMITH,)),
        ("badge [412], <Officer Smith>", (SMITH,)),
        ("badge [0412] that is <Sgt. SMITH>", (SMITH,)),
        ("<Officer Smith> " + FAR + "[412]", (Officer((), "412"), Officer(("smith",)))),
        ("<Officer Smith> [412] and <Officer Ana Ruiz>", (SMITH, RUIZ)),
        ("<Officer Smith> and <la oficial Ana Ruiz>", (RUIZ, Officer(("smith",)))),
        ("[412] and [413]", (Officer((), "412"), Officer((), "413"))),
        ("<Officer Smith> [412], later <Smith> again, " + FAR + "<officer smith>", (SMITH,)),
        ("<Officer>", ()),  # a rank alone is nobody
        ("[B-412]", (Officer((), "b412"),)),
        ("<Núñez> [7] [8]", (Officer(("nunez",), "7"), Officer((), "8"))),
    ],
)
def test_names_and_badges_that_stand_side_by_side(text: str, expected: tuple[Officer, ...]) -> None:
    assert officers(facts(text)) == expected


def test_other_facts_are_passed_over() -> None:
    assert officers([Fact("place", "Lake Street", 0), Fact("vehicle", "car 12", 20)]) == ()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (SMITH, Officer((), "412"), True),
        (SMITH, Officer(("smith",)), True),
        (SMITH, Officer(("john", "smith")), True),
        (SMITH, Officer(("smith",), "413"), False),  # twins: the badge decides
        (SMITH, Officer(("jones",), "412"), True),  # a name misheard
        (Officer(("john", "smith")), Officer(("jane", "smith")), False),
        (SMITH, Officer(("smithson",)), False),
        (Officer((), "412"), Officer(("smith",)), False),  # nothing in common to compare
        (Officer(), Officer(), False),
    ],
)
def test_two_entries_for_one_officer(one: Officer, other: Officer, expected: bool) -> None:
    assert same(one, other) is expected
    assert same(other, one) is expected


def test_whom_another_entry_says_more_of_is_left_out() -> None:
    assert distinct([Officer(("smith",)), SMITH, Officer(("smith",), "413"), Officer(())]) == (
        SMITH, Officer(("smith",), "413"),
    )  # fmt: skip
