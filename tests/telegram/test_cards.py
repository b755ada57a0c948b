"""What staff see: lists, the case card and what opens from it, and notices that say nothing of what it is about."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.casework import allegation, deadlines, interview, workflow
from bot.casework.interview import ALSO, Answer
from bot.desk import caseload, clocks
from bot.desk.caseload import Concern, Told
from bot.telegram.callbacks import LIMIT_BYTES
from bot.telegram.cards import Cards, confidence
from bot.telegram.delivery import Screen
from bot.telegram.fitting import fitted
from bot.words import Words
from nlp.vocabulary import labels
from tests.house import reader
from tests.telegram.clerk import office_in
from tests.telegram.made import (
    AGENCY,
    AT,
    REFERENCE,
    card,
    case,
    file,
    id_of,
    member,
    message,
    suggestion,
)

WORDS = Words.load()
CARDS = Cards(WORDS)
SPANISH = member(language="es")


def plain(screen: Screen) -> str:
    return screen.text.render()[0]


def buttons(screen: Screen) -> dict[str, str]:
    return {button.text: button.data for row in screen.rows for button in row}


def test_a_card_says_where_the_case_stands_and_what_rests_on_which_words() -> None:
    filed = case(priority="urgent", because=("Force is alleged.",), flags=("listen", "unreachable", "a flag of later"))
    duties = deadlines.duties(AGENCY, clocks.facts(filed, {}))
    shown = card(
        suggestion("EF", "kicked me,\n in the ribs", "threw me down"),
        suggestion("TH", state="rejected", id="b"),
        suggestion("LA", state="confirmed", id="e"),
        suggestion("RE", state="added", id="f"),
        case=filed,
        duties=(replace(duties[0], met_at=AT), *duties[1:]),
    )
    text = plain(CARDS.card(member(), shown))
    for part in (
        f"{REFERENCE} · urgent\nReceived · nobody has it (queue: Intake)",
        "⚑ Listen: part of the story is sound or video.",
        "⚑ The complainant's chat takes no messages any more.",
        "✓ A person takes the case: November 27, 2026",
        "○ The case number has been sent: December 1, 2026",
        "? Excessive force (very likely)\n   “kicked me, in the ribs” … “threw me down”",
        "✗ Theft",
        "✓ Inappropriate language or attitude",
        "+ Retaliation",
        "Why this priority\n• Force is alleged.",
    ):
        assert part in text
    assert CARDS.card(member(), shown).protected
    assert "Ana Ruiz" in plain(CARDS.card(member(), replace(shown, owner="Ana Ruiz")))
    assert WORDS.say("es", "staff.no_suggestion") in plain(CARDS.card(SPANISH, card()))


@pytest.mark.parametrize(
    ("more", "there", "missing"),
    [
        ({}, {"Claim"}, {"Assign", "Status"}),
        ({"may_assign": True}, {"Claim", "Assign"}, {"Status"}),
        ({"actions": workflow.available(AGENCY, "received", "investigator")}, {"Status"}, {"Assign"}),
        ({"case": case(owner_id=id_of("m"))}, set(), {"Claim"}),
        ({"case": case(closed_at=AT, status="closed"), "may_assign": True}, set(), {"Claim", "Assign", "Status"}),
        ({"files": (file(), file("voice")), "waiting": 3}, {"Files (2)", "Messages (3 new)"}, set()),
    ],
)
def test_a_card_offers_what_can_be_done(more: dict[str, object], there: set[str], missing: set[str]) -> None:
    found = buttons(CARDS.card(member(), card(**more)))
    assert there | {"Read the story", "Allegations", "Note", "Message"} <= set(found)
    assert not missing & set(found)
    assert all(len(data.encode()) <= LIMIT_BYTES for data in found.values())


def test_the_longest_card_fits_into_messages() -> None:
    everything = [suggestion(code, *["x" * 999] * 9, id=code[0]) for code in AGENCY.allegations]
    because = tuple(each.because for each in AGENCY.triage)
    screen = CARDS.card(member(), card(*everything, case=case(because=because)))
    assert all(len(plain(each)) <= 4096 for each in fitted(screen))


def test_each_suggestion_can_be_confirmed_or_rejected_and_the_decision_changed() -> None:
    shown = card(
        suggestion("EF"), suggestion("TH", state="confirmed", id="b"), suggestion("LA", state="rejected", id="e")
    )
    screen = CARDS.allegations(member(), shown, edits=5)
    assert [[button.text for button in row] for row in screen.rows] == [
        ["✓ Excessive force", "✗ No"],
        ["✗ No"],
        ["✓ Inappropriate language or att…"[:32]],
        ["Add another", "Back to the case"],
    ]
    assert (screen.edits, screen.protected) == (5, True)


def test_what_is_not_there_yet_can_be_added() -> None:
    shown = card(suggestion("EF"), suggestion("TH", state="rejected", id="b"))
    offered = buttons(CARDS.codes(member(), shown))
    assert "Excessive force" not in offered
    assert "Theft" in offered
    assert len(offered) == len(AGENCY.allegations)


def test_actions_and_outcomes_are_offered_by_name() -> None:
    shown = card(actions=workflow.available(AGENCY, "routing", "supervisor"))
    assert list(buttons(CARDS.actions(member(), shown)))[:2] == ["Investigate", "Refer"]
    closing = AGENCY.statuses["review"].actions["close"]
    assert len(buttons(CARDS.dispositions(SPANISH, AGENCY, id_of("c"), closing))) == len(AGENCY.dispositions) + 1
    dismissing = closing.model_copy(update={"outcomes": ("duplicate", "no_violation")})
    assert list(buttons(CARDS.dispositions(SPANISH, AGENCY, id_of("c"), dismissing)))[2:] == ["Cancelar"]
    assert list(buttons(CARDS.prompt(member(), case(), "status", skips="start"))) == ["No note", "Cancel"]
    assert list(buttons(CARDS.prompt(member(), case(), "note"))) == ["Cancel"]


# What opens from it

ANSWERS = interview.pack(
    {
        "language": Answer("en", "given"),
        "story": Answer([{"text": "kicked", "message": "1"}], "given"),
        "name": Answer("Rosa Vega", "given"),
        "hurt": Answer(True, "given"),
        "a question of an older profile": Answer("x", "given"),
        ALSO: Answer([{"text": "one more thing", "message": "2"}, {"evidence": "e"}], "given"),
    }
)


def test_the_story_and_the_answers_are_protected_and_cut_into_messages() -> None:
    screens = CARDS.told(member(), Told(case(), AGENCY, "kicked " * 900, ANSWERS, identity_kept=False))
    assert len(screens) == 4
    assert all(each.protected for each in screens)
    assert "has changed the story since" in plain(screens[2])
    assert "Rosa Vega" in plain(screens[-1])
    assert "Hurt: Yes" in plain(screens[-1])
    assert "Also sent: one more thing" in plain(screens[-1])


def test_a_name_that_was_kept_from_investigators_stays_shut() -> None:
    text = "\n".join(plain(each) for each in CARDS.told(member(), Told(case(), AGENCY, "kicked", ANSWERS, True)))
    assert "Rosa Vega" not in text
    assert "kept from investigators" in text


@pytest.mark.parametrize("asked", ["name_choice", "name", "contact"])
@pytest.mark.parametrize(
    ("choice", "seen"), [("use_name", True), ("keep_from_investigators", False), ("no_name", False)]
)
def test_words_sent_while_the_name_was_asked_for_are_kept_as_the_name_is(asked: str, choice: str, seen: bool) -> None:
    beside = [{"text": "a receipt", "at": "where"}, {"text": "Marta Ruizvega 860-555-0177", "at": asked}]
    answers = interview.pack({ALSO: Answer(beside, "given")})
    kept = choice == "keep_from_investigators"
    (_, screen) = CARDS.told(member(), Told(replace(case(), name_choice=choice), AGENCY, "kicked", answers, kept))
    assert "a receipt" in plain(screen)
    assert ("Marta" in plain(screen)) is seen
    assert ("kept from investigators" in plain(screen)) is not seen


def test_a_story_without_words_says_so() -> None:
    (screen,) = CARDS.told(member(), Told(case(), AGENCY, "", [], identity_kept=False))
    assert "No words." in plain(screen)


def test_files_are_listed_with_what_became_of_them() -> None:
    screen = CARDS.files(member(), case(), [file(), file("video", "oversize")])
    assert list(buttons(screen)) == ["1. Photo", "2. Video (too big, ask for it)"]
    assert f"{REFERENCE} has no files." in plain(CARDS.files(member(), case(), []))


def test_the_talk_shows_both_sides_and_the_notes() -> None:
    talk = [message("Where is it?", "in"), message("Coming.", "out"), message("Check the tape.", "out", "note")]
    (screen,) = CARDS.talk(member(), case(), talk)
    assert plain(screen).split("\n\n")[1:] == [
        "Complainant: Where is it?",
        "Office: Coming.",
        "Note (staff only): Check the tape.",
    ]
    assert list(buttons(screen)) == ["Message"]
    assert "Nothing yet." in plain(CARDS.talk(member(), case(), [])[0])


@pytest.mark.parametrize(
    ("score", "word"),
    [
        *((1.0, "very_likely"), (0.85, "very_likely"), (0.849, "likely")),
        *((0.6, "likely"), (0.599, "possible"), (0.0, "possible")),
    ],
)
def test_how_likely_a_suggestion_is_as_a_word(score: float, word: str) -> None:
    assert confidence(score) == word


STORIES = {
    "en": "They threw me on the ground and kicked me in the ribs.\nThe officer called me a slur and took my phone.",
    "es": "Me tiraron al suelo y me patearon en las costillas.\nEl policía me insultó por ser mexicano y se rió.",
}


@pytest.mark.parametrize("language", STORIES)
async def test_what_the_reader_suggests_stands_on_the_card_with_the_very_words(
    language: str, tmp_path: Path, migrated_file: Path
) -> None:
    story = STORIES[language]
    async with office_in(tmp_path, migrated_file) as office:
        filed = await office.files(story, language=language)
        ana = replace(await office.hires(), language=language)
        shown = plain(CARDS.card(ana, await caseload.card(office.desk, ana, filed.id)))
    proposed = allegation.propose(AGENCY, reader().read(story, language))
    assert "EF" in {each.code for each in proposed}
    for each in proposed:
        name = AGENCY.allegations[each.code].name.to(language)
        word = WORDS.say(language, f"confidence.{confidence(each.score)}")
        rest = shown.partition(f"\n? {name} ({word})\n   “")[2].partition("\n")[0]
        assert rest, f"{name} ({word}) is not there"
        for quoted in re.findall("“(.+?)”", f"“{rest}"):
            assert quoted.removesuffix("…").strip() in " ".join(story.split())


CRIES = {
    "en": ("They threw me on the ground. ", "I want to kill myself", "Thoughts of self-harm"),
    "es": ("Me tiraron al suelo. ", "quiero matarme", "Ideas de hacerse daño"),
}


@pytest.mark.parametrize("language", CRIES)
async def test_a_cry_for_help_stands_on_the_card_with_its_words_although_it_is_no_allegation(
    language: str, tmp_path: Path, migrated_file: Path
) -> None:
    told, cry, name = CRIES[language]
    async with office_in(tmp_path, migrated_file) as office:
        filed = await office.files(told + cry + ".", language=language)
        ana = replace(await office.hires(), language=language)
        shown = plain(CARDS.card(ana, await caseload.card(office.desk, ana, filed.id)))
        auditor = await office.hires("auditor")
        unread = plain(CARDS.card(auditor, await caseload.card(office.desk, auditor, filed.id)))
    _, _, part = shown.partition(WORDS.say(language, "staff.concerns"))
    line, quoted, *_ = part.strip().split("\n")
    assert line in [
        f"• {name} ({WORDS.say(language, f'confidence.{word}')})" for word in ("possible", "likely", "very_likely")
    ]
    assert cry.removeprefix("I ") in quoted
    assert CRIES["en"][2] in unread
    assert "“" not in unread


def test_every_safety_label_has_a_name_and_none_is_told_where_there_is_none() -> None:
    for language in ("en", "es"):
        concerns = tuple(Concern(label, 0.7, ("these words",)) for label in labels()["safety"])
        shown = plain(CARDS.card(member(language=language), card(concerns=concerns)))
        assert shown.count("“these words”") == len(concerns) == 6
        assert WORDS.say(language, "staff.concerns") not in plain(CARDS.card(member(language=language), card()))
