"""A due notice becomes a message: words, buttons, lane; given to `desk.courier` as its `send` and `erase`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from aiogram.utils.formatting import Text

from bot.casework.agency import Agency
from bot.casework.agenda import moment
from bot.casework.parts import SNOOZED
from bot.casework.workdays import day_at
from bot.desk import clocks, incidents, pausing
from bot.desk.addresses import Parcel
from bot.desk.desk import Desk
from bot.limit_words import LimitWords
from bot.telegram import menu
from bot.telegram.case_screens import CaseScreens
from bot.telegram.delivery import Channel, Screen
from bot.telegram.digests import DigestNotices
from bot.telegram.fitting import fitted
from bot.telegram.invited_screens import InvitedScreens
from bot.telegram.notice_buttons import NoticeButtons
from bot.telegram.pausing import PauseWords
from bot.words import Words
from storage.chats import Chat
from storage.outbox import Notice
from storage.roster import Member


class NoticeBoard:
    """Renders parcels and puts them into the lane of their chat."""

    def __init__(self, desk: Desk, words: Words, channels: Mapping[str, Channel]) -> None:
        self._desk = desk
        self._words = words
        self._screens = {False: CaseScreens(words), True: CaseScreens(words.discreet())}
        self._limits = LimitWords(words)
        self._pauses = PauseWords(words)
        self._staff = StaffNotices(words)
        self._meetings = {False: InvitedScreens(words), True: InvitedScreens(words.discreet())}
        self._made = DigestNotices(desk, words).made
        self._channels = channels

    async def send(self, parcel: Parcel) -> int | None:
        """Send one parcel as one message (the last where it takes several) and return its id.

        None: what is only made when it is sent turned out to have nothing to say. Raises Undeliverable or TryLater.
        """
        screen = await self._rendered(parcel)
        if screen is None:
            return None
        channel = self._channels[parcel.chat.channel]
        if parcel.member is not None and any(each.template == "welcome" for each in parcel.notices):
            await menu.publish_for_staff(channel, self._words, parcel.chat, parcel.language)
        live = any(each.template == "receipt" for each in parcel.notices)
        *before, last = fitted(screen)
        for part in before:
            await channel.send(parcel.chat, part, live=live)
        return await channel.send(parcel.chat, last, live=live)

    async def erase(self, chat: Chat, message_id: int) -> None:
        """Delete a message that staff opened. Raises TryLater."""
        await self._channels[chat.channel].erase(chat, message_id)

    async def _rendered(self, parcel: Parcel) -> Screen | None:
        agency = self._desk.agencies[parcel.agency]
        if parcel.member is not None:
            return await self._for_staff(agency, parcel, parcel.member)
        case, screens = parcel.case, self._screens[agency.discreet]
        if parcel.guest is not None:
            last = parcel.notices[-1]
            starts_at = last.params.get("starts_at")
            return self._meetings[agency.discreet].for_witness(
                agency, parcel.guest, last.template, moment(starts_at) if starts_at else None
            )
        if case is None:
            return screens.plain(parcel.language, f"notice.{parcel.notices[0].template}")
        if parcel.notices[0].template == "receipt":
            # This very message is what the duty to notify asks for.
            told = replace(case, moments={"notified": self._desk.clock(), **case.moments})
            async with self._desk.database.read() as session:
                known = await clocks.known_facts(session, agency, told)
                limits = await incidents.limits(session, agency, case)
                paused = await pausing.found(self._desk, session, agency.id)
            pause = self._pauses.sent(paused, case.language)
            said = self._limits.said(limits, day_at(agency, self._desk.clock()), case.language)
            return screens.receipt(agency, case, clocks.promised(agency, known), [*pause, *said])
        return screens.notices(agency, case, parcel.notices)

    async def _for_staff(self, agency: Agency, parcel: Parcel, member: Member) -> Screen | None:
        """What one member is told: the notices as they were planned, then what is only made now; one message."""
        plain = tuple(each for each in parcel.notices if each.template not in self._made)
        screens = [self._staff.told(agency, replace(parcel, notices=plain), member)] if plain else []
        for each in parcel.notices:
            made = await self._made[each.template](member, each) if each.template in self._made else None
            screens += [made] if made else []
        if len(screens) < 2:
            return screens[0] if screens else None
        words = [part for each in screens for part in (each.text, "\n\n")][:-1]
        rows = list(dict.fromkeys(row for each in screens for row in each.rows))
        return Screen(Text(*words), tuple(rows), protected=True)


class StaffNotices(NoticeButtons):
    """Renders what staff are told unasked: the reference, the duty and the date, never what it is about."""

    def told(self, agency: Agency, parcel: Parcel, member: Member) -> Screen:
        """What one member has due now, in one message: the reference, the duty and the date, never what it is about."""
        lines = [self._notice(agency, each, member.language) for each in parcel.notices]
        rows = self.rows(agency, member, parcel.notices)
        replaced = parcel.notices[0].params.get("message")
        return Screen(Text("\n\n".join(lines)), rows, protected=True, edits=int(replaced) if replaced else None)

    def _notice(self, agency: Agency, notice: Notice, language: str) -> str:
        fields = dict(notice.params)
        title = next((d.title.to(language) for d in agency.deadlines if d.name == fields.get("duty")), "")
        due = fields.get("due_on", "")
        fields["duty"] = title
        starts_at = fields.get("starts_at", "")
        fields["when"] = self._answers.moment(moment(starts_at).astimezone(agency.zone), language) if starts_at else ""
        fields["date"] = self._answers.day(datetime.fromisoformat(due).date(), language) if due else ""
        fields["rule"] = self._rule(fields.get("rule", ""), language)
        fields["priority"] = self._words.say(language, f"priority.{fields['priority']}") if "priority" in fields else ""
        text = self._words.say(language, f"notice.{notice.template}", **fields)
        owed = due and notice.template.startswith("new_case")
        return f"{text} {self._words.say(language, 'notice.first_duty', **fields)}" if owed else text

    def _rule(self, rung: str, language: str) -> str:
        """A rung of the ladder in words: why this reminder comes now."""
        if rung == SNOOZED:
            return self._words.say(language, "rule.snoozed")
        count = next((word for word in rung.split() if word.isdigit()), "0")
        kind = "due" if count == "0" else rung.split()[-1]
        one = "_one" if count == "1" else ""
        return self._words.say(language, f"rule.{'every_' if rung.startswith('every') else ''}{kind}{one}", count=count)
