"""The timeline in words: every event that the desk writes has its sentence, in both languages."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk.timeline import History
from bot.telegram.staff_screens import place_of
from bot.telegram.timeline_screens import TimelineScreens
from bot.words import LANGUAGES, Words
from storage.parties import Party
from storage.timeline import EVENT, FILE, MESSAGE, Entry
from tests.telegram.made import AGENCY, AT, case, file, id_of, member
from tests.telegram.test_casework_screens import labels, party, plain

WORDS = Words.load()
SCREENS = TimelineScreens(WORDS)
ROOT = Path(__file__).parents[2]
PEOPLE: dict[str, Party] = {"p": party(), "k": party("k", "complainant", "Leo Park", kept=True)}
SHOWN_OTHERWISE = {"claimed": "given", "decided": "confirmed", "placed": "placed_unit", "document": "document_made"}
"""Verbs whose sentence depends on more than the verb."""


def entry(verb: str, what: int = EVENT, by: str | None = "member:m", **detail: Any) -> Entry:
    return Entry((AT, what, 1), what, verb, by, AT, detail)


def history(*entries: Entry, which: str = "all", **more: Any) -> History:
    known: dict[str, Any] = {
        "earlier": None,
        "names": {"m": "Ana", "n": "Ben"},
        "people": PEOPLE,
        "files": {id_of("e"): file()},
    }
    return History(case(), AGENCY, which, entries, **{**known, **more})


def line(one: Entry, language: str = "en", which: str = "all") -> str:
    (screen,) = SCREENS.history(member(language=language), history(one, which=which))
    return plain(screen).split("\n\n", 1)[1]


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (entry("received", by="complainant"), "Complainant\nThe complaint came in."),
        (entry("claimed", owner="m"), "Ana\nTook the case."),
        (entry("claimed", owner="n"), "Ana\nGave the case to Ben."),
        (entry("claimed", owner="x"), "Ana\nGave the case to somebody who has left."),
        (entry("status", status="routing", action="reviewed"), "Ana\nStatus: Routing"),
        (entry("status", status="gone"), "Ana\nStatus: gone"),
        (entry("decided", state="rejected", allegation="EF"), "Ana\nRejected: Excessive force"),
        (entry("withdrawal", by=None), "Complainant\nAsked to withdraw."),
        (entry("placed", step="unit", place="gone"), "Ana\nPut into the unit: gone"),
        (entry("placed", step="no_region", place="gone"), "Ana\nTaken out of the region: gone"),
        (entry("placed", step="respondent_unit", place="gone"), "Ana\nIt is about the unit: gone"),
        (entry("handed_back", by="operator"), "The operator\nThe case went back to its queue."),
        (entry("handed_back", by="member:x"), "somebody who has left\nThe case went back to its queue."),
        (entry("task_added", title="Call", due_on="2026-12-01", owner="n"),
         "Ana\nTask for Ben, by December 1, 2026: Call"),
        (entry("party_added", party="p", because="B"), "Ana\nRespondent added: Officer Reed. Because: B"),
        (entry("party_added", party="k", because="B"),
         "Ana\nComplainant added: (name kept from investigators). Because: B"),
        (entry("party_changed", party="p", was="R", now="Reed", because="B"),
         "Ana\nRespondent: “R” is now “Reed”. Because: B"),
        (entry("party_changed", party="p", was=None, now="Reed", because="B"),
         "Ana\nRespondent: is now “Reed”. Because: B"),
        (entry("party_merged", party="gone", into="p", because="B"),
         "Ana\nsomebody and Officer Reed are one person. Because: B"),
        (entry("finding", party="p", allegation="EF", severity="a", finding="unfounded", action="none", words="",
               because="B"),
         "Ana\nFinding on Excessive force, Officer Reed: Unfounded: it did not happen · Category A, the least grave. "
         "No action. Because: B"),
        (entry("contact", who="p", way="letter", on="2026-11-20", outcome="Sent."),
         "Ana\nContact with Officer Reed (Letter, November 20, 2026): Sent."),
        (entry("contact", who="A neighbour", way="email", on="2026-11-20", outcome="Sent."),
         "Ana\nContact with A neighbour (E-mail, November 20, 2026): Sent."),
        (entry("corrected", question="where", was="Lake", now="5th", because="B"),
         "Ana\nWhere: “Lake” is now “5th”. Because: B"),
        (entry("corrected", question="where", was=None, now="5th", because="B"), "Ana\nWhere: “5th”. Because: B"),
        (entry("corrected", question="gone", was="1", now="2", because="B"), "Ana\ngone: “1” is now “2”. Because: B"),
        (entry("amended", by="complainant", was="A", now="B"), "Complainant\nChanged the story. Before: “A” Now: “B”"),
        (entry("something_of_later"), "Ana\nSomething else was recorded."),
        (entry("contact", who="p"), "Ana\nSomething else was recorded."),
        (entry("held", until="2026-12-01"), "Ana\nStopped the clocks until December 1, 2026."),
        (entry("duty_extended", duty="review", days=10), "Ana\n10 more days for: The first review is done"),
        (entry("transfer", step="refused"), "Ana\nThe other office did not take the case."),
        (entry("note", MESSAGE, text="Ask.", direction="out"), "Ana\nNote: Ask."),
        (entry("message", MESSAGE, by="complainant", text="Hello {who}", direction="in"),
         "Complainant\nWrote: Hello {who}"),
        (entry("message", MESSAGE, text="Hello", direction="out"), "Ana\nWrote to the complainant: Hello"),
        (entry("evidence", evidence=id_of("e")), "Ana\nPhoto (here)"),
        (entry("evidence", by="witness", evidence=id_of("x")), "a witness\nA file came."),
        (entry("photo", FILE, by=None, state="stored"), "Complainant\nPhoto (here)"),
        (entry("animation", FILE, by=None, state="failed"), "Complainant\nanimation (could not be fetched)"),
    ],
)  # fmt: skip
def test_what_happened_in_words(one: Entry, said: str) -> None:
    assert line(one) == f"November 24, 2026, 9:00 am · {said}"
    assert line(one, "es").startswith("24 de noviembre de 2026, 9:00 a. m. · ")


def written() -> set[str]:
    """Every verb that the desk writes on a timeline."""
    texts = [path.read_text("utf-8") for path in (ROOT / "bot/desk").glob("*.py")]
    verbs = {verb for text in texts for verb in re.findall(r'(?:verb=|_happened\([^)]*?)"([a-z_]+)"', text)}
    return verbs - {"verb"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_that_the_desk_writes_has_its_sentence(language: str) -> None:
    missing = {verb for verb in written() if f"timeline.{SHOWN_OTHERWISE.get(verb, verb)}" not in WORDS.keys(language)}
    assert missing == set()


def test_long_words_are_short_on_the_timeline_and_whole_on_their_own_list() -> None:
    long = entry("note", MESSAGE, text="word " * 800, direction="out")
    assert len(line(long)) < 400
    screens = SCREENS.history(member(), history(long, long, which="notes"))
    assert sum(plain(each).count("word") for each in screens) == 1600
    assert [bool(each.rows) for each in screens] == [False] * (len(screens) - 1) + [True]
    assert all(each.protected for each in screens)


def test_an_earlier_page_has_its_button_and_a_part_has_the_one_that_adds() -> None:
    key = (AT - timedelta(days=1), MESSAGE, 12345678)
    (screen,) = SCREENS.history(member(), history(entry("received"), earlier=key))
    assert labels(screen) == ["Earlier", "Case work"]
    data = screen.rows[0][0].data
    assert data.startswith(f"s:history:{id_of('c')}::")
    assert place_of(data.rsplit(":", 1)[1], datetime, int, int) == key
    (notes,) = SCREENS.history(member(), history(which="notes"))
    assert labels(notes) == ["Add a note", "Case work"]
    assert "There are no notes yet." in plain(notes)


@pytest.mark.parametrize("which", ["all", "notes", "contacts", "versions"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_has_a_title_and_an_empty_state(which: str, language: str) -> None:
    (screen,) = SCREENS.history(member(language=language), history(which=which))
    title, empty = plain(screen).split("\n\n")
    assert case().reference in title
    assert empty == WORDS.say(language, f"work.{which}_empty")
