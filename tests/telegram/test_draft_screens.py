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
