"""Papers about a case in the staff chat: listed, made, opened, approved, sent; called by `staff`.

What is chosen for a paper waits in the member's prompt, sealed, until it is made; their words become its own paragraph.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.casework import letter
from bot.casework.agency import Agency, DocumentKind
from bot.casework.authorization import Verb
from bot.casework.errors import Refused, Stale
from bot.casework.interview import visible
from bot.casework.plain import fold
from bot.desk import asking, documents
from bot.desk.desk import Desk
from bot.desk.documents import Paper
from bot.desk.papers.wording import Chosen
from bot.telegram.callbacks import Press
from bot.telegram.delivery import Attachment, Screen
from bot.telegram.document_screens import LETTER, DocumentScreens
from bot.telegram.exchange import Heard, Reply
from bot.telegram.room import Room, about_to
from bot.words import Words
from storage.cases import Case
from storage.documents import Document
from storage.roster import Member

PDF: Final = "application/pdf"
ABOUT: Final = "paper_words"
Wanted = Mapping[str, Any]


class DocumentTalk(Room):
    """Everything that staff can press or be asked about papers."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = DocumentScreens(words)
        self.presses = {
            "papers": self._papers,
            "paper": self._paper,
            "paper_open": self._open,
            "paper_new": self._kinds,
            "paper_kind": self._begin,
            "paper_tongue": self._tongue,
            "paper_block": self._block,
            "paper_unsay": self._unsay,
            "paper_make": self._make,
            "paper_ask": self._ask,
            "paper_ok": self._approve,
            "paper_no": self._ask_why,
            "paper_send": self._is_sure,
            "paper_hand": self._is_sure,
            "paper_sure": self._send,
        }
        self.asked = {ABOUT: self._words_came, "paper_no": self._refuse}

    # Looking

    async def _papers(self, heard: Heard, member: Member, press: Press) -> Reply:
        shelf = await documents.shelf(self._desk, member, press.subject, heard.source)
        return Reply([self._screens.shelf(member, shelf, press.arg)])

    async def _paper(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._one(heard, member, press.subject, press.arg)

    async def _one(self, heard: Heard | None, member: Member, case_id: str, document_id: str, done: str = "") -> Reply:
        """One paper as it stands now, below what was done with it."""
        shelf = await documents.shelf(self._desk, member, case_id, heard.source if heard else None)
        found = next((each for each in shelf.made if each.id == document_id), None)
        if found is None:
            raise Stale
        said = [self._screens.say(member, f"papers.{done}", reference=shelf.case.reference)] if done else []
        return Reply([*said, self._screens.one(member, shelf, found)])

    async def _open(self, heard: Heard, member: Member, press: Press) -> Reply:
        paper = await documents.open_document(self._desk, member, press.subject, press.arg, heard.source)
        caption = self._screens.say(member, "papers.file_of", reference=paper.case.reference).text
        return Reply([Screen(caption, protected=True, attachment=self._attached(paper))])

    def _attached(self, paper: Paper) -> Attachment:
        return attached(self._desk.agencies[paper.case.agency], paper.case, paper.document, paper.data)

    # Making

    async def _kinds(self, heard: Heard, member: Member, press: Press) -> Reply:
        shelf = await documents.shelf(self._desk, member, press.subject, heard.source)
        return Reply([self._screens.kinds(member, shelf)])

    async def _begin(self, heard: Heard, member: Member, press: Press) -> Reply:
        shelf = await documents.shelf(self._desk, member, press.subject)
        if press.arg not in {each.id for each in shelf.kinds}:
            raise Refused("no_such_document")
        wanted = {"verb": ABOUT, "case": press.subject, "kind": press.arg, "language": shelf.case.language}
        return await self._chosen(heard, member, {**wanted, "blocks": [], "words": ""}, edits=False)

    async def _tongue(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = about_to(member, press, ABOUT)
        return await self._chosen(heard, member, {**wanted, "language": "en" if wanted["language"] == "es" else "es"})

    async def _block(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = about_to(member, press, ABOUT)
        if press.arg not in {each.id for each in self._kind(member, wanted).block if each.optional}:
            raise Stale
        there: list[str] = wanted["blocks"]
        blocks = [each for each in there if each != press.arg] if press.arg in there else [*there, press.arg]
        return await self._chosen(heard, member, {**wanted, "blocks": blocks})

    async def _unsay(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._chosen(heard, member, {**about_to(member, press, ABOUT), "words": ""})

    async def _words_came(self, heard: Heard, member: Member, text: str) -> Reply:
        """Words for a paper; one that cannot hold them says so, and all that was chosen stays."""
        wanted = member.prompt or {}
        words = visible(text)
        try:
            if self._kind(member, wanted).template != LETTER or not words:
                raise Refused("paper_no_words")
            letter.check(words)
        except Refused as refused:
            return await self._refused(heard, member, wanted, refused)
        return await self._chosen(heard, member, {**wanted, "words": words}, edits=False)

    async def _refused(self, heard: Heard, member: Member, wanted: Wanted, refused: Refused) -> Reply:
        """Why not, and all that was chosen, to go on with."""
        again = await self._chosen(heard, member, wanted, edits=False)
        return Reply([self._screens.say(member, f"refused.{refused.because}", **refused.params), *again.screens])

    async def _chosen(self, heard: Heard, member: Member, wanted: Wanted, *, edits: bool = True) -> Reply:
        case = await asking.ask_about(self._desk, heard.source, member, Verb.DOCUMENT, wanted)
        replaced = heard.pressed if edits else None
        return Reply([self._screens.choices(member, case, self._kind(member, wanted), wanted, edits=replaced)])

    async def _make(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = about_to(member, press, ABOUT)
        chosen = Chosen(frozenset(wanted["blocks"]), wanted["words"])
        case_id, kind, language = press.subject, wanted["kind"], wanted["language"]
        try:
            made = await documents.make(self._desk, heard.source, member, case_id, kind, language, chosen)
        except Refused as refused:
            if refused.because not in letter.REFUSALS:
                raise
            return await self._refused(heard, member, wanted, refused)
        return await self._one(None, member, case_id, made.document.id, "made")

    def _kind(self, member: Member, wanted: Wanted) -> DocumentKind:
        """The kind that somebody is about to make. Raises Stale where the profile has it no more."""
        found = self._desk.agencies[member.agency].documents.get(wanted["kind"])
        if found is None:
            raise Stale
        return found

    # Deciding

    async def _ask(self, heard: Heard, member: Member, press: Press) -> Reply:
        await documents.ask_approval(self._desk, heard.source, member, press.subject, press.arg)
        return await self._one(None, member, press.subject, press.arg, "asked")

    async def _approve(self, heard: Heard, member: Member, press: Press) -> Reply:
        await documents.approve(self._desk, heard.source, member, press.subject, press.arg)
        return await self._one(None, member, press.subject, press.arg, "approved")

    async def _ask_why(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = {"verb": "paper_no", "case": press.subject, "paper": press.arg}
        case = await asking.ask_about(self._desk, heard.source, member, Verb.DECIDE_DOCUMENT, wanted)
        return Reply([self._screens.asks(member, "papers.why_not", case.id, reference=case.reference)])

    async def _refuse(self, heard: Heard, member: Member, text: str) -> Reply:
        case_id, document_id = ((member.prompt or {})[each] for each in ("case", "paper"))
        await documents.refuse(self._desk, heard.source, member, case_id, document_id, text)
        return await self._one(None, member, case_id, document_id, "refused")

    async def _is_sure(self, heard: Heard, member: Member, press: Press) -> Reply:
        shelf = await documents.shelf(self._desk, member, press.subject, heard.source)
        return Reply([self._screens.sure(member, shelf.case, press.arg)])

    async def _send(self, heard: Heard, member: Member, press: Press) -> Reply:
        case = await documents.send(self._desk, heard.source, member, press.subject, press.arg)
        return await self._one(None, member, press.subject, press.arg, "sent" if case.chat is not None else "handed")


def attached(agency: Agency, case: Case, document: Document, data: bytes) -> Attachment:
    """The file of a paper; its name says the number and what kind it is, in its language, and nothing else.

    Where nobody may see what this is about, it does not say the kind either.
    """
    kind = agency.documents.get(document.kind)
    named = "" if kind is None or agency.discreet else _slug(kind.name.to(document.language))
    name = "-".join(part for part in (case.reference, named, document.sha256[:6]) if part)
    return Attachment(data, f"{name}.pdf", PDF)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
