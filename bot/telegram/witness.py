"""Staff invite a witness by a link, who opens it and is heard; called by `staff`, `answering` and `resident`."""

from collections.abc import Sequence

from bot.casework.authorization import Verb
from bot.casework.errors import Refused
from bot.casework.interview import Incoming, visible
from bot.desk import asking, intake, requests, witnesses
from bot.desk.desk import Desk
from bot.desk.evidence import FileCame
from bot.telegram.callbacks import Press
from bot.telegram.draft_screens import DraftScreens
from bot.telegram.exchange import Heard, Reply
from bot.telegram.requests_screens import RequestScreens
from bot.telegram.room import Room
from bot.words import Words
from storage.invitations import Invitation
from storage.roster import Member


class WitnessLinks(Room):
    """What staff do about witnesses. `links` are where a link leads, by the doors that there are."""

    def __init__(self, desk: Desk, words: Words, links: Sequence[str]) -> None:
        self._desk = desk
        self._links = links
        self._screens = RequestScreens(words)
        self.presses = {
            "witness": self._ask_who,
            "unwitness": self._revoke,
            "stated": self._statements,
        }
        self.asked = {"witness": self._invite}

    async def _ask_who(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = {"verb": "witness", "case": press.subject}
        case = await asking.ask_about(self._desk, heard.source, member, Verb.WITNESS, wanted)
        return Reply([self._screens.wanted(member, case, "write_witness")])

    async def _invite(self, heard: Heard, member: Member, text: str) -> Reply:
        case_id = str((member.prompt or {})["case"])
        case, token, made = await witnesses.invite(self._desk, heard.source, member, case_id, text)
        links = [f"{each}?start={token}" for each in self._links] or [f"/start {token}"]
        agency = self._desk.agencies[member.agency]
        return Reply(self._screens.links(member, agency, case, made, links))

    async def _revoke(self, heard: Heard, member: Member, press: Press) -> Reply:
        await witnesses.revoke(self._desk, heard.source, member, press.subject, press.arg)
        board = await requests.board(self._desk, None, member, press.subject)
        return Reply([self._screens.say(member, "asks.link_taken_back"), self._screens.board(member, board)])

    async def _statements(self, heard: Heard, member: Member, press: Press) -> Reply:
        case, stated = await witnesses.statements(self._desk, heard.source, member, press.subject)
        return Reply(self._screens.statements(member, self._desk.agencies[member.agency], case, stated))


class WitnessTalk:
    """What a witness says before and after the short interview; within it, `draft_talk` hears them like anybody."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = DraftScreens(words)

    async def opened(self, heard: Heard, token: str, *, staff: bool) -> Reply | None:
        """The first screen for whoever comes by a witness's link; None for any other word. Raises Refused."""
        if not await witnesses.opens(self._desk, token):
            return None
        if staff:
            raise Refused("witness_is_staff")
        draft = await witnesses.redeem(self._desk, heard.source, heard.chat, token, heard.language)
        return Reply(self._screens.asked(self._desk.agencies[draft.agency], intake.resume(self._desk, draft)))

    async def add(self, heard: Heard, invitation: Invitation, incoming: Incoming | FileCame) -> Reply:
        """What a witness remembers later goes to the same place."""
        came = incoming if isinstance(incoming, FileCame) else visible(getattr(incoming, "text", ""))
        if not came:
            return Reply([self._screens.plain(heard.language, "witness.more")])
        await witnesses.add(self._desk, heard.source, invitation, came)
        oversize = isinstance(came, FileCame) and came.oversize
        return Reply([self._screens.plain(heard.language, "witness.oversize" if oversize else "witness.added")])
