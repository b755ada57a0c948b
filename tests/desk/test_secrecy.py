"""What people write stays sealed: not in a row, a file, a log, a notice or an export, whatever goes wrong."""

import io
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from aiogram.utils.formatting import Text
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.casework.errors import TryLater
from bot.casework.interview import Edited, Pressed, Said
from bot.casework.party import NewParty
from bot.desk import (
    asking,
    bench,
    caseload,
    contacts,
    corrections,
    correspondence,
    evidence,
    findings,
    follow_ups,
    intake,
    invited,
    meetings,
    ownership,
    parties,
    reports,
    requests,
    retention,
    roster,
    tasks,
    witnesses,
)
from bot.desk.caseload import Move
from bot.desk.contacts import Contact
from bot.desk.evidence import FileCame
from bot.desk.follow_ups import Settled
from bot.desk.meetings import Planning
from bot.desk.requests import Asking
from bot.desk.tasks import NewTask
from bot.telegram.notices import NoticeBoard
from bot.words import Words
from storage import inbox
from storage.cases import Case
from storage.chats import Chat
from storage.columns import metadata
from storage.database import Database
from storage.findings import Finding
from storage.follow_ups import NewFollowUp
from storage.roster import Member
from storage.vault import KeyFile, Vault
from tests.desk.office import DOOR, HOME, STORY, Office, Sent, on_one, open_office
from tests.desk.test_agenda import arranging

CANARY = "Zq7canary"
HOSTILE = (
    '=HYPERLINK("http://x.test","Reed")',
    "<b>Reed</b><script>alert(1)</script>",
    "\u202eReed\u2066",
    "'; DROP TABLE cases;--",
    "Reed\r\nX-Log: forged",
    "{reference} {0.__class__} %s %(name)s",
    "Reed\u200b\u200dReed",
    "*Reed* _Reed_ `Reed`",
)


def marked(field: str) -> str:
    """Words that can be found again wherever they went."""
    return f"{CANARY} {field} {STORY}" if field == "story" else f"{CANARY} {field}"


async def everything(office: Office, words: Any) -> Case:
    """One case with every field filled, worked on by every verb, and a few things going wrong on the way."""
    ana, boss = await office.hires(name=words("member")), await office.hires("supervisor", name=words("member"))
    office.post.files[words("file_id")] = words("file content").encode()
    case = await office.answers_everything(words)
    await office.collects()
    await office.delivers()
    await correspondence.add_words(office.desk, await office.row(), case, words("message in"))
    came = FileCame("document", "late", "99", name=words("late name"), mime="application/pdf", caption=words("late"))
    await correspondence.add_file(office.desk, await office.row(), case, came)
    office.post.files["late"] = OSError(words("disk"))
    await office.collects()
    await office.delivers()
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    for verb in (caseload.note, caseload.message):
        await verb(office.desk, await office.row(ana.chat.id), ana, case.id, words("staff text"))
    prompt = {"verb": "note", "case": case.id, "words": words("prompt")}
    await asking.ask(office.desk, await office.row(ana.chat.id), ana, prompt)
    await caseload.act(office.desk, await office.row(ana.chat.id), ana, case.id, Move("start", None, words("reason")))
    await worked_on(office, ana, case, words)
    await correspondence.ask_to_withdraw(office.desk, await office.row(), case)
    await caseload.card(office.desk, boss, case.id)
    await caseload.read(office.desk, boss, case.id, await office.row(boss.chat.id))
    await office.begins("200")
    await office.says(words("unfinished"), "200")
    draft = await office.draft("200")
    await intake.put_aside(office.desk, await office.row("200"), draft, Said(words("aside"), "5"), "forwarded")
    await intake.remind(office.desk, await office.row("200"), await office.draft("200"), wanted=True)
    return case


async def worked_on(office: Office, by: Member, case: Case, words: Any) -> None:
    """Everything that staff and complainant can write about a case besides talking to each other."""
    desk, chat = office.desk, Chat(DOOR, "100")
    await caseload.decide(desk, await office.row(), by, case.id, ("TH", "added"))
    at = await bench.look(desk, by, case.id)
    allegation = next(each.id for each in at.allegations if each.code == "TH")
    task = NewTask(words("task"), (office.clock() + timedelta(days=3)).date(), by.id)
    await tasks.add(desk, await office.row(), by, case.id, task)
    witness = NewParty("witness", words("party"), known=True)
    await parties.add(desk, await office.row(), by, case.id, witness, words("because"))
    finding = (at.respondents[0].id, "a", "sustained", "taken", words("action"), words("because"))
    await findings.decide(desk, await office.row(), by, case.id, Finding(allegation, *finding))
    contact = Contact(words("whom"), "phone", office.clock().date(), words("outcome"))
    await contacts.log(desk, await office.row(), by, case.id, contact)
    await corrections.correct(desk, await office.row(), by, case.id, "where", words("place"), words("because"))
    await correspondence.amend(desk, await office.row(), chat, Edited(words("edited"), "story"))
    await asked_of_others(office, by, case, words)
    await arranged_with_others(office, by, case, words)


