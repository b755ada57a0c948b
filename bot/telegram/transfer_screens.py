"""What staff of both offices see of a case that goes from one to the other; pure, used by `transfers`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from aiogram.utils.formatting import Bold, Code, Text

from bot.casework.agency import Agency
from bot.casework.workdays import day_at, last_day
from bot.desk.offers import Offer, Package
from bot.desk.transfers import Board
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.cards import Cards
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import fitted
from bot.telegram.staff_screens import key_text
from storage.roster import Member
from storage.transfers import OFFERED, Transfer

Page = tuple[Sequence[Transfer], tuple[datetime, str] | None]


class TransferScreens(Cards):
    """Renders transfers for staff of both offices."""

    def board(self, member: Member, board: Board, agencies: Mapping[str, Agency]) -> Screen:
        """Where a case could go, what was tried before, and what waits."""
        language, case = member.language, board.case
        lines: list[Any] = [Bold(self._words.say(language, "transfer.title", reference=case.reference))]
        for each in board.tried:
            name = self._office(each, agencies, language)
            on = self._answers.day(day_at(board.agency, each.decided_at or each.asked_at), language)
            lines += ["\n", self._words.say(language, f"transfer.state_{each.state}", office=name, date=on)]
            if each.answer:
                lines += ["\n   ", each.answer]
        rows = self._choices(member, board) if board.pending is None else self._pending(member, board, board.pending)
        hint = "transfer.choose" if board.pending is None else "transfer.pending"
        lines += ["\n\n", self._words.say(language, hint if case.closed_at is None else "refused.closed")]
        target = agencies.get(board.pending.target or "") if board.pending is not None else None
        lines += self._kept(member, board, target) if target is not None else []
        back = (self._button(member, "open", case.id),)
        return Screen(Text(*lines), (*(rows if case.closed_at is None else ()), back), protected=True)

    def _office(self, each: Transfer, agencies: Mapping[str, Agency], language: str) -> str:
        target = agencies.get(each.target or "")
        return target.name.to(language) if target is not None else each.because

    def _choices(self, member: Member, board: Board) -> tuple[tuple[Button, ...], ...]:
        to = [
            (Button(each.name.to(member.language), Press(STAFF, "transfer_to", board.case.id, id).pack()),)
            for id, each in board.targets.items()
        ]
        return (*to, (self._button(member, "transfer_out", board.case.id, label="transfer.button_out"),))

    def _pending(self, member: Member, board: Board, pending: Transfer) -> tuple[tuple[Button, ...], ...]:
        verbs = ["transfer_stop"]
        if board.case.chat is None and pending.state != OFFERED:
            verbs.insert(0, "transfer_yes")
        return tuple((self._button(member, each, board.case.id, label=f"transfer.button_{each}"),) for each in verbs)

    def package(
        self, member: Member, board: Board, target: Agency, left: Collection[str], *, edits: int | None = None
    ) -> Screen:
        """What goes along, and the request to write why."""
        rows = []
        for number, each in enumerate(board.files, 1):
            if board.stays(target, each):
                continue
            mark = "☐" if each.id in left else "☑"
            kind = self._words.say(member.language, f"kind.{each.kind}")
            data = Press(STAFF, "transfer_file", board.case.id, each.id).pack()
            rows.append((Button(f"{mark} {number}. {kind}", data),))
        rows.append((self._button(member, "forget", board.case.id),))
        fields = {"reference": board.case.reference, "office": target.name.to(member.language)}
        said = (self._words.say(member.language, "transfer.write_why", **fields), *self._kept(member, board, target))
        return Screen(Text(*said), tuple(rows), edits=edits)

    def _kept(self, member: Member, board: Board, target: Agency) -> list[str]:
        """Which files do not go along, and why."""
        say, language = self._words.say, member.language
        numbered = [(n, each) for n, each in enumerate(board.files, 1) if board.stays(target, each)]
        if not numbered:
            return []
        files = [f"\n{n}. {say(language, f'kind.{each.kind}')}" for n, each in numbered]
        return ["\n\n", say(language, "transfer.kept_back", office=target.name.to(language)), *files]

    def letter(self, member: Member, board: Board, office: str, date: str) -> Screen:
        """A letter to copy: that there is a complaint and whom to ask, never what it says."""
        agency = board.agency
        text = self._words.say(
            member.language,
            "transfer.letter",
            office=office,
            date=date,
            agency=agency.name.to(member.language),
            reference=board.case.reference,
            phone=agency.phone,
            address=agency.address,
            name=member.name,
        )
        return Screen(Text(Code(text)), protected=True)

    def offers(self, member: Member, page: Page, agencies: Mapping[str, Agency]) -> Screen:
        """Cases that other offices offer, one button each; the next page by its key."""
        found, after = page
        title = Bold(self._words.say(member.language, "transfer.offers_title"))
        if not found:
            return Screen(Text(title, "\n\n", self._words.say(member.language, "transfer.offers_empty")))
        rows = []
        for each in found:
            agency = agencies[each.agency]
            due = self.day(member, self._due(agencies[member.agency], each))
            data = Press(STAFF, "offer", "", each.id).pack()
            rows.append((Button(f"{agency.short} · {due}", data),))
        if after is not None:
            rows.append((self._button(member, "offers", "", key_text(*after), label="staff.more"),))
        return Screen(Text(title, "\n\n", self._words.say(member.language, "transfer.offers_hint")), tuple(rows))

    def offer(self, member: Member, offer: Offer) -> Screen:
        """One offer without its story: from whom, why, how much, by when."""
        language, found = member.language, offer.transfer
        lines: list[Any] = [Bold(self._words.say(language, "transfer.offer_title"))]
        fields = {
            "office": offer.source.name.to(language),
            "count": offer.files,
            "date": self.day(member, self._due(offer.agency, found)),
        }
        lines += ["\n\n", self._words.say(language, "transfer.offer", **fields), "\n\n", found.because]
        if found.state != OFFERED:
            lines += ["\n\n", self._words.say(language, "refused.transfer_decided")]
            return Screen(Text(*lines), protected=True)
        verbs = ("offer_read", "offer_take", "offer_no")
        rows = tuple((self._button(member, each, "", found.id, label=f"transfer.button_{each}"),) for each in verbs)
        return Screen(Text(*lines), rows, protected=True)

    def contents(self, member: Member, package: Package) -> list[Screen]:
        """The story, in protected messages; the answers come with the case."""
        head = self._words.say(member.language, "transfer.story", office=package.offer.source.name.to(member.language))
        story = package.narrative or self._words.say(member.language, "staff.no_words")
        return fitted(Screen(Text(f"{head}\n\n{story}"), protected=True))

    def _due(self, agency: Agency, found: Transfer) -> date:
        return last_day(agency, found.due_at) if found.due_at else day_at(agency, found.asked_at)
