"""Every command and button of staff, for every role, over the wire: what the table forbids looks like nothing."""

import pytest
from sqlalchemy import Table, select

from bot.casework import reference
from bot.casework.authorization import STAFF_ROLES, TABLE, Verb
from bot.casework.interview import Picked, Pressed, Said
from bot.desk import filing, intake, roster
from storage import cases, models
from storage.cases import Case
from storage.chats import Chat
from tests.chat import Person
from tests.house import House
from tests.telegram.made import AGENCY, id_of
from tests.telegram.talk import DOOR, files, idle

CANNOT_FIND = "I cannot find that."
COMMANDS = {"/queue": Verb.QUEUE, "/mine": Verb.MINE, "/case {reference}": Verb.OPEN, "/team": Verb.CONFIRM,
            "/duty": Verb.DUTY, "/away": Verb.AWAY, "/intake": Verb.ENTER, "/tasks": Verb.MINE,
            "/digest": Verb.DIGEST, "/figures": Verb.FIGURES,
            "/bulk": Verb.BULK, "/find kicked": Verb.FIND, "/searches": Verb.SAVE_SEARCH,
            "/offers": Verb.RECEIVE, "/opinions": Verb.OPINIONS,
            "/help": None, "/language en": None}  # fmt: skip
PRESSES = {
    "queue": Verb.QUEUE,
    "mine": Verb.MINE,
    "open": Verb.OPEN,
    "allegations": Verb.OPEN,
    "more": Verb.OPEN,
    "actions": Verb.ACT,
    "read": Verb.READ,
    "talk": Verb.READ,
    "media": Verb.MEDIA,
    "file": Verb.MEDIA,
    "confirmed": Verb.DECIDE,
    "rejected": Verb.DECIDE,
    "added": Verb.DECIDE,
    "claim": Verb.CLAIM,
    "assign": Verb.ASSIGN,
    "give": Verb.ASSIGN,
    "act": Verb.ACT,
    "note": Verb.NOTE,
    "message": Verb.MESSAGE,
    "admit": Verb.CONFIRM,
    **dict.fromkeys(("work", "history", "notes", "contacts", "versions", "todo", "people", "person"), Verb.READ),
    "findings": Verb.READ,
    "tasks": Verb.MINE,
    **dict.fromkeys(("task_new", "task_done", "task_again", "task_move", "task_give"), Verb.TASK),
    **dict.fromkeys(("person_new", "person_edit", "person_off", "person_merge"), Verb.PARTY),
    "judge": Verb.FINDING,
    "contact": Verb.CONTACT,
    "correct": Verb.CORRECT,
    **dict.fromkeys(("clocks", "duty"), Verb.OPEN),
    "met": Verb.MEET,
    "later": Verb.SNOOZE,
    "extend": Verb.EXTEND,
    **dict.fromkeys(("grant", "deny"), Verb.DECIDE_EXTENSION),
    "hold": Verb.HOLD,
    "release": Verb.RELEASE,
    "hand_over": Verb.HAND_OVER,
    **dict.fromkeys(("take", "leave"), Verb.TAKE_OVER),
    "related": Verb.OPEN,
    "related_add": Verb.RELATE,
    **dict.fromkeys(
        ("withdrawal", "wd_ask", "wd_free", "wd_pressed", "wd_stay", "wd_go_on", "wd_end"), Verb.SETTLE_WITHDRAWAL
    ),
    **dict.fromkeys(("appeal", "appeal_read", "appeal_accept", "appeal_refuse"), Verb.DECIDE_APPEAL),
    **dict.fromkeys(
        ("transfer", "transfer_to", "transfer_file", "transfer_out", "transfer_yes", "transfer_stop"), Verb.TRANSFER
    ),
}
PRESSES |= {
    **dict.fromkeys(
        ("asks", "ask_one", "stated", "register", "reg_kinds", "reg_files", "report", "passage"), Verb.READ
    ),
    **dict.fromkeys(("ask_them", "ask_body", "body", "ask_not", "reg_not"), Verb.REQUEST),
    **dict.fromkeys(("ask_ok", "ask_not_yet", "ask_got", "ask_no"), Verb.ANSWER),
    "bring": Verb.BRING,
    **dict.fromkeys(("witness", "unwitness"), Verb.WITNESS),
    "told": Verb.TELL,
    "enter_by": Verb.ENTER,
    "ask_name": Verb.ASK_NAME,
    **dict.fromkeys(("name", "read_name"), Verb.NAME),
    **dict.fromkeys(("why_name", "open_name", "refuse_name"), Verb.DECIDE_NAME),
}
NOT_THERE = {"file", "give", "admit", "ask_one", "ask_ok", "ask_not", "ask_not_yet", "unwitness", "read_name"}
"""What names something that does not exist."""
OF_PEOPLE = {
    "narrow": Verb.QUEUE,
    **dict.fromkeys(("turn", "times", "spoken"), Verb.DUTY),
    **dict.fromkeys(("away_days", "away_cover", "away_end"), Verb.AWAY),
    **dict.fromkeys(("team", "colleague"), Verb.CONFIRM),
    "put": Verb.PLACE,
}
"""What is about colleagues and lists, and names no case."""
PRESSES |= OF_PEOPLE
PRESSES |= {"conflicts": Verb.OPEN, "recuse": Verb.RECUSE, **dict.fromkeys(("keep_out", "conflict"), Verb.KEEP_OUT)}
NOT_THERE |= {"away_end", "reg_files", "reg_not", "passage"}
WITHOUT_CASE = {"queue", "mine", "tasks", "admit", "enter_by", *OF_PEOPLE}
PLACED = {"history", "notes", "contacts", "versions", "related", "asks", "register", "reg_kinds"}
"""Lists whose buttons carry the place of a page."""
WATCHED = (models.cases, models.allegations, models.messages, models.events, models.members, models.evidence,
           models.tasks, models.parties, models.findings, models.requests, models.invitations,
           models.unlocks)  # fmt: skip


