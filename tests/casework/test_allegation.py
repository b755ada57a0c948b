"""From the reader's labels to the agency's own allegations: suggestions with their words and their reason."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.allegation import Allegation, propose

LABELS = ("excessive_force", "biased_policing", "slur", "age", "never_heard_of")


@dataclass(frozen=True)
class Words:
    start: int
    end: int


@dataclass(frozen=True)
class Label:
    label: str
    score: float
    evidence: tuple[Words, ...] = ()
    group: str = "conduct"


@dataclass(frozen=True)
class Reading:
    labels: tuple[Label, ...]
    language: str = "en"
    facts: tuple[object, ...] = field(default=())
    out_of_scope: bool = False


def test_labels_of_one_allegation_are_merged(office) -> None:
    reading = Reading(
        (
            Label("slur", 0.72, (Words(40, 45), Words(3, 9))),
            Label("excessive_force", 0.934, (Words(3, 9),)),
            Label("biased_policing", 0.81, (Words(3, 9), Words(10, 12))),
        )
    )
    assert propose(office(), reading) == (
        Allegation("EF", ("excessive_force",), 0.934, ((3, 9),), "said: excessive_force 0.93"),
        Allegation(
            "DI",
            ("biased_policing", "slur"),
            0.81,
            ((3, 12), (40, 45)),
            "said: biased_policing 0.81, slur 0.72",
        ),
    )


def test_ignored_and_unknown_labels_give_none(office) -> None:
    assert propose(office(), Reading((Label("age", 0.99), Label("never_heard_of", 0.99)))) == ()
    assert propose(office(), Reading(())) == ()


def test_the_same_label_twice_counts_once(office) -> None:
    (proposed,) = propose(office(), Reading((Label("slur", 0.5, (Words(1, 2),)), Label("slur", 0.6, (Words(27, 28),)))))
    assert (proposed.labels, proposed.score, proposed.spans) == (("slur",), 0.6, ((1, 2), (27, 28)))


@pytest.mark.parametrize(
    ("said", "spans"),
    [
        ([(0, 5), (5, 9)], ((0, 9),)),
        ([(3, 9), (0, 5), (8, 12)], ((0, 12),)),
        ([(0, 9), (2, 4)], ((0, 9),)),
        ([(0, 5), (13, 19)], ((0, 19),)),
        ([(0, 5), (14, 19)], ((0, 5), (14, 19))),
    ],
)
def test_no_word_is_quoted_twice_and_none_is_left_out_of_a_phrase(
    office, said: list[tuple[int, int]], spans: tuple[tuple[int, int], ...]
) -> None:
    (proposed,) = propose(office(), Reading((Label("slur", 0.5, tuple(Words(*each) for each in said)),)))
    assert proposed.spans == spans


@given(st.lists(st.builds(Label, st.sampled_from(LABELS), st.floats(0, 1), st.just((Words(0, 1),)))))
def test_every_suggestion_rests_on_labels_and_none_is_made_up(office, labels: list[Label]) -> None:
    agency = office()
    proposed = propose(agency, Reading(tuple(labels)))
    known = {label.label for label in labels} & {"excessive_force", "biased_policing", "slur"}
    assert {name for each in proposed for name in each.labels} == known
    assert len({each.code for each in proposed}) == len(proposed)
    assert [each.score for each in proposed] == sorted((each.score for each in proposed), reverse=True)
    for each in proposed:
        assert each.score == max(label.score for label in labels if label.label in each.labels)
        assert each.spans == ((0, 1),)
        assert all(name in each.because for name in each.labels)
