"""What complainants ask of staff after the filing: to take a complaint back, to look at it again; used by `staff`."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.casework import aftercare as rules
from bot.casework import withdrawal
from bot.casework.workdays import day_at, last_day
from bot.desk import aftercare, asking, caseload, withdrawals
from bot.desk.aftercare import Appealed
from bot.desk.caseload import Move
from bot.desk.desk import Desk
from bot.desk.withdrawals import Asked
from bot.telegram.callbacks import Press
from bot.telegram.cards import Cards
from bot.telegram.delivery import Button, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.fitting import fitted
from bot.telegram.room import Room
from bot.telegram.staff_screens import StaffScreens
from bot.words import Words
from storage.cases import Case
from storage.opinions import Opinion
from storage.roster import Member

ANSWERS: Final = tuple(f"wd_{each}" for each in withdrawal.ANSWERS)


class Aftercare(Room):
    """Everything that staff can press or be asked about what comes after."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._words = words
        self._cards = Cards(words)
        self._screens = AftercareScreens(words)
        self.commands = {"opinions": self._opinions}
        self.presses = {
            "withdrawal": self._withdrawal,
            "wd_ask": self._ask,
            **dict.fromkeys(ANSWERS, self._answer),
            "wd_go_on": self._go_on,
            "wd_end": self._end,
            "appeal": self._appeal,
            "appeal_read": self._read,
            "appeal_accept": self._accept,
            "appeal_refuse": self._ask_why,
        }
        self.asked = {"appeal": self._refuse}

    # To take it back

    async def _withdrawal(self, heard: Heard, member: Member, press: Press) -> Reply:
        asked = await withdrawals.look(self._desk, heard.source, member, press.subject)
        return Reply([self._screens.withdrawal(member, asked)])

    async def _ask(self, heard: Heard, member: Member, press: Press) -> Reply:
        case = await withdrawals.ask(self._desk, heard.source, member, press.subject)
        return await self._withdrawal_again(member, case, "withdraw.staff_sent")

    async def _answer(self, heard: Heard, member: Member, press: Press) -> Reply:
        said = press.verb.removeprefix("wd_")
        case = await withdrawals.note_answer(self._desk, heard.source, member, press.subject, said)
        return await self._withdrawal_again(member, case, "withdraw.staff_noted")

    async def _withdrawal_again(self, member: Member, case: Case, key: str) -> Reply:
        asked = await withdrawals.look(self._desk, None, member, case.id)
        done = self._screens.say(member, key, reference=case.reference)
        return Reply([done, self._screens.withdrawal(member, asked)])

    async def _go_on(self, heard: Heard, member: Member, press: Press) -> Reply:
        case = await withdrawals.go_on(self._desk, heard.source, member, press.subject)
        return await self._card(member, case, "withdraw.staff_kept")

    async def _end(self, heard: Heard, member: Member, press: Press) -> Reply:
        case, action = await withdrawals.way_out(self._desk, None, member, press.subject)
        note = self._words.say(case.language, "withdraw.ended", reference=case.reference)
        move = Move(action.id, withdrawal.DISPOSITION, note)
        case = await caseload.act(self._desk, heard.source, member, case.id, move)
        return await self._card(member, case, "withdraw.staff_ended")

    # To look at it again

    async def _appeal(self, heard: Heard, member: Member, press: Press) -> Reply:
        asked = await aftercare.look(self._desk, heard.source, member, press.subject)
        return Reply([self._screens.appeal(member, asked)])

    async def _read(self, heard: Heard, member: Member, press: Press) -> Reply:
        asked = await aftercare.look(self._desk, heard.source, member, press.subject)
        return Reply(self._screens.appeal_words(member, asked))

    async def _accept(self, heard: Heard, member: Member, press: Press) -> Reply:
        case = await aftercare.accept(self._desk, heard.source, member, press.subject)
        return await self._card(member, case, "appeal.staff_accepted")

    async def _ask_why(self, heard: Heard, member: Member, press: Press) -> Reply:
        asked = await aftercare.look(self._desk, None, member, press.subject)
        await asking.ask(self._desk, heard.source, member, {"verb": "appeal", "case": asked.case.id})
        return Reply([self._screens.asks(member, "appeal.staff_write", asked.case.id, reference=asked.case.reference)])

    async def _refuse(self, heard: Heard, member: Member, text: str) -> Reply:
        case_id = str((member.prompt or {}).get("case"))
        case = await aftercare.refuse(self._desk, heard.source, member, case_id, text)
        return await self._card(member, case, "appeal.staff_refused")

    async def _card(self, member: Member, case: Case, key: str) -> Reply:
        card = await caseload.card(self._desk, member, case.id)
        return Reply([self._screens.say(member, key, reference=case.reference), self._cards.card(member, card)])

    # How it was

    async def _opinions(self, heard: Heard, member: Member, argument: str) -> Reply:
        said = await aftercare.said(self._desk, member)
        return Reply(self._screens.opinions(member, said))


