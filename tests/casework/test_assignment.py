"""Where a case belongs, and who should take it: by language, unit, region, queue and load, never who may not."""

import pytest

from bot.casework.agency import Text
from bot.casework.assignment import REASONS, Candidate, Needs, Placed, Reason, place, placeable, suggest, together
from bot.casework.parts import Region, Unit

WORDS = Text(en="words", es="palabras")
SPANISH = Needs("intake", "es", "north", "juvenile")
TEAM = [
    Candidate("a", 9, ("intake",), ("en",)),
    Candidate("b", 3, ("critical",), ("en",), ("north",)),
    Candidate("c", 5, ("intake",), ("en", "es")),
    Candidate("d", 3, ("intake",), ("es",), ("south",)),
]


@pytest.mark.parametrize(
    ("needs", "order"),
    [
        (SPANISH, "dcba"),  # who speaks Spanish first, of those the one with less to do
        (Needs("intake", "en"), "cabd"),
        (Needs("intake", "en", "north"), "bcad"),
        (Needs("critical", "other"), "bdca"),
    ],
)
def test_the_best_comes_first(needs: Needs, order: str) -> None:
    assert "".join(each.id for each in suggest(needs, TEAM)) == order


def test_it_says_why() -> None:
    told = {each.id: each.because for each in suggest(SPANISH, TEAM)}
    assert told["d"] == (Reason("fewest", "3"), Reason("language", "es"), Reason("queue", "intake"))
    assert told["b"] == (Reason("fewest", "3"), Reason("region", "north"))
    assert told["a"] == (Reason("load", "9"), Reason("queue", "intake"))
    unit = suggest(SPANISH, [Candidate("e", 0, units=("juvenile",))])
    assert unit[0].because == (Reason("fewest", "0"), Reason("unit", "juvenile"))
    assert {each.key for because in told.values() for each in because} <= {*REASONS}


def test_nobody_is_suggested_who_must_not_know_or_is_away() -> None:
    away, barred = Candidate("x", 0, away=True), Candidate("y", 0, barred=True)
    assert suggest(SPANISH, [away, barred]) == ()
    assert [each.id for each in suggest(SPANISH, [away, TEAM[0], barred])] == ["a"]
    # The load that counts is that of those who can take it.
    assert suggest(SPANISH, [away, TEAM[0]])[0].because[0] == Reason("fewest", "9")


@pytest.mark.parametrize(
    ("known", "placed"),
    [
        ({}, Placed()),
        ({"side": "north"}, Placed(region="north")),
        ({"side": "south", "age": "child"}, Placed(unit="juvenile", region="south")),
        ({"of": "patrol", "age": "child"}, Placed(unit="juvenile", respondent_unit="patrol")),
    ],
)
def test_a_case_belongs_where_the_answers_say(office, known: dict[str, object], placed: Placed) -> None:
    agency = office(
        units={
            "desk": Unit(id="desk", name=WORDS),
            "patrol": Unit(id="patrol", name=WORDS, when={"of": "patrol"}, respondents=True),
            "juvenile": Unit(id="juvenile", name=WORDS, when={"age": "child"}),
        },
        regions={
            "all": Region(id="all", name=WORDS),
            "north": Region(id="north", name=WORDS, when={"side": "north"}),
            "south": Region(id="south", name=WORDS, when={"side": ["south", "west"]}),
        },
    )
    assert place(agency, known) == placed


def test_where_a_case_can_be_put_by_hand_is_what_the_profile_has(office) -> None:
    units = [Unit(id="juvenile", name=WORDS), Unit(id="patrol", name=WORDS, respondents=True)]
    places = {"units": {each.id: each for each in units}, "regions": {"north": Region(id="north", name=WORDS)}}
    agency = office().model_copy(update=places)
    assert placeable(agency) == {"unit": ("juvenile",), "region": ("north",), "respondent_unit": ("patrol",)}
    assert not any(placeable(office()).values())


SUPERVISING = {
    "desk": Unit(id="desk", name=WORDS, when={"about": "desk"}),
    "north": Unit(id="north", name=WORDS, respondents=True, when={"office": "north"}),
    "any": Unit(id="any", name=WORDS, respondents=True, unknown=True),
}


def test_while_nobody_knows_whom_a_case_is_about_it_is_about_all_of_them(office) -> None:
    agency = office(units=SUPERVISING)
    assert place(agency, {"office": "north"}).respondent_unit == "north"
    assert place(agency, {}).respondent_unit == "any"
    assert place(office(units={}), {}).respondent_unit is None


def test_whoever_is_of_one_such_unit_is_of_all_of_them_together(office) -> None:
    agency = office(units=SUPERVISING)
    assert together(agency, ["desk"]) == ["desk"]
    assert together(agency, ["desk", "north"]) == ["desk", "north", "any"]
    assert together(agency, ["north", "any"]) == ["north", "any"]
    assert together(agency, ["any", "gone"]) == ["gone"]
    assert together(office(units={}), ["north"]) == ["north"]
