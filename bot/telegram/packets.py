"""The review of a packet in the chat, place by place or all of a kind at once, and what the panel said; for `staff`."""

from bot.casework import redaction
from bot.casework.authorization import Verb
from bot.casework.errors import Refused, Stale
from bot.casework.redaction import OUT, STAYS
from bot.desk import asking, documents, packets, panel
from bot.desk.desk import Desk
from bot.telegram.callbacks import Press
from bot.telegram.delivery import Attachment, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.packet_screens import PacketScreens, named
from bot.telegram.room import Room
from bot.words import LANGUAGES, Words
from storage.roster import Member

SAYS = {"packet_out": OUT, "packet_in": STAYS, "packet_outs": OUT, "packet_ins": STAYS}


class PacketTalk(Room):
    """Everything that staff press and say about a packet."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = PacketScreens(words)
        self.presses = {
            "packet": self._look,
            "packet_new": self._begin,
            "packet_kind": self._kind,
            "packet_again": self._again,
            "packet_read": self._whole,
            "packet_out": self._one,
            "packet_in": self._one,
            "packet_outs": self._all,
            "packet_ins": self._all,
            "packet_add": self._ask,
            "packet_end": self._finish,
            "packet_ok": self._approve,
            "packet_back": self._ask,
            "packet_make": self._make,
            "panel": self._ask_panel,
        }
        self.asked = {"packet_add": self._added, "packet_back": self._sent_back, "panel": self._said}

    async def _look(self, heard: Heard, member: Member, press: Press) -> Reply:
        review = await packets.look(self._desk, heard.source, member, press.subject)
        return Reply([self._screens.overview(member, review)])

    async def _begin(self, heard: Heard, member: Member, press: Press) -> Reply:
        if press.arg not in LANGUAGES:
            raise Stale
        review = await packets.begin(self._desk, heard.source, member, press.subject, press.arg)
        return Reply([self._screens.overview(member, review)])

    async def _kind(self, heard: Heard, member: Member, press: Press) -> Reply:
        review = await packets.look(self._desk, heard.source, member, press.subject)
        packet, kind = _two(press.arg)
        if review.packet is None or named(review.packet) != packet:
            raise Stale
        return Reply(self._screens.of_kind(member, review, kind))

    async def _whole(self, heard: Heard, member: Member, press: Press) -> Reply:
        review = await packets.look(self._desk, heard.source, member, press.subject)
        return Reply(self._screens.whole(member, review))

    async def _one(self, heard: Heard, member: Member, press: Press) -> Reply:
        packet, number = _two(press.arg)
        if not (number.isascii() and number.isdecimal() and len(number) < 7):
            raise Stale
        said = SAYS[press.verb]
        review = await packets.settle(self._desk, heard.source, member, press.subject, packet, int(number), said)
        kind = review.marks[int(number)].kind
        if not redaction.waiting(review.marks, kind):
            return Reply([self._screens.overview(member, review)])
        return Reply(self._screens.of_kind(member, review, kind))

    async def _again(self, heard: Heard, member: Member, press: Press) -> Reply:
        packet, kind = _two(press.arg)
        review = await packets.reopen(self._desk, heard.source, member, press.subject, packet, kind)
        return Reply(self._screens.of_kind(member, review, kind))

    async def _all(self, heard: Heard, member: Member, press: Press) -> Reply:
        packet, kind = _two(press.arg)
        said = SAYS[press.verb]
        review = await packets.settle(self._desk, heard.source, member, press.subject, packet, kind, said)
        return Reply([self._screens.overview(member, review)])

    async def _ask(self, heard: Heard, member: Member, press: Press) -> Reply:
        verb = Verb.PACKET if press.verb == "packet_add" else Verb.RELEASE_PACKET
        wanted = {"verb": press.verb, "case": press.subject, "packet": press.arg}
        case = await asking.ask_about(self._desk, heard.source, member, verb, wanted)
        return Reply([self._screens.asks(member, f"packet.write_{press.verb}", case.id, reference=case.reference)])

    async def _added(self, heard: Heard, member: Member, text: str) -> Reply:
        case_id, packet = _asked(member)
        review = await packets.black_out(self._desk, heard.source, member, case_id, packet, text)
        done = self._screens.say(member, "packet.added")
        return Reply([done, self._screens.overview(member, review)])

    async def _finish(self, heard: Heard, member: Member, press: Press) -> Reply:
        review = await packets.finish(self._desk, heard.source, member, press.subject, press.arg)
        return Reply([self._screens.overview(member, review)])

    async def _approve(self, heard: Heard, member: Member, press: Press) -> Reply:
        review = await packets.decide(self._desk, heard.source, member, press.subject, press.arg, "")
        return Reply([self._screens.overview(member, review)])

    async def _sent_back(self, heard: Heard, member: Member, text: str) -> Reply:
        case_id, packet = _asked(member)
        if not text.strip():
            raise Refused("no_words")
        review = await packets.decide(self._desk, heard.source, member, case_id, packet, text)
        return Reply([self._screens.overview(member, review)])

    async def _make(self, heard: Heard, member: Member, press: Press) -> Reply:
        review = await packets.look(self._desk, None, member, press.subject)
        if review.packet is None or named(review.packet) != press.arg:
            raise Stale
        kind, language = review.packet.kind, review.packet.language
        made = await documents.make(self._desk, heard.source, member, press.subject, kind, language)
        name = f"{made.case.reference}-{kind}.pdf"
        caption = self._screens.say(member, "packet.made", reference=made.case.reference).text
        return Reply([Screen(caption, protected=True, attachment=Attachment(made.data, name, "application/pdf"))])

    async def _ask_panel(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = {"verb": "panel", "case": press.subject}
        case = await asking.ask_about(self._desk, heard.source, member, Verb.RECOMMEND, wanted)
        rule = self._desk.agencies[member.agency].panel
        members = rule.members if rule is not None else 0
        fields = {"reference": case.reference, "members": members}
        return Reply([self._screens.asks(member, "packet.write_panel", case.id, **fields)])

    async def _said(self, heard: Heard, member: Member, text: str) -> Reply:
        case_id, _ = _asked(member)
        await panel.record(self._desk, heard.source, member, case_id, text)
        review = await packets.look(self._desk, None, member, case_id)
        return Reply([self._screens.overview(member, review)])


def _two(arg: str) -> tuple[str, str]:
    """Which packet a button is for, and what else it says. Raises Stale for one that we did not draw."""
    packet, _, rest = arg.partition(".")
    if not packet or not rest:
        raise Stale
    return packet, rest


def _asked(member: Member) -> tuple[str, str]:
    wanted = member.prompt or {}
    return str(wanted.get("case", "")), str(wanted.get("packet", ""))
