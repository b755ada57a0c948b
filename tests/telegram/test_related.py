"""The list of cases that may belong to one: reasons in words, buttons that fit, and linking over the wire."""

from datetime import UTC, datetime

import pytest

from bot.casework.relation import Reason
from bot.desk.related import Related, Shown
from bot.telegram.callbacks import LIMIT_BYTES
from bot.telegram.related import PAGE, RelatedScreens
from bot.words import LANGUAGES, Words
from storage.links import LINKED, PROPOSED, Link
from tests.house import House
from tests.telegram.made import AGENCY, case, member
from tests.telegram.talk import STORY, compared, files, opens

WORDS = Words.load()
SCREENS = RelatedScreens(WORDS)
AT = datetime(2026, 9, 14, tzinfo=UTC)
REASONS = (
    Reason("incident", {"hours": "2", "alike": "place_officer"}),
    Reason("incident", {"hours": "day", "alike": "place"}),
    Reason("incident", {"hours": "day", "alike": "officer"}),
    Reason("text", {"percent": "83"}),
    Reason("complainant", {}),
    Reason("officer", {"cases": "3", "within": "365 days", "by": "badge"}),
    Reason("officer", {"cases": "3", "within": "365 days", "by": "name"}),
)


def shown(number: int, state: str = PROPOSED, reasons: tuple[Reason, ...] = REASONS) -> Shown:
    reference = f"OPCR-2026-{number:05}-1"
    link = Link(f"link{number:016}", f"case{number:016}", reference, "received", state, [], "program", AT)
    return Shown(link, reasons)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_said_in_words(language: str) -> None:
    screen = SCREENS.related(member(language=language), Related(AGENCY, case(), (shown(1),)), 0)
    lines = screen.text.render()[0].split("\n• ")[1:]
    assert len(lines) == len(set(lines)) == len(REASONS)
    assert not any("{" in line for line in lines)
    assert screen.protected
    unsure = WORDS.say(language, "related.unverified")
    assert [unsure in line for line in lines] == [False] * 5 + [True] * 2  # the sample profile's rule is not verified


def test_a_rule_that_the_office_has_confirmed_is_not_doubted() -> None:
    rule = AGENCY.early_intervention
    assert rule is not None
    sure = AGENCY.model_copy(update={"early_intervention": rule.model_copy(update={"verified": True})})
    screen = SCREENS.related(member(), Related(sure, case(), (shown(1),)), 0)
    assert "not confirmed" not in screen.text.render()[0]


def labels(related: Related, start: int = 0) -> list[list[str]]:
    screen = SCREENS.related(member(), related, start)
    assert all(len(button.data.encode()) <= LIMIT_BYTES for row in screen.rows for button in row)
    return [[button.text.partition(" ")[0] for button in row] for row in screen.rows]


def test_each_case_has_the_buttons_that_fit_and_the_rest_is_on_the_next_page() -> None:
    others = tuple(shown(number, LINKED if number == 0 else PROPOSED) for number in range(PAGE + 1))
    related = Related(AGENCY, case(), others)
    last = [["Link", "One"], ["Back"]]
    assert labels(related) == [["Open", "Separate"], *[["Open", "Link", "No"]] * (PAGE - 1), ["More"], *last]
    assert labels(related, PAGE) == [["Open", "Link", "No"], *last]
    assert labels(Related(AGENCY, case(), ())) == last
    assert labels(Related(AGENCY.model_copy(update={"surge": None}), case(), ())) == [["Link", "Back"]]


def test_a_link_by_hand_says_so_and_no_link_says_what_to_do() -> None:
    text = SCREENS.related(member(), Related(AGENCY, case(), (shown(1, LINKED, ()),)), 0).text.render()[0]
    assert "A colleague has put these together" in text
    assert "link it" in SCREENS.related(member(), Related(AGENCY, case(), ()), 0).text.render()[0]


async def test_two_cases_are_linked_over_the_wire(home: House) -> None:
    investigator = await home.staff("investigator")
    story = f"{STORY} Then they went through my bag and took the phone, and nobody told me why they did that."
    one, other = await files(home, story), await files(home, story)
    await compared(home)
    assert "Linked" not in await opens(investigator, one)
    await investigator.taps("Related (1)")
    assert "Almost the same words: 100 %" in await investigator.sees("may belong to")
    await investigator.taps("Link")
    assert other.reference in await investigator.sees("linked")
    assert f"Linked with: {other.reference}" in await opens(investigator, one)
    await investigator.taps("Related (0)")
    await investigator.taps("Separate")
    await investigator.sees("Nothing was found that belongs")
    await investigator.taps("Link another")
    await investigator.sees("Write the number")
    await investigator.says(f"{other.reference[:-1]}{(int(other.reference[-1]) + 1) % 10}")
    await investigator.sees("I cannot find that")
    await investigator.taps("Link another")
    await investigator.sees("Write the number")
    await investigator.says(other.reference)
    await investigator.sees(f"{one.reference} and {other.reference} are linked")
