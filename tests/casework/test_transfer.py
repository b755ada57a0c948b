"""A case goes to another office: what it takes along, by when an answer is due, and what somebody agrees to."""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest

from bot.casework import transfer
from bot.casework.agency import Agency
from bot.casework.keeper import SUPERVISOR
from bot.casework.turns import ALSO, Answer
from bot.words import Words
from tests.house import agencies

HOME = agencies()["minneapolis_opcr"]
NOW = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)


def asking(*ids: str, **changes: Any) -> Agency:
    """Another office that asks only these questions, some of them otherwise."""
    kept = {id: HOME.questions[id].model_copy(update=changes.get(id, {})) for id in ids}
    return HOME.model_copy(update={"id": "elsewhere", "questions": kept})


def test_whoever_changes_the_words_of_the_consent_changes_its_version() -> None:
    words = Words.load()
    both = "\0".join(words.say(each, "transfer.ask", reference="", office="", files="") for each in ("en", "es"))
    assert (transfer.CONSENT, sha256(both.encode()).hexdigest()[:12]) == ("2026-11-22", "97597bcf03e0")


@pytest.mark.parametrize(
    ("within", "day"),
    [("5 business days", date(2026, 9, 21)), ("5 days", date(2026, 9, 21)), ("1 day", date(2026, 9, 15))],
)
def test_the_other_office_answers_on_a_day_when_it_is_open(within: str, day: date) -> None:
    agency = HOME.model_copy(update={"transfer": HOME.transfer.model_copy(update={"answer_within": within})})
    assert transfer.due_on(agency, NOW) == day


def test_its_supervisors_hear_at_once_and_when_nobody_has_answered() -> None:
    first, *later = transfer.plan_offer(HOME, "t1", NOW)
    assert (first.template, first.to, first.due_at) == ("transfer_offered", SUPERVISOR, NOW)
    assert first.params == {"due_on": "2026-09-21", "transfer": "t1"}
    assert [f"{each.due_at:%m-%d}" for each in later] == ["09-21", "09-24", "09-28", "10-05"]
    assert len({each.key for each in (first, *later)}) == 5


SAID, SHOWN = {"text": "They hit me.", "message": "1"}, {"evidence": "old", "kind": "photo", "message": "2"}
STORY = Answer([SAID, SHOWN], "given")


@pytest.mark.parametrize(
    ("files", "pieces"),
    [
        ({"old": "new"}, [SAID, {**SHOWN, "evidence": "new"}]),
        ({}, [SAID]),
    ],
)
def test_the_story_goes_along_and_of_its_files_the_chosen_ones(files: dict[str, str], pieces: list[Any]) -> None:
    carried = transfer.carried(HOME, asking("story"), {"story": STORY}, files, "en")
    assert carried == {"story": Answer(pieces, "given")}


def test_the_words_under_a_file_go_along_without_it() -> None:
    told = Answer([{"evidence": "old", "kind": "photo", "message": "2", "text": "My arm."}], "given")
    carried = transfer.carried(HOME, asking("story"), {"story": told}, {}, "en")
    assert carried["story"].value == [{"text": "My arm.", "message": "2"}]


def kinds(kind: str, *, identity: bool = False) -> str:
    """A question of HOME of this kind."""
    found = (id for id, each in HOME.questions.items() if each.kind == kind and each.identity is identity)
    return next(found)