class AftercareScreens(StaffScreens):
    """Renders requests of complainants for staff."""

    def withdrawal(self, member: Member, asked: Asked) -> Screen:
        """How far a request to withdraw has come, and what may follow."""
        case, request, say = asked.case, asked.request, self._words.say
        if request is None:
            none = say(member.language, "withdraw.staff_none", reference=case.reference)
            return Screen(Text(none), self._back(member, case))
        state = request.answer or ("waits" if request.question_at else "unasked")
        at = {"waits": request.question_at, "unasked": request.asked_at}.get(state, request.answered_at)
        assert at is not None, "every step has its time"
        day = self.day(member, day_at(asked.agency, request.asked_at))
        lines: list[Any] = [Bold(say(member.language, "withdraw.staff_title", reference=case.reference)), "\n\n"]
        lines += [say(member.language, "withdraw.staff_asked", date=day), "\n"]
        when = self.day(member, day_at(asked.agency, at))
        lines.append(say(member.language, f"withdraw.staff_{state}", date=when))
        verbs = ["wd_end"] if request.answer == withdrawal.FREE else []
        verbs += ["talk", *(["wd_ask"] if case.chat is not None else []), *ANSWERS, "wd_go_on"]
        rows = (*self._rows(member, case, "withdraw", verbs), *self._back(member, case))
        return Screen(Text(*lines), rows, protected=True)

    def appeal(self, member: Member, asked: Appealed) -> Screen:
        """A request for another look, without its words."""
        case, waiting, say = asked.case, asked.appeal, self._words.say
        if waiting is None:
            return Screen(Text(say(member.language, "appeal.none")), self._back(member, case))
        on = self.day(member, day_at(asked.agency, waiting.asked_at))
        due = self.day(member, last_day(asked.agency, waiting.due_at))
        lines: list[Any] = [Bold(say(member.language, "appeal.staff_title", reference=case.reference)), "\n\n"]
        lines.append(say(member.language, "appeal.staff_asked", date=on, due=due))
        if waiting.late:
            lines += ["\n", say(member.language, "appeal.staff_late")]
        verbs = ["appeal_read", "appeal_accept", "appeal_refuse"]
        rows = (*self._rows(member, case, "appeal", verbs), *self._back(member, case))
        return Screen(Text(*lines), rows, protected=True)

    def appeal_words(self, member: Member, asked: Appealed) -> list[Screen]:
        """What the complainant wrote."""
        text = asked.appeal.text if asked.appeal else self._words.say(member.language, "appeal.none")
        return fitted(Screen(Text(f"{asked.case.reference}\n\n{text}"), protected=True))

    def opinions(self, member: Member, said: Sequence[Opinion]) -> list[Screen]:
        """How it was for people: counted, and what they added; of which case, nobody sees."""
        say = self._words.say
        if not said:
            return [self.say(member, "opinion.nothing")]
        counted = Counter(each.mark for each in said)
        lines = [f"{say(member.language, f'button.mark_{mark}')}: {counted[mark]}" for mark in rules.MARKS]
        words = [f"“{each.words}”" for each in said if each.words]
        text = "\n\n".join((say(member.language, "opinion.title", count=len(said)), "\n".join(lines), *words))
        return fitted(Screen(Text(text), protected=True))

    def _rows(self, member: Member, case: Case, table: str, verbs: Sequence[str]) -> tuple[tuple[Button, ...], ...]:
        labels = {"talk": "withdraw.button_talk"}
        return tuple(
            (self._button(member, verb, case.id, label=labels.get(verb, f"{table}.button_{verb}")),) for verb in verbs
        )

    def _back(self, member: Member, case: Case) -> tuple[tuple[Button, ...], ...]:
        return ((self._button(member, "open", case.id),),)
