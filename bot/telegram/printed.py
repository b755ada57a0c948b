"""The receipt of a complaint without a chat, as plain lines to print or to read out; pure, used by `draft_talk`."""

from collections.abc import Sequence

from aiogram.utils.formatting import Text

from bot.casework.agency import Agency
from bot.casework.deadlines import Duty
from bot.casework.workdays import day_at
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.case_screens import CaseScreens
from bot.telegram.delivery import Button, Screen
from storage.cases import Case


class PrintedReceipt(CaseScreens):
    """What the chat says to others as its receipt, for somebody who gets it on paper or by telephone."""

    def printed(self, agency: Agency, case: Case, duties: Sequence[Duty]) -> Screen:
        """The number, when it came, what happens by when, and whom to call; then a button: they have it."""
        language, say = case.language, self._words.say
        on = self._answers.day(day_at(agency, case.received_at), language)
        lines = [agency.name.to(language), agency.address, "", say(language, "receipt.title")]
        lines += [f"{say(language, 'receipt.number')} {case.reference}", say(language, "receipt.came_on", date=on)]
        lines += ["", say(language, "receipt.kept", agency=agency.name.to(language))]
        steps = [self._step(agency, each, language) for each in duties if each.met_at is None]
        lines += ["", say(language, "receipt.next"), *steps] if steps else []
        lines += [line for each in self._unfiled(agency, case) for line in ("", each)]
        lines += ["", say(language, "receipt.call", phone=agency.phone)]
        handed_over = Button(say(language, "receipt.handed_over"), Press(STAFF, "told", case.id).pack())
        return Screen(Text("\n".join(lines)), ((handed_over,),))
