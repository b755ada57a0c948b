"""Giving a case to another office, and taking one: what staff press and write for that; used by `staff`."""

from datetime import datetime
from typing import Any

from bot.casework.errors import Stale
from bot.casework.workdays import day_at
from bot.desk import asking, caseload, offers, transfers
from bot.desk.desk import Desk
from bot.desk.transfers import Proposal
from bot.telegram.callbacks import Press
from bot.telegram.exchange import Heard, Reply
from bot.telegram.room import Room
from bot.telegram.staff_screens import place_of
from bot.telegram.transfer_screens import TransferScreens
from bot.words import Words
from storage.roster import Member


class TransferTalk(Room):
    """Everything that staff can press, command or be asked about cases that go from one office to another."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._words = words
        self._screens = TransferScreens(words)
        self.commands = {"offers": self._list}
        self.presses = {
            "transfer": self._board,
            "transfer_to": self._to,
            "transfer_file": self._file,
            "transfer_out": self._out,
            "transfer_yes": self._consent,
            "transfer_stop": self._stop,
            "offers": self._more,
            "offer": self._offer,
            "offer_read": self._read,
            "offer_take": self._take,
            "offer_no": self._ask_why,
        }
        self.asked = {
            "transfer": self._propose,
            "refer": self._refer,
            "offer_no": self._refuse,
        }

    # Giving

    async def _board(self, heard: Heard, member: Member, press: Press) -> Reply:
        board = await transfers.look(self._desk, heard.source, member, press.subject)
        return Reply([self._screens.board(member, board, self._desk.agencies)])

    async def _to(self, heard: Heard, member: Member, press: Press) -> Reply:
        board = await transfers.look(self._desk, None, member, press.subject)
        if press.arg not in board.targets or board.pending is not None:
            raise Stale
        wanted = {"verb": "transfer", "case": board.case.id, "to": press.arg, "left": ""}
        await asking.ask(self._desk, heard.source, member, wanted)
        return Reply([self._screens.package(member, board, board.targets[press.arg], frozenset())])

    async def _file(self, heard: Heard, member: Member, press: Press) -> Reply:
        """Leave a file out, or take it in again."""
        wanted = member.prompt or {}
        board = await transfers.look(self._desk, None, member, press.subject)
        if wanted.get("verb") != "transfer" or press.arg not in {each.id for each in board.files}:
            raise Stale
        left = _left(wanted) ^ {press.arg}
        await asking.ask(self._desk, heard.source, member, {**wanted, "left": " ".join(sorted(left))})
        target = self._desk.agencies[wanted["to"]]
        return Reply([self._screens.package(member, board, target, left, edits=heard.pressed)])

    async def _propose(self, heard: Heard, member: Member, text: str) -> Reply:
        wanted = member.prompt or {}
        board = await transfers.look(self._desk, None, member, str(wanted.get("case")))
        files = tuple(each.id for each in board.files if each.id not in _left(wanted))
        proposal = Proposal(str(wanted.get("to")), text, files)
        await transfers.propose(self._desk, heard.source, member, board.case.id, proposal)
        key = "transfer.staff_asked" if board.case.chat is not None else "transfer.staff_no_chat"
        return await self._again(member, board.case.id, key)

    async def _out(self, heard: Heard, member: Member, press: Press) -> Reply:
        board = await transfers.look(self._desk, None, member, press.subject)
        await asking.ask(self._desk, heard.source, member, {"verb": "refer", "case": board.case.id})
        asked = self._screens.asks(member, "transfer.write_office", board.case.id, reference=board.case.reference)
        return Reply([asked])

    async def _refer(self, heard: Heard, member: Member, text: str) -> Reply:
        board = await transfers.look(self._desk, None, member, str((member.prompt or {}).get("case")))
        told = self._words.say(board.case.language, "transfer.outside", reference=board.case.reference, office=text)
        await transfers.refer(self._desk, heard.source, member, board.case.id, text, told)
        on = day_at(board.agency, self._desk.clock())
        done = self._screens.say(member, "transfer.staff_referred", reference=board.case.reference)
        return Reply([done, self._screens.letter(member, board, text, self._screens.day(member, on))])

    async def _consent(self, heard: Heard, member: Member, press: Press) -> Reply:
        noted = await transfers.note_consent(self._desk, heard.source, member, press.subject)
        return await self._again(member, noted.case_id, "transfer.staff_offered")

    async def _stop(self, heard: Heard, member: Member, press: Press) -> Reply:
        case = await transfers.stop(self._desk, heard.source, member, press.subject)
        return await self._again(member, case.id, "transfer.staff_stopped")

    async def _again(self, member: Member, case_id: str, key: str) -> Reply:
        board = await transfers.look(self._desk, None, member, case_id)
        done = self._screens.say(member, key, reference=board.case.reference)
        return Reply([done, self._screens.board(member, board, self._desk.agencies)])

    # Taking

    async def _list(self, heard: Heard, member: Member, argument: str) -> Reply:
        page = await offers.waiting(self._desk, member)
        return Reply([self._screens.offers(member, page, self._desk.agencies)])

    async def _more(self, heard: Heard, member: Member, press: Press) -> Reply:
        page = await offers.waiting(self._desk, member, place_of(press.arg, datetime, str))
        return Reply([self._screens.offers(member, page, self._desk.agencies)])

    async def _offer(self, heard: Heard, member: Member, press: Press) -> Reply:
        member = await self._asked_of(heard, member, press.arg)
        return Reply([self._screens.offer(member, await offers.look(self._desk, heard.source, member, press.arg))])

    async def _read(self, heard: Heard, member: Member, press: Press) -> Reply:
        member = await self._asked_of(heard, member, press.arg)
        package = await offers.read(self._desk, heard.source, member, press.arg)
        return Reply(self._screens.contents(member, package))

    async def _take(self, heard: Heard, member: Member, press: Press) -> Reply:
        member = await self._asked_of(heard, member, press.arg)
        filed = await offers.accept(self._desk, heard.source, member, press.arg)
        done = self._screens.say(member, "transfer.staff_taken", reference=filed.case.reference)
        card = await caseload.card(self._desk, member, filed.case.id)
        return Reply([done, self._screens.card(member, card)], receipt=filed.receipt)

    async def _ask_why(self, heard: Heard, member: Member, press: Press) -> Reply:
        member = await self._asked_of(heard, member, press.arg)
        await offers.look(self._desk, None, member, press.arg)
        wanted = {"verb": "offer_no", "case": "", "transfer": press.arg}
        await asking.ask(self._desk, heard.source, member, wanted)
        return Reply([self._screens.asks(member, "transfer.write_why_not")])

    async def _refuse(self, heard: Heard, member: Member, text: str) -> Reply:
        await offers.refuse(self._desk, heard.source, member, str((member.prompt or {}).get("transfer")), text)
        return Reply([self._screens.say(member, "transfer.staff_refused")])

    async def _asked_of(self, heard: Heard, member: Member, transfer_id: str) -> Member:
        """Which of a person's memberships an offer is for; any, where it is for none: that one will be told so."""
        return await offers.member_for(self._desk, heard.members, transfer_id) or member


def _left(wanted: dict[str, Any]) -> set[str]:
    return set(str(wanted.get("left", "")).split())
