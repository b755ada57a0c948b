"""What can be done with a paper depends on where it stands, on its kind and on who asks."""

from dataclasses import replace
from typing import Any

import pytest

from bot.desk.documents import Shelf
from bot.telegram.callbacks import read
from bot.telegram.document_screens import DocumentScreens
from bot.words import LANGUAGES, Words
from storage.documents import Document
from storage.roster import Member
from tests.telegram.made import AGENCY, AT, case, id_of, member

SCREENS = DocumentScreens(Words.load())
ANA = member(role="investigator")
ZOE = replace(member(role="supervisor"), id=id_of("z"))


def paper(state: str = "kept", kind: str = "acknowledgement", **more: Any) -> Document:
    known = {
        "id": id_of("p"), "agency": AGENCY.id, "case_id": case().id, "kind": kind, "language": "es", "state": state,
        "filled": {}, "answer": None, "path": "x", "size": 1, "sha256": "ab" * 32, "by": f"member:{ANA.id}", "at": AT,
        "decided_by": None, "decided_at": None, "sent_at": AT if state == "sent" else None, "read_at": None,
    }  # fmt: skip
    return Document(**{**known, **more})


def shelf(reader: Member, *made: Document, **more: Any) -> Shelf:
    kinds = tuple(each for each in AGENCY.documents.values() if reader.role in each.by)
    return Shelf(AGENCY, more.get("filed", case()), made, kinds, {f"member:{ANA.id}": "Ana"})


def verbs(reader: Member, one: Document, **more: Any) -> list[str]:
    screen = SCREENS.one(reader, shelf(reader, one, **more), one)
    return [read(each.data).verb for row in screen.rows for each in row]


@pytest.mark.parametrize(
    ("one", "offered"),
    [
        (paper(), ["paper_send"]),
        (paper("sent"), []),
        (paper("refused", answer="Too short."), []),
        (paper(kind="closing"), ["paper_ask"]),
        (paper("asked", kind="closing"), []),
        (paper("approved", kind="closing"), ["paper_send"]),
        (paper(kind="a_kind_of_before"), []),
    ],
)
def test_what_its_maker_can_do(one: Document, offered: list[str]) -> None:
    assert verbs(ANA, one) == ["paper_open", *offered, "papers"]


def test_a_supervisor_decides_about_what_others_made() -> None:
    asked = paper("asked", kind="closing")
    assert verbs(ZOE, asked) == ["paper_open", "paper_ok", "paper_no", "papers"]
    assert verbs(ZOE, replace(asked, by=f"member:{ZOE.id}")) == ["paper_open", "papers"]


def test_without_a_chat_it_is_handed_over() -> None:
    filed = replace(case(), chat=None)
    assert verbs(ANA, paper(), filed=filed) == ["paper_open", "paper_hand", "papers"]
    assert "print it" in SCREENS.sure(ANA, filed, "p").text.render()[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_a_paper_stands_is_said_in_words(language: str) -> None:
    reader = replace(ANA, language=language)
    told = Words.load()
    for one, key in (
        (paper("sent"), "papers.unread"),
        (paper("refused", answer="Too short."), "papers.because"),
        (paper("sent", read_at=AT), "papers.read"),
    ):
        text = SCREENS.one(reader, shelf(reader, one), one).text.render()[0]
        assert told.say(language, key, because="Too short.", date=SCREENS.day(reader, AT.date())) in text
        assert AGENCY.documents["acknowledgement"].name.to(language) in text
    gone = SCREENS.one(reader, shelf(reader, paper(by="member:gone")), paper(by="member:gone"))
    assert told.say(language, "work.somebody_gone") in gone.text.render()[0]
