"""What a reader learns from an office: confirmed labels and burnt words, and nothing of what must not leave it."""

import io
import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete
from structlog.testing import capture_logs

from bot.casework.party import NewParty
from bot.desk import caseload, compelled, parties, roster, training_export
from nlp import corpus
from nlp.vocabulary import labels as vocabulary
from storage import allegations, cases, invitations, keys
from storage.allegations import NewAllegation
from storage.caserows import box_for
from storage.cases import Case
from storage.models import allegations as rows
from storage.models import cases as case_rows
from storage.roster import Member
from tests.desk.office import ABROAD, HOME, Office, on_one

FORCE = NewAllegation("EF", ("excessive_force",), 0.93)
RUDE = NewAllegation("LA", ("discourtesy",), 0.7)
BIAS = NewAllegation("DI", ("slur", "race_color"), 0.6)
STOP = NewAllegation("PM", ("unlawful_stop",), 0.4)
STORY = "Officer Marcus Delacroix threw me on the ground and kicked me. My neighbor Ximena saw it. Call 612-555-0123."


async def suggests(office: Office, case: Case, *new: NewAllegation, read: Sequence[str] = ()) -> None:
    """The reader suggests these and sees these labels besides, whatever it makes of the words by itself."""
    seen = [{"label": label} for label in (*read, *(label for each in new for label in each.labels))]
    async with office.desk.database.write() as session:
        await session.execute(delete(rows).where(rows.c.case_id == case.id))
        await allegations.suggest(session, case.agency, case, new, office.clock())
        sealed = (await box_for(session, case.agency, case)).seal("reading", {"labels": seen})
        await session.execute(case_rows.update().where(case_rows.c.id == case.id).values(reading=sealed))


async def decides(office: Office, member: Member, case: Case, **fates: str) -> None:
    """A colleague decides about each of these codes; what is added has not been suggested."""
    async with office.desk.database.read() as session:
        ids = {each.code: each.id for each in await cases.allegations(session, case.agency, case.id)}
    for code, fate in fates.items():
        row, decision = await office.row(), (code if fate == "added" else ids[code], fate)
        await caseload.decide(office.desk, row, member, case.id, decision)


async def exported(office: Office, agency: str = HOME, **more: Any) -> list[dict[str, Any]]:
    out = io.StringIO()
    count = await training_export.export(office.desk, roster.CONSOLE, agency, out, **more)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert count == len(lines)
    return lines


