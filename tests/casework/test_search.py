"""What somebody looks for and where a case has it: small letters, accents, beginnings of words, phrases, numbers."""

import json
from datetime import UTC, datetime
from types import MappingProxyType

import pytest

from bot.casework import interview, search
from bot.casework.errors import Refused
from bot.casework.interview import Answer
from bot.casework.search import Beside
from tests.house import agencies

OPCR = agencies()["minneapolis_opcr"]
STORY = "They kicked me near the stairs.\nOfficer Ñúñez laughed; “you're done”, he said."
ANSWERS = MappingProxyType(
    {
        "story": Answer([{"text": STORY, "message": "1"}], "given"),
        "name": Answer("Rosa O’Brien", "given"),
        "contact": Answer({"phone": "+16125550100", "email": None, "said": None}, "given"),
        "where": Answer("Lake St & 5th Ave", "given"),
        "respondents": Answer([{"text": "Tall, badge B-412", "message": "2"}, {}], "given"),
        "when": Answer({"on": "2026-03-03", "until": None, "precision": "day", "said": "March 3"}, "given"),
        "hurt": Answer(True, "given"),
        "care": Answer(None, "skipped"),
        "also": Answer(
            [{"text": "I have a receipt", "at": "where"}, {"text": "It is Sabela Kvist", "at": "name_choice"}], "given"
        ),
        "an_old_question": Answer("forgotten words", "given"),
    }
)


def found(words: str, *, name_kept: bool = False, beside: Beside = Beside()) -> tuple[str, ...]:  # noqa: B008
    """Where the case has the words; the quick look must never rule out what is there."""
    query = search.parse(words)
    fields = search.fields(
        OPCR,
        "OPCR-2026-00123-7",
        (STORY, ANSWERS),
        beside,
        choice="keep_from_investigators" if name_kept else "use_name",
    )
    there = search.places(query, fields)
    raw = [STORY, interview.pack(ANSWERS), "OPCR-2026-00123-7", beside.people, beside.messages, beside.notes]
    assert not there or search.possible(query, json.dumps(raw, ensure_ascii=False))
    return there


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("kicked", ("story",)),
        ("KICK", ("story",)),  # the beginning of a word
        ("icked", ()),  # not its middle
        ("nunez", ("story",)),
        ("ñúñez", ("story",)),
        ("Officer", ("story",)),  # the first word after a line end
        ("kicked 412", ("badge", "story")),
        ("412", ("badge",)),
        ("b-412", ("officer",)),
        ("41", ()),  # a number only as a whole
        ("tall", ("officer",)),
        ("lake 5th", ("place",)),
        ("rosa", ("person",)),
        ("o'brien", ("person",)),
        ("6125550100", ()),  # with the country code, as it is kept
        ("+16125550100", ("person",)),
        ("00123", ("reference",)),
        ("opcr-2026", ("reference",)),
        ("receipt", ("answers",)),
        ("forgotten", ("answers",)),
        ("march", ("answers",)),
        ('"near the stairs"', ("story",)),
        ('"stairs near"', ()),
        ("“stairs officer”", ("story",)),  # a line end between them is no more than a space
        ("stairs near", ("story",)),
        ("kicked nobody", ()),
        ("h kicked", ("story", "answers")),  # a single letter does no harm beside a word
    ],
)
def test_words_are_found_where_they_are(words: str, where: tuple[str, ...]) -> None:
    assert found(words) == where


def test_words_sent_while_the_name_was_asked_for_are_found_only_where_the_name_is() -> None:
    assert found("kvist") == ("answers",)
    assert found("kvist", name_kept=True) == ()
    assert found("receipt", name_kept=True) == ("answers",)


@pytest.mark.parametrize(
    "words", ["ki.*d", "(kick|x)", "[a-z]{2}kick", "' OR 1=1 --", r"\bkicked", "<b>kicked", r"ki\w+", "$(kicked)xx"]
)
def test_characters_that_mean_something_elsewhere_mean_nothing_here(words: str) -> None:
    assert found(words) == ()


@pytest.mark.parametrize("words", ["%kick_", "kicked.*", "(kicked)", "kicked;--", '"kicked', "kick%ed"])
def test_around_a_word_they_are_passed_over(words: str) -> None:
    assert found(words) == ("story",)


def test_the_letters_of_other_alphabets_are_found_too() -> None:
    query = search.parse("Москва straße")
    assert search.possible(query, json.dumps(["в москве был", "в Москва", "STRASSE 4"], ensure_ascii=False))
    assert search.places(query, {"story": "Москва", "place": "Strasse 4"}) == ("place", "story")
    assert not search.possible(search.parse("zebra"), "в Москва")


