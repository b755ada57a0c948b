"""What is seen before filing: every question in both languages, a review that always fits, and a way out and back."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.casework import interview
from bot.casework.agency import Question
from bot.casework.interview import ALSO, Answer, Remark
from bot.desk.intake import Asked
from bot.telegram.callbacks import LIMIT_BYTES
from bot.telegram.delivery import Screen
from bot.telegram.draft_screens import DraftScreens
from bot.telegram.fitting import fitted
from bot.telegram.screens import LANGUAGES
from bot.words import Words
from tests.casework.test_any_conversation import conversations, starts
from tests.house import agencies, everybody
from tests.telegram.made import AGENCY, AT, draft

SCREENS = DraftScreens(Words.load())
LONG = "kicked and kicked again " * 170  # 4,080 characters: as long as a message may be
PIECE = {"text": LONG, "message": "1"}
LONGEST: dict[str, Any] = {
    "language": "en",
    "notice": True,
    "story": [PIECE, {**PIECE, "evidence": "e", "kind": "photo"}],
    "facts": [{"kind": "place", "text": LONG, "start": 0, "end": 9, "confirmed": True}] * 30,
    "choice": None,
    "many": None,
    "yes_no": True,
    "text": LONG,
    "date": {"on": None, "until": None, "precision": "about", "said": LONG},
    "time": {"said": LONG},
    "place": LONG,
    "contact": {"phone": "+16125550188", "email": "ana@example.org", "said": LONG},
    "respondents": [PIECE] * 5,
    "files": [{**PIECE, "evidence": "e", "kind": "photo"}] * 5,
}


def answer(question: Question) -> Answer:
    """The longest answer that a question can have."""
    value = LONGEST[question.kind]
    if question.kind == "choice":
        value = question.choices[0].id
    if question.kind == "many":
        value = [each.id for each in question.choices if not each.alone]
    return Answer(value, "given")


def everything() -> dict[str, Answer]:
    """Every question answered, at length, and a pile of messages beside them."""
    answers = {id: answer(AGENCY.question(id)) for id in AGENCY.interview}
    for_others = {"language": "en", "for_whom": "someone_else", "name_choice": "use_name"}
    answers |= {id: Answer(value, "given") for id, value in for_others.items()}
    return {**answers, ALSO: Answer([PIECE] * 9, "given")}


def plain(screen: Screen) -> str:
    return screen.text.render()[0]


def data(screen: Screen) -> list[str]:
    return [button.data for row in screen.rows for button in row]


def labels(screen: Screen) -> list[str]:
    return [button.text for row in screen.rows for button in row]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", [*AGENCY.interview, *AGENCY.statistics])
def test_every_question_can_be_shown_fresh_and_answered_in_both_languages(id: str, language: str) -> None:
    question = AGENCY.question(id)
    names = ("done", "keep", "skip", "another", "back", "send_now")
    for state in (None, answer(question), replace(answer(question), state="open"), Answer(None, "skipped")):
        screen = SCREENS.step(AGENCY, draft(language=language), interview.Step("question", question, state, names))
        assert all(len(each.encode()) <= LIMIT_BYTES for each in data(screen))
        assert len(set(data(screen))) == len(data(screen)), "two buttons would do the same"
        assert all(labels(screen))
        if question.kind not in {"notice", "language"}:
            assert question.ask.to(language) in plain(screen)


def test_a_review_of_the_longest_answers_fits_into_messages_and_offers_to_change_each() -> None:
    screen = SCREENS.step(AGENCY, draft(everything()), interview.Step("review", None, None, ("submit",)))
    parts = fitted(screen)
    assert len(plain(screen)) > 4096
    assert all(len(plain(each).encode("utf-16-le")) // 2 <= 4096 for each in parts)
    shown = "\n".join(map(plain, parts))
    asked = interview.reviewed(AGENCY, everything())
    assert all(each.name.en in shown for each in asked)
    changes = [each for each in data(screen) if each.startswith("r:edit:")]
    assert len(changes) == len([each for each in asked if each.kind != "language"])
    assert parts[-1].rows == screen.rows
    assert len(data(screen)) <= 100, "Telegram takes no more"
    assert data(screen)[0].startswith("r:submit:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_one_screen_before_the_story_fits_one_message_and_says_all_of_it(language: str) -> None:
    question = AGENCY.question("notice")
    step = interview.Step("question", question, None, ("done", "back"))
    screen = SCREENS.step(AGENCY, draft(language=language), step)
    assert fitted(screen) == [screen]
    for part in (AGENCY.emergency, AGENCY.privacy.summary, AGENCY.caution, AGENCY.another_way):
        assert part.to(language) in plain(screen)
    assert ("demonstration" if language == "en" else "demostración") in plain(screen)
    own = SCREENS.step(AGENCY.model_copy(update={"sample": False}), draft(language=language), step)
    assert "demonstration" not in plain(own)
    assert any(each.startswith("r:privacy:") for each in data(screen))


def step(id: str, value: Any = None, state: str = "open") -> interview.Step:
    given = None if value is None else Answer(value, state)  # type: ignore[arg-type]
    return interview.Step("question", AGENCY.question(id), given, ("done",))


def test_remarks_come_before_the_question() -> None:
    (screen,) = SCREENS.asked(AGENCY, Asked(draft(), step("when"), (Remark("file_kept"),)))
    assert plain(screen).startswith("I have your file.")
    assert plain(screen).index("When did it happen?") > 10


def test_somebody_who_tells_their_story_is_not_asked_again_after_every_message() -> None:
    (screen,) = SCREENS.asked(AGENCY, Asked(draft(), step("story", [PIECE]), (Remark("heard"),)))
    assert "Got it" in plain(screen)
    assert "Tell us what happened" not in plain(screen)
    assert labels(screen) == ["Done"]


def test_a_further_file_of_an_album_says_nothing() -> None:
    assert SCREENS.asked(AGENCY, Asked(draft(), step("story", [PIECE]), (Remark("file_kept"),), quiet=True)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_crisis_stands_alone(language: str) -> None:
    asked = Asked(draft(language=language), step("story", [PIECE]), (Remark("heard"),), crisis=True)
    (screen,) = SCREENS.asked(AGENCY, asked)
    assert AGENCY.crisis.to(language) in plain(screen)
    assert "988" in plain(screen)
    assert [each.split(":")[1] for each in data(screen)] == ["go_on", "send_now"]


def test_what_is_chosen_is_marked() -> None:
    screen = SCREENS.step(AGENCY, draft(), step("seen_or_shown", ["witness"]))
    assert labels(screen)[:2] == ["☑ Someone saw it", "Photos, video or papers"]
    facts = [
        {"kind": "badge", "text": "2214", "start": 1, "end": 5, "confirmed": True},
        {"kind": "place", "text": "Lake Street", "start": 9, "end": 20, "confirmed": False},
    ]
    screen = SCREENS.step(AGENCY, draft(), step("facts", facts))
    assert labels(screen)[:2] == ["✓ Badge number: 2214", "✗ Place: Lake Street"]


@settings(max_examples=60, deadline=None)
@given(start=starts, conversation=conversations, language=st.sampled_from(sorted(LANGUAGES)))
def test_whatever_a_person_does_there_is_a_screen_for_it(
    start: list[interview.Incoming], conversation: list[interview.Incoming], language: str
) -> None:
    turn = interview.begin(AGENCY)
    for incoming in [*start, *conversation]:
        turn = interview.reply(AGENCY, turn.answers, incoming, interview.Context(language, AT))
        shown = draft(turn.answers, language=language)
        for screen in SCREENS.asked(AGENCY, Asked(shown, turn.step, turn.remarks)):
            assert all(plain(part).strip() for part in fitted(screen))
            assert all(len(each.encode()) <= LIMIT_BYTES for each in data(screen))
            assert len(set(data(screen))) == len(data(screen))


def test_what_cannot_be_undone_is_asked_first() -> None:
    verbs = [each.split(":")[1] for each in data(SCREENS.confirm(draft(), "cancel", "help.cancel"))]
    assert verbs == ["cancel_yes", "go_on"]
    assert f"{AGENCY.draft_kept_days} days" in plain(SCREENS.pause(AGENCY, draft()))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("office", ["minneapolis_opcr", "ct_chro"])
def test_what_came_beside_the_answers_has_a_button_each_and_it_is_said_where_it_goes(
    office: str, language: str
) -> None:
    beside = Answer(
        [{"text": "me /cancel no", "message": "1"}, {"evidence": "e", "kind": "photo", "message": "2"}], "given"
    )
    told = draft({"story": Answer([PIECE], "given"), ALSO: beside}, language=language)
    screen = SCREENS.step(agencies(office)[office], told, interview.Step("review", None, None, ("submit",)))
    taken = [(each.text, each.data.split(":")[-1]) for row in screen.rows for each in row if ":take_out:" in each.data]
    words, files = ("Take out", "Files: 1") if language == "en" else ("Quitar", "Archivos: 1")
    assert taken == [(f"{words}: me /cancel no", "0"), (f"{words}: {files}", "1")]
    swears = "not on the paper that you swear to" if language == "en" else "No va en el papel que usted jura"
    assert (swears in plain(screen)) is (office == "ct_chro")


def test_of_a_pile_so_many_can_be_taken_out_as_a_message_has_room_for() -> None:
    pile = {"story": Answer([PIECE], "given"), ALSO: Answer([PIECE] * 300, "given")}
    screen = SCREENS.step(AGENCY, draft(pile), interview.Step("review", None, None, ("submit",)))
    assert len([each for each in data(screen) if ":take_out:" in each]) == 20
    assert all(len(each) < 64 for each in labels(screen))


OFFICES = agencies(everybody())


@pytest.mark.parametrize(
    ("office", "sends", "another"),
    [
        (
            "minneapolis_opcr",
            ("Submit my complaint", "Presentar mi queja"),
            ("Add another officer", "Agregar otro agente"),
        ),
        ("hartford_oig", ("Submit my complaint", "Presentar mi queja"), ("Add another officer", "Agregar otro agente")),
        (
            "ct_chro",
            ("Send it to the office", "Mandar a la oficina"),
            ("Add another employer, landlord, business or office", "Agregar otro empleador, dueño, negocio u oficina"),
        ),
        (
            "ct_doc_parole",
            ("Send it to the office", "Mandar a la oficina"),
            ("Add another staff member", "Agregar otro empleado o empleada"),
        ),
    ],
)
def test_the_buttons_speak_of_this_office(office: str, sends: tuple[str, str], another: tuple[str, str]) -> None:
    """Nothing is filed yet where it is sworn to, and some offices are not to be named; who it is about differs."""
    agency = OFFICES[office]
    question = agency.question("respondents")
    for language, send, other in zip(("en", "es"), sends, another, strict=True):
        one = draft({"language": Answer(language, "given")}, agency=office, language=language)
        review = SCREENS.step(agency, one, interview.Step("review", None, None, ("submit",)))
        assert labels(review)[0] == send
        assert f"{send}." in plain(review)
        assert labels(SCREENS.step(agency, one, interview.Step("question", question, None, ("another",)))) == [other]


def test_a_command_in_the_story_is_no_button_of_the_review() -> None:
    told = [{"text": "He said /cancel to me.", "message": "1"}]
    answers = {"language": Answer("en", "given"), "story": Answer(told, "given"), ALSO: Answer(told, "given")}
    shown = plain(SCREENS.step(AGENCY, draft(answers), interview.Step("review", None, None, ("submit",))))
    assert shown.count("He said /\u2060cancel to me.") == 2