async def asked_of_others(office: Office, by: Member, case: Case, words: Any) -> None:
    """Requests, a file of a colleague, a witness, and the question for a name."""
    desk, due_on = office.desk, (office.clock() + timedelta(days=10)).date()
    for body in (None, None, "hospital", "hospital"):
        wanted = Asking(words("asked"), due_on, body)
        asked = await requests.ask(desk, await office.row(), by, case.id, wanted)
    await requests.answer(desk, await office.row(), by, case.id, asked.id, office.clock().date(), words("answer"))
    first = (await requests.board(desk, None, by, case.id)).requests[-1]
    await requests.withdraw(desk, await office.row(), by, case.id, first.id)
    boss = await office.hires("supervisor", name="Zoe")
    brought = FileCame("document", "brought", "98", name=words("brought"), caption=words("brought"))
    await evidence.bring(desk, await office.row(), boss, case.id, brought)
    office.post.files["brought"] = words("file content").encode()
    _, token, _ = await witnesses.invite(desk, await office.row(), by, case.id, words("who"))
    await witnesses.redeem(desk, await office.row("300"), Chat(DOOR, "300"), token, "en")
    for each in (Pressed("done"), Said(words("statement"), "1"), Pressed("done"), Said(words("contact"), "2")):
        await intake.hear(desk, await office.row("300"), await office.draft("300"), each)
    await intake.hear(desk, await office.row("300"), await office.draft("300"), Pressed("submit"))


async def arranged_with_others(office: Office, by: Member, case: Case, words: Any) -> None:
    """A meeting that was held, one that is ahead, what the complainant says to it, and what others have to do."""
    desk, soon = arranging(office).desk, office.clock() + timedelta(minutes=5)
    who, later = ("complainant", f"member:{by.id}"), office.clock() + timedelta(days=9)
    for times in ((soon,), (later, later + timedelta(days=1))):
        new = Planning("interview", words("about"), words("where"), times, who, (words("guest"),), open=True)
        await meetings.plan(desk, await office.row(), by, case.id, new)
    held, ahead = (await meetings.board(desk, None, by, case.id)).meetings
    rosa = await invited.guest(desk, Chat(DOOR, "100"), case.id)
    await invited.suits(desk, await office.row(), rosa, ahead.id, 0)
    await meetings.choose(desk, await office.row(), by, case.id, ahead.id, 0)
    office.clock.passes(minutes=6)
    await meetings.hold(desk, await office.row(), by, case.id, held.id, words("result"))
    await meetings.cancel(desk, await office.row(), by, case.id, ahead.id, words("because"))
    for _ in range(2):
        remedy = NewFollowUp("remedy", words("remedy"), words("whom"), later.date())
        await follow_ups.add(desk, await office.row(), by, case.id, remedy)
    first, second = (await follow_ups.look(desk, None, by, case.id)).follow_ups
    settled = Settled("paid", words("answer"), office.clock().date())
    await follow_ups.settle(desk, await office.row(), by, case.id, first.id, settled)
    await follow_ups.put_off(desk, await office.row(), by, case.id, second.id, later.date(), words("because"))


async def all_notices(office: Office) -> list[Sent]:
    """Let every kind of notice go out: now, and with the clock moved over the whole ladder."""
    office.post.faults["100"].append(TryLater(after=5))
    office.post.faults["901"].append(RuntimeError(marked("fault")))
    await office.delivers()
    for _ in range(7):
        office.clock.passes(days=7)
        await office.delivers()
    return office.post.sent


class Telltale:
    """A reader that puts what it read into its exception."""

    def read(self, told: str, language: str | None = None) -> NoReturn:
        raise ValueError(told)

    def safety(self, told: str) -> NoReturn:
        raise ValueError(told)