@pytest.mark.parametrize(
    ("words", "because"),
    [("", "find_nothing"), ("  \n ", "find_nothing"), ("?!", "find_nothing"), ('""', "find_nothing"),
     ("x", "find_short"), ("ñ", "find_short"), ("a b 7", "find_short"), ("a" * 201, "find_long"),
     ("word " * 820, "find_long")],
)  # fmt: skip
def test_what_cannot_be_looked_for_is_refused_in_a_sentence(words: str, because: str) -> None:
    with pytest.raises(Refused) as refused:
        search.parse(words)
    assert refused.value.because == because


def test_a_name_that_is_kept_is_not_found_and_the_story_still_is() -> None:
    for words in ("rosa", "brien", "+16125550100"):
        assert found(words, name_kept=True) == ()
        assert found(words) == ("person",)
    assert found("kicked", name_kept=True) == ("story",)
    assert found("rosa kicked", name_kept=True) == ()


def test_whom_staff_have_added_is_a_person_of_the_case() -> None:
    assert found("quispe", beside=Beside(people=("María Quispe",))) == ("person",)


def test_what_was_said_later_and_what_staff_have_noted_are_found_too() -> None:
    later = Beside(messages=("I remember a zebra.",), notes=("The zebra is on film.",))
    assert found("zebra", beside=later) == ("messages", "notes")
    assert found("zebra film", beside=later) == ("messages", "notes")
    assert found("zebra") == ()


def test_a_name_that_was_put_right_is_not_found_unless_somebody_else_has_it() -> None:
    answered = "Tall, badge B-412"
    assert found("tall 412") == ("officer", "badge")
    assert found("tall", beside=Beside(people=("Officer Ruiz",), gone=(answered,))) == ()
    assert found("ruiz", beside=Beside(people=("Officer Ruiz",), gone=(answered,))) == ("person",)
    assert found("tall", beside=Beside(people=(answered,), gone=(answered,))) == ("officer", "person")
    assert found("street", beside=Beside(gone=("Lake St & 5th Ave",))) == ()
    assert found("quispe") == ()


def test_what_is_quickly_ruled_out_begins_no_word() -> None:
    query = search.parse("art")
    assert not search.possible(query, "a party started on 5th")
    assert search.possible(query, "a party, and an article")
    assert search.possible(query, r"party\nart")  # a line end as JSON writes it
    assert search.possible(query, "art")


@pytest.mark.parametrize(
    ("words", "everything"), [("opcr", True), ("OP", True), ("opcr kicked", False), ("2026", False), ("kicked", False)]
)
def test_a_search_for_what_every_case_has_is_known(words: str, everything: bool) -> None:
    assert search.fits_any_case(OPCR, search.parse(words)) is everything


FRIDAY_NIGHT = datetime(2026, 9, 19, 2, 0, tzinfo=UTC)  # Friday, nine in the evening in Minneapolis
MONDAY = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "now", "due"),
    [
        ("each", MONDAY, MONDAY),
        ("each", FRIDAY_NIGHT, datetime(2026, 9, 21, 13, 30, tzinfo=UTC)),
        ("threshold", MONDAY, MONDAY),
        ("daily", MONDAY, datetime(2026, 9, 15, 13, 30, tzinfo=UTC)),
        ("daily", FRIDAY_NIGHT, datetime(2026, 9, 21, 13, 30, tzinfo=UTC)),
        ("weekly", MONDAY, datetime(2026, 9, 21, 13, 30, tzinfo=UTC)),
        ("weekly", datetime(2026, 8, 31, 15, 0, tzinfo=UTC), datetime(2026, 9, 8, 13, 30, tzinfo=UTC)),  # Labor Day
    ],
)
def test_an_alert_waits_for_the_office_and_says_only_that_there_is_one(kind: str, now: datetime, due: datetime) -> None:
    id, reference = "s" * 20, "OPCR-2026-00123-7"
    told = search.Told(kind, "c" * 20, reference, 3)
    planned = search.alert(OPCR, id, "m1", told, now)
    assert (planned.to, planned.template, planned.due_at) == ("member:m1", f"search_{kind}", due)
    more = {"each": {"reference": reference}, "threshold": {"count": "3"}}.get(kind, {})
    assert planned.params == {"item": id, **more}
    again = search.alert(OPCR, id, "m1", search.Told(kind, "d" * 20, reference, 4), now)
    assert (again.key == planned.key) is (kind in {"daily", "weekly"})  # one for a day's or a week's cases