@pytest.mark.parametrize(
    ("id", "value", "said"),
    [
        (kinds("yes_no"), True, ("yes", "sí")),
        (kinds("yes_no"), False, ("no", "no")),
        (kinds("text"), "Plain words.", ("Plain words.", "Plain words.")),
        (kinds("date"), {"said": "last week", "on": "2026-09-07"}, ("last week", "last week")),
        (kinds("respondents"), [{"text": "Officer A", "message": "3"}], ("Officer A", "Officer A")),
        (kinds("text"), None, None),
        (kinds("date"), {}, None),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_the_other_office_does_not_ask_is_kept_in_words(
    id: str, value: Any, said: tuple[str, str] | None, language: str
) -> None:
    carried = transfer.carried(HOME, asking("story"), {id: Answer(value, "given")}, {}, language)
    if said is None:
        assert carried == {}
        return
    words = said[1 if language == "es" else 0]
    assert carried[ALSO].value == [{"text": f"{HOME.questions[id].name.to(language)}: {words}", "message": ""}]


def test_choices_are_kept_by_their_labels() -> None:
    one, many = HOME.questions[kinds("choice")], HOME.questions[kinds("many")]
    answers = {one.id: Answer(one.choices[0].id, "given"), many.id: Answer([many.choices[0].id], "given")}
    carried = transfer.carried(HOME, asking("story"), answers, {}, "en")
    assert [each["text"].partition(": ")[2] for each in carried[ALSO].value] == [
        one.choices[0].label.en,
        many.choices[0].label.en,
    ]


def test_a_town_that_was_tapped_is_kept_by_its_name() -> None:
    one = HOME.questions[kinds("choice")].model_copy(update={"kind": "listed"})
    home = HOME.model_copy(update={"questions": {**HOME.questions, one.id: one}})
    for value, said in (
        ({"said": "", "id": one.choices[0].id}, one.choices[0].label.en),
        ({"said": "12 Main", "id": one.choices[0].id}, "12 Main"),
    ):
        carried = transfer.carried(home, asking("story"), {one.id: Answer(value, "given")}, {}, "en")
        assert carried[ALSO].value[0]["text"] == f"{one.name.en}: {said}"


def test_what_was_said_in_the_wrong_place_stays_beside_the_story() -> None:
    beside = Answer([{"text": "And this.", "message": "9"}], "given")
    assert transfer.carried(HOME, asking("story"), {ALSO: beside}, {}, "en") == {ALSO: beside}


def test_a_name_goes_only_where_it_is_hidden_as_well() -> None:
    name = next(id for id, each in HOME.questions.items() if each.identity)
    answers = {name: Answer("Ana Ruiz", "given")}
    assert transfer.carried(HOME, asking(name), answers, {}, "en") == answers
    for other in (asking("story"), asking(name, **{name: {"identity": False}})):
        assert transfer.carried(HOME, other, answers, {}, "en") == {}


def test_so_do_words_that_came_while_the_name_was_asked_for() -> None:
    said = {"text": "Marta Ruizvega", "message": "8", "at": "name"}
    spoken = {"evidence": "old", "kind": "voice", "message": "9", "text": "I am Marta", "at": "name"}
    other = {"text": "And this.", "message": "7", "at": "story"}
    answers = {ALSO: Answer([said, spoken, other], "given")}
    files = {"old": "new"}
    assert transfer.carried(HOME, asking("name"), answers, files, "en")[ALSO].value == [
        said, {**spoken, "evidence": "new"}, other
    ]  # fmt: skip
    mute = {"evidence": "new", "kind": "voice", "message": "9", "at": "name"}
    assert transfer.carried(HOME, asking("story"), answers, files, "en")[ALSO].value == [mute, other]


def test_an_answer_to_nothing_that_anybody_asks_goes_along_as_it_is() -> None:
    answers = {"of_an_older_profile": Answer("x", "given")}
    assert transfer.carried(HOME, asking("story"), answers, {}, "en") == answers


def test_only_an_office_with_prosecutors_in_its_profile_keeps_things_from_them() -> None:
    assert transfer.keeps_apart(HOME)
    assert not transfer.keeps_apart(HOME.model_copy(update={"bodies": {}}))


@pytest.mark.parametrize(("left", "pieces"), [(["old"], [SAID, SHOWN]), ([], [SAID])])
def test_of_the_answers_only_the_files_that_are_left_are_named(left: list[str], pieces: list[Any]) -> None:
    assert transfer.left_with({"narrative": STORY}, left) == {"narrative": Answer(pieces, "given")}
