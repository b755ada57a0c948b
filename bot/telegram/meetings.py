"""Meetings in the staff chat: the list, one meeting, who is asked, who came; called by `staff`.

What is asked in several steps is in `meeting_forms`; `starts` begins one of them.
"""

from typing import Any

from bot.casework.agenda import OTHER
from bot.casework.errors import Refused, Stale
from bot.casework.interview import visible
from bot.desk import agenda, asking, meetings
from bot.desk.desk import Desk
from bot.desk.meetings import Board, Planning
from bot.telegram.callbacks import Press
from bot.telegram.exchange import Heard, Reply
from bot.telegram.forms import Starts
from bot.telegram.meeting_forms import PLANNING, MeetingForms, read
from bot.telegram.meeting_screens import CAME, MeetingScreens
from bot.telegram.room import Room, about_to
from bot.words import Words
from storage.meetings import Meeting
from storage.roster import Member

MORE = "meet_more"
LONGEST_NAME = 100


class Meetings(Room):
    """Everything that staff can press or be asked about the meetings of a case."""

    def __init__(self, desk: Desk, words: Words, starts: Starts) -> None:
        self._desk = desk
        self._screens = MeetingScreens(words)
        self._after = MeetingForms(desk, words).after
        self._starts = starts
        self.presses = {
            "meets": self._board,
            "meet": self._one,
            "meet_new": self._new,
            "meet_set": self._set,
            "meet_move": self._form_about,
            "meet_off": self._form_about,
            "meet_held": self._form_about,
            MORE: self._who_else,
            "meet_add": self._add,
            "meet_ics": self._paper,
            "meet_who": self._tick,
            "meet_open": self._tick,
            "meet_plan": self._plan,
            "meet_send": self._send,
            "meet_who_came": self._who_came,
            **dict.fromkeys((f"meet_{each}" for each in CAME), self._came),
        }
        self.asked = {PLANNING: self._named, MORE: self._other_named}

    async def _board(self, heard: Heard, member: Member, press: Press) -> Reply:
        board = await meetings.board(self._desk, heard.source, member, press.subject)
        return Reply([self._screens.board(member, board)])

    async def _one(self, heard: Heard, member: Member, press: Press) -> Reply:
        board = await meetings.board(self._desk, heard.source, member, press.subject)
        return Reply([self._screens.one(member, board, _found(board, press.arg))])

    async def _shown(self, member: Member, case_id: str, meeting_id: str) -> Reply:
        board = await meetings.board(self._desk, None, member, case_id)
        return Reply([self._screens.one(member, board, _found(board, meeting_id))])

    # Planned

    async def _new(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._starts(heard, member, press.subject, "meet_new")

    async def _tick(self, heard: Heard, member: Member, press: Press) -> Reply:
        """Put somebody on the list of those who are asked, or take them off; or let them know of each other."""
        wanted = dict(about_to(member, press, PLANNING))
        board = await meetings.board(self._desk, None, member, press.subject)
        if press.verb == "meet_open":
            wanted["open"] = not wanted["open"]
        elif press.arg in {each.who for each in board.people}:
            people = list(wanted["people"])
            wanted["people"] = [each for each in people if each != press.arg] or []
            wanted["people"] += [] if press.arg in people else [press.arg]
        else:
            raise Refused("nobody_like_that")
        return await self._planning(heard, member, board, wanted)

    async def _plan(self, heard: Heard, member: Member, press: Press) -> Reply:
        """What is being planned, once more."""
        wanted = dict(about_to(member, press, PLANNING))
        board = await meetings.board(self._desk, None, member, press.subject)
        return Reply([self._screens.planning(member, board, wanted, read(wanted["times"]))])

    async def _named(self, heard: Heard, member: Member, text: str) -> Reply:
        """Somebody else, by name."""
        wanted, name = dict(member.prompt or {}), visible(text)[:LONGEST_NAME]
        board = await meetings.board(self._desk, None, member, str(wanted["case"]))
        wanted["others"] = [*wanted["others"], *([name] if name else [])]
        return await self._planning(heard, member, board, wanted)

    async def _planning(self, heard: Heard, member: Member, board: Board, wanted: dict[str, Any]) -> Reply:
        await asking.ask(self._desk, heard.source, member, wanted)
        return Reply([self._screens.planning(member, board, wanted, read(wanted["times"]), heard.pressed)])

    async def _send(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = about_to(member, press, PLANNING)
        new = Planning(
            kind=wanted["kind"],
            about=wanted["about"],
            place=wanted["place"],
            times=read(wanted["times"]),
            people=wanted["people"],
            others=wanted["others"],
            open=wanted["open"],
        )
        await meetings.plan(self._desk, heard.source, member, press.subject, new)
        return await self._after(member, press.subject, "planned")

    # Ahead

    async def _set(self, heard: Heard, member: Member, press: Press) -> Reply:
        meeting_id, _, number = press.arg.partition(".")
        if not number.isascii() or not number.isdecimal() or len(number) > 2:
            raise Stale
        await meetings.choose(self._desk, heard.source, member, press.subject, meeting_id, int(number))
        return await self._shown(member, press.subject, meeting_id)

    async def _form_about(self, heard: Heard, member: Member, press: Press) -> Reply:
        board = await meetings.board(self._desk, None, member, press.subject)
        seen = _found(board, press.arg)
        given = {"item": seen.id, "revision": str(seen.revision)}
        return await self._starts(heard, member, press.subject, press.verb, **given)

    async def _who_else(self, heard: Heard, member: Member, press: Press) -> Reply:
        board = await meetings.board(self._desk, None, member, press.subject)
        seen = _found(board, press.arg)
        if not agenda.on_calendar(seen, board.now):
            raise Refused("meeting_changed")
        await asking.ask(self._desk, heard.source, member, {"verb": MORE, "case": press.subject, "item": seen.id})
        return Reply([self._screens.more(member, board, seen)])

    async def _add(self, heard: Heard, member: Member, press: Press) -> Reply:
        item = about_to(member, press, MORE)["item"]
        await meetings.invite(self._desk, heard.source, member, press.subject, item, press.arg)
        return await self._shown(member, press.subject, item)

    async def _other_named(self, heard: Heard, member: Member, text: str) -> Reply:
        wanted, name = member.prompt or {}, visible(text)[:LONGEST_NAME]
        if not name:
            raise Refused("nobody_like_that")
        case_id, item = str(wanted["case"]), str(wanted["item"])
        await meetings.invite(self._desk, heard.source, member, case_id, item, OTHER, name)
        return await self._shown(member, case_id, item)

    async def _paper(self, heard: Heard, member: Member, press: Press) -> Reply:
        board = await meetings.board(self._desk, heard.source, member, press.subject)
        seen = _found(board, press.arg)
        if seen.starts_at is None:
            raise Refused("meeting_changed")
        return Reply(self._screens.paper(member, board, seen))

    # Over

    async def _who_came(self, heard: Heard, member: Member, press: Press) -> Reply:
        board = await meetings.board(self._desk, None, member, press.subject)
        people = (person for each in board.meetings for person in each.people)
        person = next((each for each in people if each.id == press.arg), None)
        if person is None:
            raise Refused("meeting_changed")
        return Reply([self._screens.came(member, board, person)])

    async def _came(self, heard: Heard, member: Member, press: Press) -> Reply:
        came = press.verb.removeprefix("meet_")
        await meetings.attend(self._desk, heard.source, member, press.subject, press.arg, came)
        board = await meetings.board(self._desk, None, member, press.subject)
        seen = next(each for each in board.meetings if any(one.id == press.arg for one in each.people))
        return Reply([self._screens.one(member, board, seen)])


def _found(board: Board, meeting_id: str) -> Meeting:
    found = next((each for each in board.meetings if each.id == meeting_id), None)
    if found is None:
        raise Stale
    return found