async def stored(home: House, tables: tuple[Table, ...] = WATCHED) -> list[object]:
    """Every row of what staff can change."""
    async with home.app.desk.database.read() as session:
        return [[tuple(row) for row in await session.execute(select(table))] for table in tables]


async def presses(home: House, person: Person, *data: str) -> list[str]:
    """Press buttons that may not be on the page, one after the other, and return what the bot says to it."""
    return await _told(home, person, [{"callback_query": _query(person, each)} for each in data])


async def writes(home: House, person: Person, *texts: str) -> list[str]:
    return await _told(home, person, [{"message": {"text": each}} for each in texts])


async def _told(home: House, person: Person, updates: list[dict[str, object]]) -> list[str]:
    await person.refreshes()
    before = max(person.entries)
    assert home.app.webchat is not None
    for each in updates:
        await home.app.webchat.deliver(person.chat_id, each)
    await idle(home, person)
    found = [person.entries[number] for number in sorted(person.entries) if number > before]
    return [each["text"] for each in found if each["author"] == "bot" and not each["text"].startswith("New case")]


def _query(person: Person, data: str) -> dict[str, object]:
    sender = {"id": person.chat_id, "is_bot": False, "first_name": "x"}
    chat = {"id": person.chat_id, "type": "private"}
    message = {"message_id": 1, "date": 0, "chat": chat}
    return {"id": f"{person.chat_id}-x", "from": sender, "chat_instance": "1", "data": data, "message": message}


async def buttons_of(home: House, case: Case) -> dict[str, str]:
    """The data of every button there is, with ids that exist."""
    async with home.app.desk.database.read() as session:
        row = (await cases.allegations(session, case.agency, case.id))[0]
    args = {"confirmed": row.id, "rejected": row.id, "added": "TH", "act": "start", "file": id_of("f")}
    args |= {"narrow": "queue:", "turn": "on", "times": "office", "spoken": "es"}
    args |= {"give": id_of("m"), "admit": id_of("n")}
    args |= dict.fromkeys(NOT_THERE - {"give", "admit", "file"}, id_of("x"))
    args |= {"body": "hospital", "enter_by": "phone"}
    args |= {"tasks": "2026-12-01.0", **dict.fromkeys(("duty", "met", "later", "extend"), "review")}
    return {verb: f"s:{verb}:{'' if verb in WITHOUT_CASE else case.id}::{args.get(verb, '')}"
            for verb in PRESSES}  # fmt: skip


