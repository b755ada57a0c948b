"""A packet is reviewed place by place, approved by a second person, and only then made; nothing black is in it."""

import io
import re
import unicodedata
import zlib
from typing import Any

import pytest
from pypdf import PdfReader

from bot.casework.errors import NotYours, Refused, Stale
from bot.casework.party import NewParty
from bot.casework.redaction import OUT, STAYS, WAITING
from bot.desk import documents, packets, parties
from bot.desk.packets import Review
from storage.cases import Case
from storage.models import documents as papers
from storage.models import packets as rows
from storage.roster import Member
from tests.desk.office import ABROAD, Office, on_one

STORY = (
    "Officer Marcus Delacroix kicked me at 4410 Bloomington Avenue. My neighbor Ximena Quispe saw it. Delacroix "
    "laughed. Call Ximena at 612-555-0123 or write to ximena.quispe@example.org. My plate is KLM 482. "
    "The blue door knows."
)
SECRETS = (
    "Delacroix",
    "Marcus",
    "Ximena",
    "Quispe",
    "612-555-0123",
    "5550123",
    "example.org",
    "4410 Bloomington",
    "Tomás Ibarra",
)


async def filed(office: Office) -> Case:
    """A complaint with a name, names in the story, and a witness who is known."""
    case = await office.files(STORY, chat="55")
    ana = await office.hires("supervisor", name="Boss")
    for role, name in (("respondent", "Marcus Delacroix"), ("witness", "Tomás Ibarra")):
        await parties.add(office.desk, await office.row(), ana, case.id, NewParty(role, name, known=True), "Known.")
    return await office.now(case)


async def reviewed(office: Office, member: Member, case: Case, state: str = OUT) -> Review:
    """Every mark settled, all of a kind at once."""
    review = await packets.begin(office.desk, await office.row(), member, case.id, "en")
    assert review.packet is not None
    for kind in sorted({each.kind for each in review.marks}):
        review = await packets.settle(office.desk, await office.row(), member, case.id, review.packet.id, kind, state)
    return review


def everything_in(data: bytes) -> str:
    """All that a PDF holds: its text, each stream unpacked, names and metadata, as plain letters."""
    reader = PdfReader(io.BytesIO(data))
    found = [page.extract_text() for page in reader.pages]
    found += [str(reader.metadata), str(reader.xmp_metadata and reader.xmp_metadata.stream.get_data())]
    for number in range(len(reader.xref_objStm) + len(reader.xref.get(0, {})) + 500):
        try:
            each: Any = reader.get_object(number)
        except Exception:
            continue
        found.append(repr(each))
        if hasattr(each, "get_data"):
            found.append(each.get_data().decode("latin-1"))
    for raw in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            found.append(zlib.decompress(raw).decode("latin-1"))
        except zlib.error:
            found.append(raw.decode("latin-1"))
    return plain("\n".join(found)) + plain(data.decode("latin-1"))


def plain(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(each))


async def test_a_packet_is_reviewed_approved_and_made_and_holds_nothing_black(office: Office) -> None:
    case, ana, chief = await filed(office), await office.hires(), await office.hires("supervisor")
    review = await reviewed(office, ana, case)
    assert review.packet is not None
    review = await packets.black_out(office.desk, await office.row(), ana, case.id, review.packet.id, "the BLUE  door")
    assert review.packet is not None
    await packets.finish(office.desk, await office.row(), ana, case.id, review.packet.id)
    await packets.decide(office.desk, await office.row(), chief, case.id, review.packet.id, "")
    made = await documents.make(office.desk, await office.row(), ana, case.id, "panel_packet", "en")
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made.data)).pages)
    assert "kicked me" in text
    assert "█name█" in text
    assert "█words█ knows" in text
    inside = everything_in(made.data)
    for secret in (*SECRETS, "blue door"):
        assert plain(secret) not in inside, secret
        assert plain(secret).replace(" ", "") not in re.sub(r"[^\w@.]", "", plain(text)), secret
        assert plain(secret) not in plain(str(made.document.filled)), "nor in what the paper was made of"
    marks = set(re.findall("█[^█]+█", text))
    assert all(
        each in {"█name█", "█phone█", "█e-mail█", "█address█", "█plate█", "█words█", "█number█", "█badge█"}
        for each in marks
    )
    assert PdfReader(io.BytesIO(made.data)).attachments == {}


