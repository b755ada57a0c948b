"""Reading off the chat: what people wrote, and who they are, never stands in the staff chat of an office that wants so.

One rule for every screen, asked by `staff` about every reply: a line or a label reaches the chat only if all of it is
ours (`own_words`). The rest opens once, by a link, on the page of the web door (`shelf`).
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from aiogram.utils.formatting import Text, TextLink

from bot.casework.errors import RedressError, Refused
from bot.desk import reading
from bot.desk.desk import Desk
from bot.telegram.callbacks import Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.own_words import OwnWords
from bot.words import Words
from storage.roster import Member

Handler = Callable[[Heard, Member, Press], Awaitable[Reply]]
Again = tuple[str, str]
"""A case, and the press that shows the same part of it again: its verb and what else the button says."""

UNSEEN: Final = frozenset({"paper_open", "paper_word", "read", "talk", "file", "appeal_read", "read_name", "stated"})
"""Buttons that show nothing but what people wrote: nothing is read, marked as read or recorded before the page is."""
OFFERED: Final = "offer_read"
"""The same of a case that another office offers: there is none here yet for a link to open."""
WRITTEN: Final = frozenset({"history", "notes", "contacts", "versions", "ask_one", "person", "passage"})
"""Buttons that show mostly that: below the title nothing stays, not even a word that could be ours."""
SHOWS: Final = frozenset({
    *UNSEEN, *WRITTEN, "asks", "clocks", "duty", "conflicts", "transfer", "withdrawal", "appeal", "related", "todo",
    "people", "findings", "asked", "name", "why_name", "open", "work", "places", "media", "allegations",
    "papers", "paper", "packet", "packet_kind", "packet_read", "cluster", "compelled",
    "register", "reg_files", "report",
    "meets", "meet", "meet_plan", "meet_ics", "meet_who_came", "follows", "follow",
})  # fmt: skip
"""Buttons that change nothing: a link may press them again."""
AFTER: Final[Mapping[str, Sequence[str]]] = {
    "meets": ("meet_send", "meet_set", "meet_add", "meet_came", "meet_absent", "meet_excused", "meet_more"),
    "meet_plan": ("meet_new", "meet_who", "meet_open", "meet_people"),
    "follows": ("follow_settle", "follow_later", "follow_drop"),
    "todo": ("task_done", "task_again"),
    "asks": ("ask_ok", "ask_not_yet", "ask_not", "due", "ask_due", "ask_answer", "unwitness", "witness"),
    "clocks": ("met", "grant", "deny", "release", "later", "extend", "hold", "take", "leave"),
    "conflicts": ("conflict",),
    "register": ("reg_not", "reg_link"),
    "report": ("passage_new", "passage_more"),
    "places": ("place_in",),
    "related": ("related_yes", "related_no", "related_add"),
    "packet": (
        *("packet_new", "packet_out", "packet_in", "packet_outs", "packet_ins", "packet_end", "packet_ok"),
        *("packet_add", "packet_again", "packet_back", "panel"),
    ),
    "cluster": ("cluster_name", "cluster_no", "cluster_to", "cluster_in", "cluster_out", "cluster_add"),
    "compelled": ("compel", "compel_not"),
    "transfer": ("transfer_yes", "transfer_stop", "transfer_to", "transfer_file", "refer"),
    "withdrawal": ("wd_ask", "wd_free", "wd_pressed", "wd_stay"),
    "asked": (
        *("fill", "judge", "finding", "task_new", "task_move", "task_give", "contact", "correct"),
        *("person_new", "person_edit", "person_off", "person_merge"),
        *("meet_move", "meet_off", "meet_held", "follow_new"),
    ),
}
"""What is shown after something was done, by the button that shows the same."""
_SHOWN_AFTER: Final = {verb: shows for shows, verbs in AFTER.items() for verb in verbs}


class Reading:
    """Keeps what is not ours out of the chat, and gives a link instead; `page` is the web door's address."""

    def __init__(self, desk: Desk, words: Words, page: str | None) -> None:
        self._desk = desk
        self._words = words
        self._page = page

    async def press(self, shows: Handler, heard: Heard, member: Member, press: Press) -> Reply:
        """What a button does, as it may stand in the chat. Raises Refused where the page has no address."""
        if not reading.off_the_chat(self._desk.agencies[member.agency]):
            return await shows(heard, member, press)
        if press.verb == OFFERED:
            return Reply([Screen(Text(self._words.say(member.language, "transfer.staff_off_chat")))])
        if press.verb in UNSEEN:
            if self._page is None:
                raise Refused("no_reading_page")
            token = await reading.link(self._desk, heard.source, member, press.subject, _part(press.verb, press.arg))
            return Reply([self._linked(member, token)])
        reply = await shows(heard, member, press)
        return await self.kept_off(member, reply, press.verb, press.subject, press.arg)

    async def kept_off(self, member: Member, reply: Reply, verb: str, case_id: str, arg: str = "") -> Reply:
        """A reply as it may stand in the chat; `verb` is what it came of."""
        if not reading.off_the_chat(self._desk.agencies[member.agency]):
            return reply
        own = await self._own(member)
        shown, hidden = self._shown(member, reply.screens, own, written=verb in WRITTEN)
        again = (verb, arg) if verb in SHOWS else (reply.shows or _SHOWN_AFTER.get(verb, ""), "")
        if not hidden or not again[0] or not case_id or self._page is None:
            return replace(reply, screens=shown)
        try:
            token = await reading.link(self._desk, None, member, case_id, _part(*again))
        except RedressError:  # such as somebody who has just kept themselves from the case
            return replace(reply, screens=shown)
        return replace(reply, screens=[self._linked(member, token), *shown])

    async def labels(self, member: Member, screens: Iterable[Screen]) -> list[str]:
        """The words that stand as numbers on the buttons in the chat, for the page."""
        return [part for part, _ in _numbered(screens, await self._own(member))]

    def _linked(self, member: Member, token: str) -> Screen:
        minutes = reading.LIVES.seconds // 60
        label = self._words.say(member.language, "reading.open")
        told = self._words.say(member.language, "reading.once", minutes=minutes)
        return Screen(Text(TextLink(label, url=f"{self._page}/read/{token}"), "\n\n", told), protected=True)

    async def _own(self, member: Member) -> OwnWords:
        offices = [each.name.to(member.language) for each in self._desk.agencies.values()]
        names = [*await reading.colleagues(self._desk, member.agency), *offices]
        return OwnWords(self._words, self._desk.agencies[member.agency], member.language, names)

    def _shown(
        self, member: Member, screens: Sequence[Screen], own: OwnWords, *, written: bool
    ) -> tuple[list[Screen], bool]:
        """The screens without what is not ours, and whether anything is missing."""
        numbers = dict(_numbered(screens, own))
        shown, hidden = [], bool(numbers)
        for screen in screens:
            text = screen.text.render()[0]
            lines = text.split("\n")
            kept = [own.knows(line) and not (written and line.strip() and at) for at, line in enumerate(lines)]
            file = screen.attachment if screen.attachment is not None and screen.attachment.ours else None
            missing = not all(kept) or screen.attachment is not file
            hidden = hidden or missing
            rows = tuple(tuple(_button(each, own, numbers) for each in row) for row in screen.rows)
            if missing and not rows and not file and not any(map(str.strip, _only(lines, kept))):
                continue
            body = Text(self._body(member, lines, kept)) if missing else screen.text
            shown.append(replace(screen, text=body, rows=rows, attachment=file))
        return shown, hidden

    def _body(self, member: Member, lines: Sequence[str], kept: Sequence[bool]) -> str:
        """What is ours, and one mark wherever something is not."""
        gap, found = self._words.say(member.language, "reading.hidden"), []
        for line, ours in zip(lines, kept, strict=True):
            if ours:
                found.append(line)
            elif [each for each in found if each][-1:] != [gap]:
                found.append(gap)
        return "\n".join(found).strip()


def _only(lines: Sequence[str], kept: Sequence[bool]) -> list[str]:
    return [line for line, ours in zip(lines, kept, strict=True) if ours]


def _numbered(screens: Iterable[Screen], own: OwnWords) -> list[tuple[str, int]]:
    """Every part of a label that is not ours, once, with its number."""
    labels = (each.text for screen in screens for row in screen.rows for each in row)
    parts = dict.fromkeys(part for label in labels for part, ours in own.parts(label) if not ours)
    return [(part, number) for number, part in enumerate(parts, 1)]


def _button(button: Button, own: OwnWords, numbers: Mapping[str, int]) -> Button:
    if not numbers:
        return button
    parts = (part if ours else f"[{numbers[part]}]" for part, ours in own.parts(button.text))
    return replace(button, text="".join(parts))


def _part(verb: str, arg: str) -> str:
    return f"{verb}:{arg}"
