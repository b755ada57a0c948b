"""`/bulk` in the chat: tick cases, choose one act for them all, see what would happen, plan it, undo it; for `staff`.

Where an act stands is in its rows: after a restart every button goes on from there.
"""

from collections.abc import Mapping

from bot.casework.errors import Stale
from bot.desk import asking, bulk, bulk_plan
from bot.desk.desk import Desk
from bot.telegram.bulk_screens import PAGE, BulkScreens
from bot.telegram.callbacks import Press
from bot.telegram.exchange import Heard, Reply
from bot.telegram.lists import read
from bot.telegram.room import Room
from bot.words import Words
from storage.roster import Member

PROMPT = "bulk"


class BulkTalk(Room):
    """Everything that is said and pressed about acts on many cases; `asked` takes the words for the complainants."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = BulkScreens(words)
        self.commands = {"bulk": self._begin}
        self.asked = {PROMPT: self._words_came}
        self.presses = {
            "bulk": self._again,
            "bulk_new": self._anew,
            "bulk_from": self._from,
            PAGE: self._page,
            "bulk_narrow": self._narrow,
            "bulk_tick": self._tick,
            "bulk_next": self._next,
            "bulk_do": self._do,
            "bulk_outcome": self._outcome,
            "bulk_no_words": self._no_words,
            "bulk_preview": self._look,
            "bulk_plan": self._plan,
            "bulk_undo": self._undo,
            "bulk_report": self._report,
            "bulk_drop": self._drop,
        }

    # Which cases

    async def _begin(self, heard: Heard, member: Member, argument: str) -> Reply:
        return await self._sources(member)

    async def _again(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._sources(member)

    async def _anew(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._sources(member, anew=True)

    async def _sources(self, member: Member, *, anew: bool = False) -> Reply:
        found = await bulk.begin(self._desk, member, anew=anew)
        return Reply([self._screens.sources(member, self._desk.agencies[member.agency], found)])

    async def _from(self, heard: Heard, member: Member, press: Press) -> Reply:
        return self._ticking(member, await bulk.show(self._desk, member, source=press.arg))

    async def _page(self, heard: Heard, member: Member, press: Press) -> Reply:
        chosen, page = read(self._desk.agencies[member.agency], press.arg)
        return self._ticking(member, await bulk.show(self._desk, member, page=page, chosen=chosen))

    async def _narrow(self, heard: Heard, member: Member, press: Press) -> Reply:
        page = await bulk.show(self._desk, member)
        return Reply([self._screens.filter(member, self._desk.agencies[member.agency], PAGE, page.narrowed)])

    async def _tick(self, heard: Heard, member: Member, press: Press) -> Reply:
        return self._ticking(member, await bulk.tick(self._desk, heard.source, member, press.subject), heard.pressed)

    def _ticking(self, member: Member, page: bulk.Ticking, edits: int | None = None) -> Reply:
        return Reply([self._screens.ticking(member, self._desk.agencies[member.agency], page, edits)])

    # What is done to them

    async def _next(self, heard: Heard, member: Member, press: Press) -> Reply:
        return Reply([self._screens.offer(member, await bulk.offer(self._desk, member))])

    async def _do(self, heard: Heard, member: Member, press: Press) -> Reply:
        kind, _, which = press.arg.partition(":")
        if kind == "assign":
            return Reply([self._screens.people(member, await bulk.offer(self._desk, member))])
        meant = {"act": {"action": which}, "to": {"to": which}, "message": {}}.get(kind)
        if meant is None:
            raise Stale
        detail = {"do": "assign" if kind == "to" else kind, **meant}
        return await self._go_on(member, await bulk.intend(self._desk, heard.source, member, detail, anew=True))

    async def _outcome(self, heard: Heard, member: Member, press: Press) -> Reply:
        if press.arg not in dict(await bulk.outcomes(self._desk, member)):
            raise Stale
        detail = {"disposition": press.arg}
        return await self._go_on(member, await bulk.intend(self._desk, heard.source, member, detail))

    async def _no_words(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._go_on(member, await bulk.intend(self._desk, heard.source, member, {"words": ""}))

    async def _words_came(self, heard: Heard, member: Member, text: str) -> Reply:
        return await self._go_on(member, await bulk.intend(self._desk, heard.source, member, {"words": text}))

    async def _go_on(self, member: Member, detail: Mapping[str, str]) -> Reply:
        """Ask for what is still missing, the outcome before the words; then show what would happen."""
        fit = await bulk.outcomes(self._desk, member) if "disposition" not in detail else ()
        if fit:
            return Reply([self._screens.outcomes(member, self._desk.agencies[member.agency], fit)])
        if detail["do"] != "assign" and "words" not in detail:
            await asking.ask(self._desk, None, member, {"verb": PROMPT, "case": ""})
            return Reply([self._screens.ask_words(member, optional=detail["do"] == "act")])
        return await self._shown(member)

    # Before and after

    async def _look(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._shown(member)

    async def _shown(self, member: Member) -> Reply:
        found = await bulk_plan.preview(self._desk, member)
        return Reply([self._screens.preview(member, self._desk.agencies[member.agency], found)])

    async def _plan(self, heard: Heard, member: Member, press: Press) -> Reply:
        if not (press.arg.isascii() and press.arg.isdecimal()):
            raise Stale
        planned = await bulk_plan.plan(self._desk, heard.source, member, int(press.arg[:4]))
        return Reply([self._screens.planned(member, self._desk.agencies[member.agency], planned)], settled=True)

    async def _undo(self, heard: Heard, member: Member, press: Press) -> Reply:
        await bulk_plan.undo(self._desk, heard.source, member, press.arg)
        return Reply([self._screens.say(member, "bulk.undone")], settled=True)

    async def _report(self, heard: Heard, member: Member, press: Press) -> Reply:
        return Reply([self._screens.report(member, await bulk_plan.report(self._desk, member, press.arg))])

    async def _drop(self, heard: Heard, member: Member, press: Press) -> Reply:
        await bulk_plan.drop(self._desk, heard.source, member)
        return Reply([self._screens.say(member, "bulk.dropped")], settled=True)
