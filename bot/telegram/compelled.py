"""Files and statements that an officer was compelled to give, marked in the chat; used by `staff`."""

from aiogram.utils.formatting import Bold, Text

from bot.desk import compelled
from bot.desk.compelled import Items
from bot.desk.desk import Desk
from bot.telegram.callbacks import Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.fitting import rows_of
from bot.telegram.room import Room
from bot.telegram.staff_screens import StaffScreens
from bot.words import Words
from storage.roster import Member


class CompelledTalk(Room):
    """One list, each line of which is turned by a tap."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = CompelledScreens(words)
        self.presses = {"compelled": self._look, "compel": self._mark, "compel_not": self._mark}

    async def _look(self, heard: Heard, member: Member, press: Press) -> Reply:
        return Reply(
            [self._screens.items(member, await compelled.look(self._desk, heard.source, member, press.subject))]
        )

    async def _mark(self, heard: Heard, member: Member, press: Press) -> Reply:
        on = press.verb == "compel"
        await compelled.mark(self._desk, heard.source, member, press.subject, press.arg, on=on)
        now = await compelled.look(self._desk, None, member, press.subject)
        return Reply([self._screens.items(member, now, edits=heard.pressed)])


class CompelledScreens(StaffScreens):
    """Renders by numbers: what a file is called and what somebody said stays behind other buttons."""

    def items(self, member: Member, found: Items, *, edits: int | None = None) -> Screen:
        """Every file and statement, and whether it was compelled."""
        say, language, case = self._words.say, member.language, found.case
        lines = [
            Bold(say(language, "compelled.title", reference=case.reference)),
            "\n\n",
            say(language, "compelled.what"),
        ]
        buttons: list[Button] = []
        files = [
            (each.id, f"{number}. {say(language, f'kind.{each.kind}')}") for number, each in enumerate(found.files, 1)
        ]
        said = [(each.id, say(language, "compelled.statement", number=n)) for n, each in enumerate(found.statements, 1)]
        for item, called in (*files, *said):
            on = item in found.marked
            verb = "compel_not" if on else "compel"
            buttons.append(
                self._button(member, verb, case.id, item, "compelled.on" if on else "compelled.off", what=called)
            )
        back = self._button(member, "work", case.id, label="work.button_work")
        rows = (*((each,) for each in buttons), *rows_of([back]))
        return Screen(Text(*lines), rows, protected=True, edits=edits)