async def rows_as_text(database: Database) -> str:
    async with database.read() as session:
        found = [
            repr((await session.execute(text(f"SELECT * FROM {table.name}"))).all()) for table in metadata.sorted_tables
        ]
    return "\n".join(found)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("reader", ["real", "telltale"])
async def test_nothing_that_was_written_can_be_found_in_rows_files_or_logs(
    migrated_file: Path,
    tmp_path: Path,
    reader: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    shutil.copy(migrated_file, tmp_path / "x.sqlite3")
    vault = Vault(KeyFile.create(tmp_path / "keys.json"))
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'x.sqlite3'}", vault)
    office = open_office(database, tmp_path / "files", reads=Telltale() if reader == "telltale" else None)
    with capture_logs() as logged:
        await everything(office, marked)
        async with database.write() as session:
            waiting = inbox.Incoming(77_777, "55512345", marked("payload").encode())
            await inbox.put(session, DOOR, [waiting], office.clock())
        await all_notices(office)
        await retention.round(office.desk)
    assert logged
    rows = await rows_as_text(database)
    held = contents(tmp_path)
    await database.close()
    assert CANARY not in rows
    assert {"x.sqlite3", "x.sqlite3-wal"} <= set(held)
    assert len(held) >= 5  # the database, its log, the keys, and sealed files
    for name, content in held.items():
        for told in (CANARY.encode(), CANARY.encode("utf-16-le"), b"55512345", STORY.encode()):
            assert told not in content, name
    assert CANARY not in repr(logged)
    assert CANARY not in caplog.text
    assert CANARY not in "".join(capfd.readouterr())


# --- notices, fault F31


async def shown(office: Office, sent: Sent) -> str:
    """A notice as the phone shows it: its words and the words on its buttons."""
    screen = await NoticeBoard(office.desk, Words.load(), {})._rendered(sent.parcel)
    assert isinstance(screen.text, Text)
    return "\n".join([str(screen.text.as_kwargs()["text"]), *(each.text for row in screen.rows for each in row)])


async def test_a_notice_never_says_what_a_person_wrote(migrated_file: Path, tmp_path: Path, vault: Vault) -> None:
    shutil.copy(migrated_file, tmp_path / "x.sqlite3")
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'x.sqlite3'}", vault)
    office = open_office(database, tmp_path / "files")

    def words(field: str) -> str:
        if field == "member":  # a colleague who is named in the complaint would not work on it
            return "Nia Oak"
        return f"{' '.join(HOSTILE)} {STORY if field == 'story' else field}"

    case = await everything(office, words)
    assert case.because
    sent = await all_notices(office)
    said = [await shown(office, each) for each in sent]
    await database.close()
    templates = {template for each in sent for template in each.templates}
    assert templates >= {"receipt", "new_case", "news_with_note", "message_waiting", "new_message", "new_evidence",
                         "withdrawal_asked", "reminder", "escalation", "draft_reminder", "welcome", "task_due",
                         "statement_changed", "request_waiting", "request_reminder", "request_withdrawn",
                         "answer_overdue", "body_overdue", "witness_stated", "file_added"}  # fmt: skip
    agency = office.desk.agencies[HOME]
    forbidden = [*HOSTILE, "Reed", "kicked", "hospital", *case.because, "staff text", "Lake Street"]
    forbidden += [kind.name.to(language) for kind in agency.allegations.values() for language in ("en", "es")]
    for notice in said:
        for each in forbidden:
            assert each.casefold() not in notice.casefold(), notice
    for each in sent:
        for notice in each.parcel.notices:
            known = {"reference", "stage", "duty", "due_on", "starts_at", "priority", "rule", "message", "item"}
            assert set(notice.params) <= known


@on_one
async def test_rows_parcels_and_exports_of_either_database_hold_nothing_in_plain(office: Office) -> None:
    case = await everything(office, marked)
    sent = await all_notices(office)
    rows = await rows_as_text(office.desk.database)
    assert len(rows) > 10_000
    assert CANARY not in rows
    for each in sent:
        if each.parcel.member is None:  # a complainant's phone may be in the wrong hands
            assert not {"priority", "rule", "due_on"} & {key for one in each.parcel.notices for key in one.params}
    before = await office.acts()
    for as_csv in (True, False):
        out = io.StringIO()
        await reports.export(office.desk, roster.CONSOLE, HOME, out, as_csv=as_csv)
        assert case.reference in out.getvalue()
        for told in (CANARY, "kicked", "Lake", *case.because):
            assert told not in out.getvalue()
    assert (await office.acts())[len(before) :] == [("operator", "export", HOME)] * 2
