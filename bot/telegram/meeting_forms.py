"""What staff are asked one after the other about a meeting: planned, moved, cancelled, held; used by `casework`."""

from datetime import datetime

from bot.casework import meeting_times
from bot.casework.authorization import Verb
from bot.casework.errors import Unreadable
from bot.desk import asking, meetings
from bot.desk.bench import Bench
from bot.desk.desk import Desk
from bot.telegram.exchange import Heard, Reply
from bot.telegram.forms import Field, Form, Values, at_most
from bot.telegram.meeting_screens import MeetingScreens, by_default
from bot.words import Words
from storage.roster import Member

Choices = list[tuple[str, str]]
UNUSUAL = "?"
"""Before times at which the office is closed: whoever wrote them is asked once more."""
PLACES = ("office", "phone", "video")
PLANNING = "meet_people"


class MeetingForms:
    """The forms, what there is to choose from in them, and what is done once they are complete."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._words = words
        self._screens = MeetingScreens(words)

    def forms(self) -> dict[str, Form]:
        """Every form by the verb of the button that begins it."""
        times = (Field("times", words=self._times), Field("sure", self._sure, self._other_times, needed=_unusual))
        about, place = Field("about", words=at_most(meetings.LONGEST)), Field("place", self._places, self._place)
        return {
            "meet_new": Form(
                Verb.MEETING, (Field("kind", _kinds, None, alone=True), about, place, *times), self._planned
            ),
            "meet_move": Form(Verb.MEETING, times, self._moved),
            "meet_off": Form(Verb.MEETING, (Field("because", words=at_most(meetings.LONGEST)),), self._cancelled),
            "meet_held": Form(Verb.MEETING, (Field("result"),), self._held, closed=True),
        }

    # What there is to choose from, and what words mean

    def _places(self, at: Bench, values: Values, member: Member) -> Choices:
        return [(each, self._words.say(member.language, f"meeting.at_{each}")) for each in PLACES]

    def _place(self, text: str, at: Bench, values: Values, member: Member) -> str:
        return at_most(meetings.LONGEST)(text, at, values, member)

    def _sure(self, at: Bench, values: Values, member: Member) -> Choices:
        return [("yes", self._words.say(member.language, "meeting.sure"))]

    def _times(self, text: str, at: Bench, values: Values, member: Member) -> str:
        found = meeting_times.read(at.agency, text, self._desk.clock())
        mark = UNUSUAL if meeting_times.unusual(at.agency, found) else ""
        return mark + ",".join(each.isoformat() for each in found)

    def _other_times(self, text: str, at: Bench, values: Values, member: Member) -> str:
        read = self._times(text, at, values, member)
        if read.startswith(UNUSUAL):
            raise Unreadable("meeting_other")
        return read

    # What is done in the end

    async def _planned(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        """All that is left is to say who is asked; nothing has been written to the case yet."""
        board = await meetings.board(self._desk, None, member, case_id)
        people = by_default(board.agency, values["kind"], board.people, board.case.owner_id)
        place = values["place"]
        if place in PLACES:
            place = self._there(board.agency.address, place, board.case.language)
        wanted = {"verb": PLANNING, "case": case_id, "kind": values["kind"], "about": values["about"], "place": place,
                  "times": _settled(values), "people": people, "others": [], "open": False}  # fmt: skip
        await asking.ask(self._desk, heard.source, member, wanted)
        return Reply([self._screens.planning(member, board, wanted, read(_settled(values)))], shows="meet_plan")

    def _there(self, address: str, place: str, language: str) -> str:
        return address if place == "office" else self._words.say(language, f"meeting.at_{place}")

    async def _moved(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        times, revision = read(_settled(values)), int(values["revision"])
        await meetings.move(self._desk, heard.source, member, case_id, values["item"], times, revision)
        return await self.after(member, case_id, "moved")

    async def _cancelled(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        await meetings.cancel(self._desk, heard.source, member, case_id, values["item"], values["because"])
        return await self.after(member, case_id, "cancelled")

    async def _held(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        await meetings.hold(self._desk, heard.source, member, case_id, values["item"], values["result"])
        return await self.after(member, case_id, "held")

    async def after(self, member: Member, case_id: str, done: str) -> Reply:
        """Say what was done, and show the meetings as they are now."""
        board = await meetings.board(self._desk, None, member, case_id)
        said = self._screens.say(member, f"meeting.done_{done}", reference=board.case.reference)
        return Reply([said, self._screens.board(member, board)])


def read(times: str) -> tuple[datetime, ...]:
    """The times that a prompt holds."""
    return tuple(datetime.fromisoformat(each) for each in times.split(","))


def _settled(values: Values) -> str:
    sure = values.get("sure", "yes")
    return values["times"].removeprefix(UNUSUAL) if sure == "yes" else sure


def _unusual(values: Values) -> bool:
    return values.get("times", "").startswith(UNUSUAL)


def _kinds(at: Bench, values: Values, member: Member) -> Choices:
    return [(each.id, each.name.to(member.language)) for each in at.agency.meetings.values()]
