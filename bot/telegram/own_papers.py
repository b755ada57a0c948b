"""Papers for the person who filed: what the office sent, their copy, and whether it is still as filed; for `resident`.

A PDF is handed over only as the answer to a tap or a command in the chat that the case was filed from.
"""

from collections.abc import Sequence

from aiogram.utils.formatting import Text

from bot.answer_words import AnswerWords
from bot.casework.sworn import PAPER
from bot.casework.workdays import day_at
from bot.desk import correspondence, own_papers
from bot.desk.desk import Desk
from bot.desk.documents import Paper
from bot.desk.own_papers import Verified
from bot.telegram.callbacks import CASE, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.documents import attached
from bot.telegram.exchange import Heard, Reply
from bot.words import Words
from storage.cases import Case
from storage.documents import Document

GROUP = 8
SWEAR = "swear"
"""What asks for the paper to swear to, instead of the copy."""


class OwnPapers:
    """`presses` are merged into those of a case (`case_talk`); the commands are called by `resident_commands`."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._words = words
        self._answers = AnswerWords(words)
        self.presses = {"papers": self._papers, "paper": self._paper, "copy": self._copy}

    async def copies(self, heard: Heard, language: str) -> Reply:
        """The copy of the one complaint of this chat; of several, a button for each."""
        found = [each for each in await correspondence.of_chat(self._desk, heard.chat) if each.readable]
        if not found:
            return self._say(language, "nothing_to_copy")
        if len(found) == 1:
            return await self._copy(heard, found[0], "")
        rows = tuple((Button(each.reference, Press(CASE, "copy", each.id).pack()),) for each in found)
        return Reply([Screen(Text(self._words.say(language, "papers.which_copy")), rows)])

    async def verified(self, heard: Heard, language: str) -> Reply:
        """Of every complaint of this chat, whether it is still exactly as it was filed, and what came to it since."""
        found = [each for each in await correspondence.of_chat(self._desk, heard.chat) if each.readable]
        if not found:
            return self._say(language, "nothing_to_copy")
        checked = [await own_papers.verify(self._desk, each) for each in found]
        return Reply([Screen(Text(self._told(case, each))) for case, each in zip(found, checked, strict=True)])

    async def _papers(self, heard: Heard, case: Case, arg: str) -> Reply:
        """What was not read yet; once all is read, the list."""
        papers = await own_papers.read(self._desk, heard.source, case)
        if papers:
            return Reply([self._handed(case, "yours", each) for each in papers])
        sent = await own_papers.sent(self._desk, case)
        if not sent:
            return self._say(case.language, "nothing_sent", reference=case.reference)
        rows = tuple((Button(self._label(case, each), Press(CASE, "paper", case.id, each.id).pack()),) for each in sent)
        text = self._words.say(case.language, "papers.all_sent", reference=case.reference)
        return Reply([Screen(Text(text), rows)])

    async def _paper(self, heard: Heard, case: Case, arg: str) -> Reply:
        (paper,) = await own_papers.read(self._desk, heard.source, case, arg)
        return Reply([self._handed(case, "yours", paper)])

    async def _copy(self, heard: Heard, case: Case, arg: str) -> Reply:
        template, words = (PAPER, "to_swear") if arg == SWEAR else (own_papers.COPY, "your_copy")
        paper = await own_papers.copy(self._desk, heard.source, case, template)
        return Reply([self._handed(case, words, paper)])

    def _handed(self, case: Case, key: str, paper: Paper) -> Screen:
        agency = self._desk.agencies[case.agency]
        said = self._words.say(case.language, f"papers.{key}", reference=case.reference, phone=agency.phone)
        return Screen(Text(said), attachment=attached(agency, case, paper.document, paper.data))

    def _label(self, case: Case, one: Document) -> str:
        kind = self._desk.agencies[case.agency].documents.get(one.kind)
        name = kind.name.to(case.language) if kind else one.kind
        assert one.sent_at is not None
        return f"{name} · {self._answers.day(day_at(self._desk.agencies[case.agency], one.sent_at), case.language)}"

    def _told(self, case: Case, checked: Verified) -> str:
        say, language, agency = self._words.say, case.language, self._desk.agencies[case.agency]
        if checked.kept is None:
            return say(language, "papers.no_fingerprint", reference=case.reference)
        if not checked.as_filed:
            return say(language, "papers.not_as_filed", reference=case.reference, phone=agency.phone)
        date = self._answers.day(day_at(agency, case.received_at), language)
        lines = [say(language, "papers.as_filed", reference=case.reference, date=date)]
        lines.append(say(language, "papers.fingerprint", digest=_grouped(checked.found)))
        counts = {name: count for name, count in checked.since.items() if count}
        since = [say(language, f"papers.since_{name}", count=count) for name, count in counts.items()]
        lines.append(
            "\n".join([say(language, "papers.since"), *since]) if since else say(language, "papers.since_nothing")
        )
        return "\n\n".join(lines)

    def _say(self, language: str, key: str, **fields: object) -> Reply:
        return Reply([Screen(Text(self._words.say(language, f"papers.{key}", **fields)))])


def _grouped(digest: str) -> str:
    """As it stands on the copy, so that both can be compared by eye."""
    return " ".join(_pieces(digest))


def _pieces(digest: str) -> Sequence[str]:
    return [digest[at : at + GROUP] for at in range(0, len(digest), GROUP)]
