"""The conversation after filing: what is added, how the case stands, news, taking it back; called by `resident`."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.casework import interview
from bot.casework.errors import Refused, Stale
from bot.casework.interview import Edited, Said
from bot.desk import aftercare, correspondence, intake, invited, passing, requests, standing, transfers, withdrawals
from bot.desk.desk import Desk
from bot.desk.evidence import FileCame
from bot.telegram.callbacks import Press
from bot.telegram.case_screens import CaseScreens
from bot.telegram.delivery import Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.guide_screens import GuideScreens
from bot.telegram.own_papers import OwnPapers
from bot.words import Words
from storage.cases import Case
from storage.drafts import Draft


class CaseTalk:
    """Everything a complainant can say or press about what was filed."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = {False: CaseScreens(words), True: CaseScreens(words.discreet())}
        self._guide = GuideScreens(words)
        self._presses: dict[str, Callable[[Heard, Case, str], Awaitable[Reply]]] = {
            "read": self._read,
            "withdraw_yes": self._withdraw_yes,
            "question": self._question,
            "free": self._free,
            "agree": self._agree,
            "ask_up": self._ask_up,
            "quiet": self._quiet,
            "loud": self._loud,
            "others": self._others,
            "others_no": self._others_no,
            "appeal": self._appeal,
            "mark": self._mark,
            "forget": self._forget,
            **OwnPapers(desk, words).presses,
        }

    async def add(self, heard: Heard, found: Sequence[Case], incoming: interview.Incoming | FileCame) -> Reply:
        """What is said after filing stays with the newest open case, and the person is told which one."""
        case = next((each for each in found if each.closed_at is None), found[0])
        if isinstance(incoming, FileCame):
            first = await correspondence.add_file(self._desk, heard.source, case, incoming)
            key = "kept.oversize" if incoming.oversize else "kept.archive" if incoming.packed else "kept.file"
            return self._say(case, key) if first else Reply()
        text = interview.visible(getattr(incoming, "text", ""))
        if not text:
            return Reply([self._drawn(case).plain(case.language, "help.after_filing")])
        await correspondence.add_words(self._desk, heard.source, case, text)
        kept = "kept.message" if case.closed_at is None else "kept.message_closed"
        return self._say(case, "kept.edited" if isinstance(incoming, Edited) else kept)

    async def answer(self, heard: Heard, case: Case, request_id: str, incoming: interview.Incoming | FileCame) -> Reply:
        """What answers a notice goes to its case; the answer to what is not needed any more is kept all the same."""
        reply = await self.add(heard, [case], incoming)
        if reply.screens and await requests.withdrawn(self._desk, case, request_id):
            return replace(reply, screens=[*reply.screens, *self._say(case, "asked.not_needed").screens])
        return reply

    async def amend(self, heard: Heard, edited: Edited) -> Reply | None:
        """New words for a message of a filed story are kept beside the first; None when it is no such message."""
        edited = replace(edited, text=interview.visible(edited.text))
        amended = await correspondence.amend(self._desk, heard.source, heard.chat, edited) if edited.text else None
        if amended is None:
            return None
        case, changed = amended
        return self._say(case, "kept.edited") if changed else Reply()

    async def press(self, heard: Heard, press: Press) -> Reply:
        """A tap on a button of a case. Raises Stale for one that we do not draw, NotYours for another chat's case."""
        handler = self._presses.get(press.verb)
        if handler is None:
            raise Stale
        return await handler(heard, await correspondence.own(self._desk, heard.chat, press.subject), press.arg)

    async def standing(self, heard: Heard, language: str) -> Reply:
        """How every case of the chat stands; without a case, no screen."""
        standings = await standing.standings(self._desk, heard.chat)
        asked = [await self._asked(each.case) is not None for each in standings]
        each = zip(standings, asked, strict=True)
        shown = [self._drawn(one.case).standing(one, language, asked=a) for one, a in each]
        several = [self._screens[False].plain(language, "status.several", count=len(shown))] if len(shown) > 1 else []
        return Reply([*several, *shown])

    def withdraw(self, found: Sequence[Case]) -> Reply:
        """Explain for each case what asking to withdraw means, and ask."""
        return Reply([self._drawn(each).withdraw(each) for each in found])

    async def _read(self, heard: Heard, case: Case, arg: str) -> Reply:
        messages = await correspondence.news(self._desk, heard.source, case)
        days = await requests.days(self._desk, case, {each.id for each in messages})
        shown = self._drawn(case).news(case, messages, case.language)
        return Reply([*shown, self._drawn(case).asked(min(days.values()), case.language)] if days else shown)

    async def _withdraw_yes(self, heard: Heard, case: Case, arg: str) -> Reply:
        first = await correspondence.ask_to_withdraw(self._desk, heard.source, case)
        return self._say(case, "withdraw.asked" if first else "withdraw.asked_before")

    # What the office asks

    async def _question(self, heard: Heard, case: Case, arg: str) -> Reply:
        asked = await self._asked(case)
        if asked is None:
            raise Refused("no_question")
        return Reply([asked])

    async def _asked(self, case: Case) -> Screen | None:
        """The one question of the office that waits for an answer."""
        if await withdrawals.question(self._desk, case) is not None:
            return self._drawn(case).is_it_free(case)
        offered = await transfers.question(self._desk, case)
        if offered is None:
            return None
        return self._drawn(case).may_it_go(case, self._desk.agencies[offered.target or ""], len(offered.files))

    async def _free(self, heard: Heard, case: Case, arg: str) -> Reply:
        await withdrawals.answer(self._desk, heard.source, case, arg)
        return self._say(case, f"withdraw.{arg}")

    async def _agree(self, heard: Heard, case: Case, arg: str) -> Reply:
        if arg not in {"yes", "no"}:
            raise Stale
        await transfers.answer(self._desk, heard.source, case, agrees=arg == "yes")
        return self._say(case, f"transfer.{arg}")

    # What the complainant asks

    async def _ask_up(self, heard: Heard, case: Case, arg: str) -> Reply:
        first = await standing.ask_supervisor(self._desk, heard.source, case)
        return self._say(case, "status.asked" if first else "status.asked_today")

    async def _quiet(self, heard: Heard, case: Case, arg: str) -> Reply:
        await standing.be_quiet(self._desk, heard.source, case, quiet=True)
        return self._say(case, "status.quiet")

    async def _loud(self, heard: Heard, case: Case, arg: str) -> Reply:
        await standing.be_quiet(self._desk, heard.source, case, quiet=False)
        return self._say(case, "status.loud")

    async def _others(self, heard: Heard, case: Case, arg: str) -> Reply:
        """Which other offices can still be told."""
        offered = await passing.others(self._desk, case)
        return (
            Reply(self._guide.also(case, offered, self._desk.agencies)) if offered else self._say(case, "guide.alone")
        )

    async def _others_no(self, heard: Heard, case: Case, arg: str) -> Reply:
        await passing.no_other(self._desk, heard.source, case)
        return replace(self._say(case, "guide.others_no"), settled=True)

    async def _appeal(self, heard: Heard, case: Case, arg: str) -> Reply:
        await aftercare.begin_appeal(self._desk, heard.source, case)
        return Reply([self._drawn(case).why(case, aftercare.APPEAL)])

    async def _mark(self, heard: Heard, case: Case, arg: str) -> Reply:
        await aftercare.opine(self._desk, heard.source, case, arg)
        return Reply([self._drawn(case).why(case, aftercare.OPINION)])

    async def _forget(self, heard: Heard, case: Case, arg: str) -> Reply:
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is None or draft.case_id != case.id or draft.purpose not in aftercare.WORDS:
            raise Stale
        await aftercare.forget(self._desk, heard.source, draft)
        return self._say(case, f"{draft.purpose}.forgotten")

    async def words(self, heard: Heard, draft: Draft, said: Said) -> Reply:
        """The words that an earlier tap asked for: why somebody should look again, or how it was."""
        case = await correspondence.own(self._desk, heard.chat, draft.case_id or "")
        text = interview.visible(said.text)
        if not text:
            return self.asks_again(draft, case)
        if draft.purpose == aftercare.MEETING:
            await invited.words(self._desk, heard.source, draft, case, text)
            return self._say(case, "meeting.thanks")
        asked = await aftercare.words(self._desk, heard.source, draft, case, text)
        if asked is None:
            return self._say(case, "opinion.thanks")
        return Reply([self._drawn(case).appealed(self._desk.agencies[case.agency], case, asked)])

    def asks_again(self, draft: Draft, case: Case) -> Reply:
        """The words that are waited for, once more."""
        return Reply([self._drawn(case).why(case, draft.purpose)])

    def _drawn(self, case: Case) -> CaseScreens:
        """The screens of the office that has the case: some name no subject."""
        return self._screens[self._desk.agencies[case.agency].discreet]

    def _say(self, case: Case, key: str) -> Reply:
        return Reply([self._drawn(case).plain(case.language, key, reference=case.reference)])