async def test_a_packet_with_an_unreviewed_place_is_refused_and_nothing_is_lost(office: Office) -> None:
    case, ana = await filed(office), await office.hires()
    with pytest.raises(Refused, match="packet_not_begun"):
        await documents.make(office.desk, await office.row(), ana, case.id, "panel_packet", "en")
    review = await packets.begin(office.desk, await office.row(), ana, case.id, "en")
    assert review.packet is not None
    settled = await packets.settle(office.desk, await office.row(), ana, case.id, review.packet.id, 0, OUT)
    with pytest.raises(Refused) as refused:
        await documents.make(office.desk, await office.row(), ana, case.id, "panel_packet", "en")
    assert refused.value.params["count"] == len(settled.waiting) == len(review.waiting) - 1
    with pytest.raises(Refused, match="packet_unreviewed"):
        await packets.finish(office.desk, await office.row(), ana, case.id, review.packet.id)
    assert (await packets.look(office.desk, None, ana, case.id)).marks == settled.marks
    assert await office.stored(papers) == []


async def test_what_is_settled_changes_only_when_it_is_opened_again(office: Office) -> None:
    case, ana = await filed(office), await office.hires()
    review = await packets.begin(office.desk, await office.row(), ana, case.id, "en")
    assert review.packet is not None
    kind, packet = review.marks[0].kind, review.packet.id
    review = await packets.settle(office.desk, await office.row(), ana, case.id, packet, kind, OUT)
    for which in (0, kind):
        with pytest.raises(Stale):
            await packets.settle(office.desk, await office.row(), ana, case.id, packet, which, STAYS)
    with pytest.raises(Stale):
        await packets.reopen(office.desk, await office.row(), ana, case.id, packet, "nothing")
    again = await packets.reopen(office.desk, await office.row(), ana, case.id, packet, kind)
    assert {each.state for each in again.marks if each.kind == kind} == {WAITING}
    left = await packets.settle(office.desk, await office.row(), ana, case.id, packet, kind, STAYS)
    assert {each.state for each in left.marks if each.kind == kind} == {STAYS}


@on_one
async def test_it_waits_for_the_end_of_the_review_and_for_a_second_person(office: Office) -> None:
    case, chief, other = await filed(office), await office.hires("supervisor"), await office.hires("supervisor")
    review = await reviewed(office, chief, case, STAYS)
    assert review.packet is not None
    make = lambda language="en": documents.make(office.desk, None, chief, case.id, "panel_packet", language)  # type: ignore[arg-type]  # noqa: E731
    with pytest.raises(Refused, match="packet_not_finished"):
        await make()
    await packets.finish(office.desk, await office.row(), chief, case.id, review.packet.id)
    with pytest.raises(Refused, match="packet_not_approved"):
        await make()
    with pytest.raises(Refused, match="packet_same_person"):
        await packets.decide(office.desk, await office.row(), chief, case.id, review.packet.id, "")
    back = await packets.decide(office.desk, await office.row(), other, case.id, review.packet.id, "The door too.")
    assert back.packet is not None
    assert (back.packet.state, back.packet.answer) == ("review", "The door too.")
    await packets.finish(office.desk, await office.row(), chief, case.id, review.packet.id)
    done = await packets.decide(office.desk, await office.row(), other, case.id, review.packet.id, "")
    assert done.packet is not None
    assert done.packet.answer is None
    with pytest.raises(Refused, match="packet_language"):
        await make("es")
    assert "Delacroix" in "".join(p.extract_text() for p in PdfReader(io.BytesIO((await make()).data)).pages), (
        "as decided"
    )


@on_one
async def test_what_was_reviewed_is_sealed_and_a_new_review_begins_with_the_case_as_it_is(office: Office) -> None:
    case, ana = await filed(office), await office.hires()
    first = await reviewed(office, ana, case)
    second = await packets.begin(office.desk, await office.row(), ana, case.id, "es")
    assert first.packet is not None
    assert second.packet is not None
    assert second.waiting
    assert [row.state for row in await office.stored(rows)] == ["dropped", "review"]
    for row in await office.stored(rows):
        assert b"Delacroix" not in row.content + row.marks
    with pytest.raises(Stale):
        await packets.settle(office.desk, await office.row(), ana, case.id, first.packet.id, 0, OUT)


@on_one
async def test_strange_buttons_do_nothing(office: Office) -> None:
    case, ana, eve = await filed(office), await office.hires(), await office.hires(agency=ABROAD)
    review = await packets.begin(office.desk, await office.row(), ana, case.id, "en")
    assert review.packet is not None
    for which, state in ((9999, OUT), (-1, OUT), (0, "waiting"), (0, "x")):
        with pytest.raises(Stale):
            await packets.settle(office.desk, await office.row(), ana, case.id, review.packet.id, which, state)
    with pytest.raises(Stale):
        await packets.settle(office.desk, await office.row(), ana, case.id, "", 0, OUT)
    with pytest.raises(Stale):
        await packets.decide(
            office.desk, await office.row(), await office.hires("supervisor"), case.id, review.packet.id, ""
        )
    for no in (
        packets.look(office.desk, None, eve, case.id),
        packets.begin(office.desk, await office.row(), eve, case.id, "en"),
    ):
        with pytest.raises(NotYours):
            await no
    assert (await packets.look(office.desk, None, ana, case.id)).marks == review.marks
