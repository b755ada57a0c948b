"""What people made of suggestions: every decision is counted once where it belongs, and nothing unsure is learnt."""

from dataclasses import dataclass

import pytest

from bot.casework.agency import AllegationKind
from bot.casework.overrides import Count, Overrides, learnt, only_label
from tests.casework.conftest import WORDS

GROUPS = {
    "excessive_force": "conduct",
    "biased_policing": "conduct",
    "slur": "conduct",
    "sex": "basis",
    "age": "basis",
    "self_harm": "safety",
}


@dataclass(frozen=True)
class Decided:
    code: str
    labels: tuple[str, ...]
    state: str
    score: float = 0.9


FORCE = Decided("EF", ("excessive_force",), "confirmed")
SLUR = Decided("DI", ("slur",), "confirmed")
NO_SLUR = Decided("DI", ("slur",), "rejected")
WAITS = Decided("DI", ("slur",), "suggested")
ADDED = Decided("EF", (), "added")
ONE_OF_TWO = Decided("DI", (), "added")


def counted(agency, *decided: Decided, language: str = "en") -> Overrides:
    counts = Overrides()
    for each in decided:
        counts.add(agency, language, each)
    return counts


def test_each_label_is_counted_by_what_became_of_it_in_each_language(office) -> None:
    counts = counted(office(), FORCE, NO_SLUR, WAITS, SLUR)
    counts.add(office(), "es", Decided("DI", ("biased_policing", "slur"), "rejected"))
    assert counts.labels == {
        ("excessive_force", "en"): Count(confirmed=1),
        ("slur", "en"): Count(confirmed=1, rejected=1, undecided=1),
        ("biased_policing", "es"): Count(rejected=1),
        ("slur", "es"): Count(rejected=1),
    }
    slur = counts.labels["slur", "en"]
    assert (slur.suggested, slur.changed) == (3, 0.5)


def test_what_is_added_counts_with_its_only_label_or_else_with_its_code(office) -> None:
    added_again = Decided("EF", (), "confirmed")
    counts = counted(office(), ADDED, added_again, ONE_OF_TWO, Decided("OLD", (), "added"))
    assert counts.labels == {
        ("excessive_force", "en"): Count(added=2),
        ("DI", "en"): Count(added=1),
        ("OLD", "en"): Count(added=1),
    }
    assert counts.bands == (Count(), Count(), Count()), "nobody has suggested any of these"
    assert counted(office(), Decided("EF", (), "rejected")).labels == {}


@pytest.mark.parametrize(
    ("score", "band"), [(1.0, 0), (0.85, 0), (0.84, 1), (0.6, 1), (0.59, 2), (0.0, 2)]
)  # fmt: skip
def test_a_suggestion_is_counted_once_in_the_band_of_its_score(office, score: float, band: int) -> None:
    bands = counted(office(), Decided("DI", ("biased_policing", "slur"), "rejected", score)).bands
    assert [each.rejected for each in bands] == [number == band for number in range(3)]


def test_nothing_decided_has_no_share(office) -> None:
    assert counted(office(), WAITS).labels["slur", "en"].changed is None
    assert counted(office(), FORCE).labels["excessive_force", "en"].changed == 0


def test_a_code_stands_for_a_label_only_where_there_is_one(office) -> None:
    assert [only_label(office(), code) for code in ("EF", "DI", "OLD")] == ["excessive_force", None, None]


@pytest.mark.parametrize(
    ("decided", "labels"),
    [
        ((FORCE,), {"conduct": ["excessive_force"]}),
        ((SLUR, FORCE), {"conduct": ["excessive_force", "slur"]}),
        ((FORCE, NO_SLUR), {"conduct": ["excessive_force"]}),
        ((ADDED,), {"conduct": ["excessive_force"]}),
        ((ADDED, NO_SLUR), {"conduct": ["excessive_force"]}),
        ((Decided("DI", ("slur", "sex"), "confirmed"),), {"conduct": ["slur"], "basis": ["sex"]}),
        ((FORCE, Decided("DI", ("sex",), "rejected")), {"conduct": ["excessive_force"], "basis": []}),
        ((FORCE, Decided("DI", ("no_label_any_more",), "confirmed")), {"conduct": ["excessive_force"]}),
    ],
)
def test_confirmed_labels_are_learnt_with_their_groups(office, decided, labels) -> None:
    assert learnt(office(), decided, (), GROUPS) == labels


@pytest.mark.parametrize(
    "decided",
    [
        (),
        (NO_SLUR,),
        (FORCE, WAITS),
        (Decided("EF", (), "rejected"),),
        (Decided("DI", ("no_label_any_more",), "confirmed"),),
        (ONE_OF_TWO,),
    ],
)
def test_what_waits_or_was_not_confirmed_is_not_learnt(office, decided) -> None:
    assert learnt(office(), decided, (), GROUPS) == {}


def test_of_several_labels_none_is_learnt_nor_the_absence_of_the_others(office) -> None:
    both = {"DI": AllegationKind(code="DI", name=WORDS, labels=("biased_policing", "slur"))}
    agency = office(allegations={**office().allegations, **both})
    assert learnt(agency, (FORCE, ONE_OF_TWO), (), GROUPS) == {}
    assert learnt(agency, (FORCE, Decided("XX", ("sex",), "confirmed"), ONE_OF_TWO), (), GROUPS) == {"basis": ["sex"]}
    assert learnt(agency, (FORCE, Decided("OLD", (), "added")), (), GROUPS) == {}, "it may have meant any"


def test_a_group_is_not_learnt_where_the_reader_saw_what_the_office_ignores(office) -> None:
    decided = (FORCE, Decided("DI", ("sex",), "confirmed"))
    assert learnt(office(), decided, ("excessive_force", "sex"), GROUPS) == {"conduct": ["excessive_force"]}
    agency = office(allegations={**office().allegations, "SX": AllegationKind(code="SX", name=WORDS, labels=("sex",))})
    whole = {"conduct": ["excessive_force"], "basis": ["sex"]}
    assert learnt(agency, decided, ("excessive_force", "sex", "self_harm", "unheard_of"), GROUPS) == whole
    assert learnt(agency, decided, ("age", "sex"), GROUPS) == {"conduct": ["excessive_force"]}