async def test_a_line_is_what_staff_confirmed_in_words_that_name_nobody(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files(STORY)
    await suggests(office, case, FORCE, RUDE, BIAS)
    await decides(office, boss, case, EF="confirmed", LA="rejected", DI="confirmed", TH="added")
    (line,) = await exported(office)
    assert line == {
        "id": sha256(case.id.encode()).hexdigest()[:16],
        "language": "en",
        "text": line["text"],
        "conduct": ["excessive_force", "property", "slur"],
        "basis": ["race_color"],
        "not_a_complaint": False,
    }
    assert "threw me on the ground and kicked me" in line["text"]
    for secret in ("Marcus", "Delacroix", "Ximena", "555-0123", case.reference):
        assert secret not in line["text"]
    assert await office.acts() == [*await acts_of_staff(office), ("operator", "export", HOME)]


async def acts_of_staff(office: Office) -> list[tuple[str, str, str]]:
    return [each for each in await office.acts() if each[1] != "export"]


async def test_the_file_is_read_by_whoever_trains(office: Office, tmp_path: Path) -> None:
    boss = await office.hires("supervisor")
    told = "They kicked me and\u2028hit me 👊 in\x85the \u201cribs\u201d. It was an outrage!"
    for chat, words, language in (("1", told, "en"), ("2", "Los policías me pegaron y me tiraron al suelo.", "es")):
        case = await office.files(words, chat=chat, language=language)
        await suggests(office, case, FORCE)
        await decides(office, boss, case, EF="confirmed")
    path = tmp_path / "own.jsonl"
    with path.open("w", encoding="utf-8") as out:
        assert await training_export.export(office.desk, roster.CONSOLE, HOME, out) == 2
    english, spanish = corpus.load(path)
    assert english.text == told
    assert (spanish.language, spanish.text) == ("es", "Los policías me pegaron y me tiraron al suelo.")
    for row in (english, spanish):
        assert row.labels == {"conduct": frozenset({"excessive_force"})}
        assert (row.not_a_complaint, row.facts, row.rendering) == (False, None, None)
    assert {each["language"] for each in await exported(office, language="es")} == {"es"}


@on_one
async def test_the_language_is_that_of_the_words_and_a_third_one_is_left_out(office: Office) -> None:
    boss = await office.hires("supervisor")
    told = (
        "Los policías me pegaron y me tiraron al suelo sin razón.",
        "Os policiais me bateram e eu não fiz nada, foi muito ruim para mim e para minha família.",
    )
    for number, words in enumerate(told):
        case = await office.files(words, chat=str(number), language="en")
        await suggests(office, case, FORCE)
        await decides(office, boss, case, EF="confirmed")
    (line,) = await exported(office)
    assert line["language"] == "es"
    assert "Los policías" in line["text"]


async def test_what_waits_was_rejected_or_never_suggested_is_no_line(office: Office) -> None:
    boss = await office.hires("supervisor")
    fates: tuple[dict[str, str], ...] = ({}, {"EF": "confirmed"}, {"EF": "rejected", "LA": "rejected"})
    for number, fate in enumerate(fates):
        case = await office.files(chat=str(number))
        await suggests(office, case, FORCE, RUDE)
        await decides(office, boss, case, **fate)
    await suggests(office, await office.files(chat="9"))
    elsewhere = await office.files(chat="10", agency=ABROAD)
    await suggests(office, elsewhere, FORCE)
    await decides(office, await office.hires("supervisor", agency=ABROAD), elsewhere, EF="confirmed")
    assert await exported(office) == []
    assert len(await exported(office, ABROAD)) == 1


@on_one
async def test_of_a_code_for_several_labels_nothing_is_guessed(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    await suggests(office, case, BIAS)
    await decides(office, boss, case, DI="confirmed", PM="added")
    (line,) = await exported(office)
    assert line["basis"] == ["race_color"]
    assert not line.keys() & {"conduct", "practice", "area", "safety"}, (
        "one of six may be alleged, and we know not which"
    )


@on_one
async def test_a_line_without_a_label_is_not_written(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    await suggests(office, case)
    await decides(office, boss, case, PM="added")
    assert await exported(office) == []


@on_one
async def test_a_group_is_left_out_where_the_reader_saw_what_the_office_ignores(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    await suggests(office, case, FORCE, BIAS, read=("veteran_status", "fear_of_reprisal"))
    await decides(office, boss, case, EF="confirmed", DI="confirmed")
    (line,) = await exported(office)
    assert line["conduct"] == ["excessive_force", "slur"]
    assert not line.keys() & {"basis", "safety"}


async def test_a_case_that_nobody_can_open_any_more_is_left_out(office: Office) -> None:
    boss, chats = await office.hires("supervisor"), ("erased", "spoilt", "whole")
    filed = [await office.files(STORY, chat=chat) for chat in chats]
    for case in filed:
        await suggests(office, case, FORCE)
        await decides(office, boss, case, EF="confirmed")
    erased, spoilt, whole = filed
    async with office.desk.database.write() as session:
        await keys.erase(session, HOME, erased.key_id)
        await session.execute(case_rows.update().where(case_rows.c.id == spoilt.id).values(narrative=b"tampered with"))
    with capture_logs() as logs:
        (line,) = await exported(office)
    assert line["id"] == sha256(whole.id.encode()).hexdigest()[:16]
    assert [(each["event"], each["fault"]) for each in logs] == [("case_not_opened", "Unsealable")]
    assert "kicked" not in str(logs)


@on_one
async def test_names_of_the_record_are_burnt_and_what_was_compelled_is_not_in_it(office: Office) -> None:
    boss = await office.hires("supervisor")
    case = await office.files("They kicked me in the ribs. The one they call bluebell laughed, and so did tibarra.")
    for role, name in (("respondent", "Bluebell"), ("witness", "Tibarra")):
        await parties.add(office.desk, await office.row(), boss, case.id, NewParty(role, name, known=True), "Known.")
    async with office.desk.database.write() as session:
        now = office.clock()
        invited = await invitations.invite(
            session, HOME, case, who="Reed", token_digest="t" * 64, by="x", expires_at=now, now=now
        )
        said = await invitations.state(session, HOME, invited, words="I was made to say zanzibar.", now=now)
    await compelled.mark(office.desk, await office.row(), boss, case.id, said.id, on=True)
    await suggests(office, case, FORCE)
    await decides(office, boss, case, EF="confirmed")
    (line,) = await exported(office)
    for secret in ("bluebell", "tibarra", "zanzibar"):
        assert secret not in json.dumps(line).lower()
    assert "in the ribs" in line["text"]


@on_one
async def test_many_cases_come_page_by_page_each_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_export, "PAGE", 2)
    boss, ids = await office.hires("supervisor"), []
    for number in range(4):
        case = await office.files(chat=str(number))
        await suggests(office, case, FORCE)
        await decides(office, boss, case, EF="confirmed")
        ids.append(sha256(case.id.encode()).hexdigest()[:16])
    assert [each["id"] for each in await exported(office)] == ids


@on_one
async def test_every_label_that_can_be_confirmed_has_its_group(office: Office) -> None:
    groups = vocabulary()
    for kind in office.desk.agencies[HOME].allegations.values():
        assert all(any(label in group for group in groups.values()) for label in kind.labels)
