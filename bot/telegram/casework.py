"""The work on one case in the chat: its timeline, notes, tasks, people, findings, contacts, changes; used by `staff`.

Every press is checked anew by the verb of the desk behind it; several questions in a row are asked by `forms`.
"""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

from bot.casework.errors import Refused
from bot.desk import bench, tasks, timeline
from bot.desk.desk import Desk
from bot.telegram.callbacks import Press
from bot.telegram.casework_forms import CaseForms
from bot.telegram.casework_screens import CaseWorkScreens
from bot.telegram.exchange import Heard, Reply
from bot.telegram.follow_ups import FollowUpForms
from bot.telegram.forms import Forms
from bot.telegram.meeting_forms import MeetingForms
from bot.telegram.room import Room
from bot.telegram.staff_screens import place_of
from bot.telegram.timeline_screens import TimelineScreens
from bot.words import Words
from storage.roster import Member

_Press = Callable[[Heard, Member, Press], Awaitable[Reply]]


class CaseWork(Room):
    """Everything that staff can press, command or be asked about the work on a case."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._words = words
        self._screens = CaseWorkScreens(words)
        self._timeline = TimelineScreens(words)
        forms = CaseForms(desk, words, self._screens, self._after).forms()
        forms |= {**MeetingForms(desk, words).forms(), **FollowUpForms(desk, words).forms()}
        self._forms = Forms(desk, words, forms)
        self.starts = self._forms.start
        self.commands = {"tasks": self._my_tasks}
        self.presses = {
            "work": self._menu,
            **dict.fromkeys(("history", "notes", "contacts", "versions"), self._history),
            "todo": self._tasks,
            "tasks": self._my_tasks_page,
            "task_done": self._turn,
            "task_again": self._turn,
            "people": self._people,
            "person": self._person,
            "findings": self._findings,
            "judge": self._judge,
            **dict.fromkeys(("task_new", "task_move", "task_give", "person_new", "contact", "correct"), self._form),
            **dict.fromkeys(("person_edit", "person_off", "person_merge"), self._form_about),
            **self._forms.presses,
        }
        self.asked = self._forms.asked

    async def _menu(self, heard: Heard, member: Member, press: Press) -> Reply:
        at = await bench.look(self._desk, member, press.subject, heard.source)
        return Reply([self._screens.menu(member, at, self._desk.clock())])

    async def _history(self, heard: Heard, member: Member, press: Press) -> Reply:
        which = "all" if press.verb == "history" else press.verb
        before = place_of(press.arg, datetime, int, int) if press.arg else None
        shown = await timeline.history(self._desk, heard.source, member, press.subject, which, before)
        return Reply(self._timeline.history(member, shown))

    # Tasks

    async def _tasks(self, heard: Heard, member: Member, press: Press) -> Reply:
        at = await bench.look(self._desk, member, press.subject, heard.source)
        return Reply([self._screens.tasks(member, at, press.arg, self._desk.clock())])

    async def _turn(self, heard: Heard, member: Member, press: Press) -> Reply:
        what = (press.arg, press.verb == "task_done")
        await tasks.turn(self._desk, heard.source, member, press.subject, what)
        at = await bench.look(self._desk, member, press.subject)
        return Reply([self._screens.tasks(member, at, "", self._desk.clock())])

    async def _my_tasks(self, heard: Heard, member: Member, argument: str) -> Reply:
        page = await tasks.mine(self._desk, member)
        return Reply([self._screens.my_tasks(member, page, self._desk.clock())])

    async def _my_tasks_page(self, heard: Heard, member: Member, press: Press) -> Reply:
        page = await tasks.mine(self._desk, member, place_of(press.arg, date, int))
        return Reply([self._screens.my_tasks(member, page, self._desk.clock())])

    # People and findings

    async def _people(self, heard: Heard, member: Member, press: Press) -> Reply:
        at = await bench.look(self._desk, member, press.subject, heard.source)
        return Reply([self._screens.people(member, at, press.arg)])

    async def _person(self, heard: Heard, member: Member, press: Press) -> Reply:
        at = await bench.look(self._desk, member, press.subject, heard.source)
        found = next((each for each in at.people if each.id == press.arg), None)
        if found is None:
            raise Refused("party_gone")
        return Reply([self._screens.person(member, at, found)])

    async def _findings(self, heard: Heard, member: Member, press: Press) -> Reply:
        at = await bench.look(self._desk, member, press.subject, heard.source)
        return Reply([self._screens.findings(member, at)])

    async def _judge(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._forms.start(heard, member, press.subject, "finding", allegation=press.arg)

    # What is asked for in several steps

    async def _form(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._forms.start(heard, member, press.subject, press.verb)

    async def _form_about(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._forms.start(heard, member, press.subject, press.verb, party=press.arg)

    async def _after(self, member: Member, case_id: str, done: str) -> Reply:
        """Say what was done, and show where one was."""
        at = await bench.look(self._desk, member, case_id)
        said = self._screens.say(member, f"work.done_{done}", reference=at.case.reference)
        return Reply([said, self._screens.menu(member, at, self._desk.clock())])