@pytest.mark.parametrize("role", STAFF_ROLES)
async def test_a_role_can_do_what_the_table_says_and_nothing_else(home: House, role: str) -> None:
    person, filed = await home.staff(role), await files(home)
    case = await filed.case(home)
    data = await buttons_of(home, case)
    denied = [verb for verb, need in PRESSES.items() if role not in TABLE[need]]
    silent = [text for text, need in COMMANDS.items() if need is not None and role not in TABLE[need]]
    before = await stored(home)
    told = await presses(home, person, *(data[verb] for verb in denied))
    told += await writes(home, person, *(each.format(reference=case.reference) for each in silent))
    assert told == [CANNOT_FIND] * (len(denied) + len(silent))
    assert await stored(home) == before, "what was refused changed nothing"
    allowed = [text for text in COMMANDS if text not in silent]
    assert CANNOT_FIND not in await writes(home, person, *(each.format(reference=case.reference) for each in allowed))
    open_to = [verb for verb in PRESSES if verb not in {*denied, *NOT_THERE}]
    assert CANNOT_FIND not in await presses(home, person, *(data[verb] for verb in open_to))


@pytest.mark.parametrize("who", ["resident", "invited", "removed"])
async def test_whoever_is_no_colleague_can_do_nothing_at_all(home: House, who: str) -> None:
    filed = await files(home)
    case = await filed.case(home)
    data = await buttons_of(home, case)
    person = filed.person
    if who != "resident":
        person, member = await home.invited("supervisor", "Somebody")
        if who == "removed":
            await roster.confirm(home.app.desk, roster.CONSOLE, case.agency, member.id)
            await person.sees("You are in")
            await roster.remove(home.app.desk, roster.CONSOLE, case.agency, member.id)
    before = await stored(home)
    tried = [data[verb] for verb in ("open", "read", "claim", "added", "act", "message", "admit")]
    told = await presses(home, person, *tried)
    assert sum("That button is from an earlier message" in each for each in told) == len(tried)
    told += await writes(home, person, "/queue", f"/case {case.reference}", "/team")
    assert sum("I do not know that command" in each for each in told) == 3
    assert not any("kicked" in each or "Suggested" in each for each in told)
    assert await stored(home) == before


async def test_foreign_unknown_and_mistyped_look_the_same(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, supervisor = home.app.desk, await home.staff("supervisor")
    abroad = AGENCY.model_copy(update={"id": "elsewhere", "short": "ELSE"})
    monkeypatch.setitem(desk.agencies, "elsewhere", abroad)  # type: ignore[arg-type]
    chat = Chat(DOOR, str((await home.resident()).chat_id))
    await intake.begin(desk, None, chat, abroad, "en")
    for incoming in (Picked("en"), Pressed("done"), Said("He kicked me.", "1", desk.clock()), Pressed("send_now")):
        draft = await intake.draft_of(desk, chat)
        assert draft is not None
        outcome = await intake.hear(desk, None, draft, incoming)  # type: ignore[arg-type]
    assert isinstance(outcome, filing.Filed)
    foreign = outcome.case
    assert foreign.reference.startswith("ELSE-")
    unknown = reference.issue("OPCR", 2026, 77777)
    before = await stored(home)
    told = await writes(
        home,
        supervisor,
        *(f"/case {each}" for each in (foreign.reference, unknown, f"{unknown[:-1]}x", "anything", unknown[:-1])),
    )
    assert told == [CANNOT_FIND] * 5
    on_cases = [verb for verb in PRESSES if verb not in WITHOUT_CASE]
    for case_id in (foreign.id, id_of("x")):
        told = await presses(
            home, supervisor, *(f"s:{verb}:{case_id}::{'' if verb in PLACED else 'TH'}" for verb in on_cases)
        )
        assert told == [CANNOT_FIND] * len(on_cases), case_id
    assert await stored(home) == before


async def test_a_resident_sees_only_the_cases_of_their_own_chat(home: House) -> None:
    mine, others = await files(home), await files(home)
    case = await others.case(home)
    before = await stored(home)
    told = await presses(home, mine.person, *(f"c:{verb}:{case.id}::" for verb in ("status", "read", "withdraw_yes")))
    unknown = await presses(home, mine.person, f"c:read:{id_of('x')}::")
    assert [each for each in told if each == CANNOT_FIND] == [CANNOT_FIND] * 3
    assert unknown[0] == CANNOT_FIND
    assert await stored(home) == before
    assert not any(others.reference in each for each in [*told, *mine.person.shown()])
