"""The screens of a review: what waits, each place with its words around it, buttons that fit, both languages."""

import pytest

from bot.casework.redaction import OUT, STAYS, TYPED, Mark, Passage
from bot.desk.packets import Review
from bot.telegram.callbacks import LIMIT_BYTES
from bot.telegram.delivery import Screen
from bot.telegram.packet_screens import BLACK, PacketScreens
from bot.words import LANGUAGES, Words
from nlp import redact
from storage.packets import ASKED, MADE, REVIEW, Packet
from storage.recommendations import Recommendation
from storage.roster import Member
from tests.telegram.made import AGENCY, AT, case, id_of, member

SCREENS = PacketScreens(Words.load())
PASSAGES = (
    Passage("story", "", "Luis hit me. Call 612-555-0123. Ana saw it."),
    Passage("answer", "Hope", "An apology."),
)
MARKS = (
    Mark(0, 0, 4, "name", "known"),
    Mark(0, 18, 30, "phone", "shape", OUT),
    Mark(0, 32, 35, "name", "lexicon", STAYS),
)


def review(state: str = REVIEW, marks: tuple[Mark, ...] = MARKS, **more: object) -> Review:
    packet = Packet(
        id_of("p"), id_of("c"), "panel_packet", "en", state, None, None, None, None, 0, "member:x", AT, "member:x", None
    )
    return Review(AGENCY, case(**more), packet, PASSAGES, marks, ())


def labels(screen: Screen) -> list[str]:
    assert screen.protected
    assert all(len(each.data.encode()) <= LIMIT_BYTES for row in screen.rows for each in row)
    return [each.text for row in screen.rows for each in row]


def text_of(screen: Screen) -> str:
    return screen.text.render()[0]


def test_what_waits_stands_on_the_overview_by_kind() -> None:
    shown = SCREENS.overview(member(), review())
    assert "Still to decide: 1" in text_of(shown)
    assert labels(shown)[:2] == ["Names: 2, to decide: 1", "✓ Phone numbers: 1 black, 0 readable"]
    assert "Review is done" in labels(shown)


@pytest.mark.parametrize(
    ("state", "who", "has", "lacks"),
    [
        (ASKED, member(), "I agree", "Review is done"),
        (ASKED, member(role="investigator"), "Read it all", "I agree"),
        (MADE, member(), "Make the packet", "I agree"),
    ],
)
def test_each_state_offers_what_can_be_done(state: str, who: Member, has: str, lacks: str) -> None:
    found = labels(SCREENS.overview(who, review(state)))
    assert has in found
    assert lacks not in found


def test_without_a_packet_one_can_begin_and_a_closed_case_asks_for_no_panel() -> None:
    none = Review(AGENCY, case(), None, (), (), ())
    assert labels(SCREENS.overview(member(), none))[:3] == [
        "Begin in English",
        "Begin in Spanish",
        "What the panel said",
    ]
    closed = Review(AGENCY, case(closed_at=AT), None, (), (), ())
    assert "What the panel said" not in labels(SCREENS.overview(member(), closed))


def test_what_the_panel_said_is_read_there() -> None:
    said = Recommendation(id_of("r"), id_of("c"), 4, 1, 0, "Sustain it.", "member:x", AT)
    shown = SCREENS.overview(member(), Review(AGENCY, case(), None, (), (), (said,)))
    assert "4 for, 1 against, 0 abstained\nSustain it." in text_of(shown)


def test_a_place_is_shown_with_its_words_and_why() -> None:
    (shown,) = SCREENS.of_kind(member(), review(), "name")
    assert "【Luis】 hit me." in text_of(shown)
    assert "a name or number in the record" in text_of(shown)
    assert labels(shown)[:4] == ["Black out", "Leave readable", "Black out all 1", "Leave all 1"]


@pytest.mark.parametrize(("state", "again"), [(REVIEW, True), (ASKED, False), (MADE, False)])
def test_what_was_said_to_a_kind_is_read_there_and_decided_anew_only_while_it_is_reviewed(
    state: str, again: bool
) -> None:
    (shown,) = SCREENS.of_kind(member(), review(state), "phone")
    assert "Goes black:\nLuis hit me. Call 【612-555-0123】" in text_of(shown)
    assert ("Decide anew" in labels(shown)) is again


def test_the_whole_is_black_where_it_goes_black_and_in_brackets_where_nobody_has_decided() -> None:
    text = "\n".join(text_of(each) for each in SCREENS.whole(member(), review()))
    assert f"【Luis】 hit me. Call {BLACK}. Ana saw it." in text
    assert "Answer · Hope" in text
    overlapping = (
        Mark(0, 0, 12, TYPED, TYPED, OUT),
        Mark(0, 0, 4, "name", "known", OUT),
        Mark(0, 8, 20, "name", "x", OUT),
    )
    inner = "".join(text_of(each) for each in SCREENS.whole(member(), review(marks=overlapping)))
    assert "Luis" not in inner
    assert f"{BLACK}{BLACK}2-555-0123" in inner


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_every_reason_has_its_words(language: str) -> None:
    for kind in (*redact.KINDS, redact.TYPED):
        for because in (*redact.BECAUSE, TYPED):
            (shown,) = SCREENS.of_kind(member(language=language), review(marks=(Mark(0, 0, 4, kind, because),)), kind)
            assert "{" not in text_of(shown)
    assert redact.TYPED == TYPED
