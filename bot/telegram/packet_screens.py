"""What staff see of a packet under review: what waits, each place with the words around it, the whole; pure."""

from collections.abc import Mapping
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.casework import redaction
from bot.casework.authorization import Verb, may
from bot.casework.redaction import OUT, STAYS, WAITING, Mark
from bot.desk.packets import Review
from bot.desk.permission import actor
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import fitted, rows_of
from bot.telegram.staff_screens import StaffScreens
from storage import packets
from storage.packets import Packet
from storage.roster import Member

NAMED: Final = 6
"""So much of a packet's id stands on its buttons: a button of an earlier review does nothing."""
BLACK: Final = "█████"


class PacketScreens(StaffScreens):
    """Renders in the member's language; everything here is protected."""

    def overview(self, member: Member, review: Review) -> Screen:
        """Where the packet is, how much waits in it, and what the panel has said."""
        language, packet = member.language, review.packet
        say = self._words.say
        lines: list[Any] = [Bold(say(language, "packet.title", reference=review.case.reference))]
        state = "none" if packet is None else packet.state
        lines += ["\n\n", say(language, f"packet.state_{state}", count=len(review.waiting))]
        if packet is not None and packet.answer:
            lines += ["\n\n", say(language, "packet.sent_back"), "\n", packet.answer]
        for each in review.said:
            counts = {"agreed": each.agreed, "differed": each.differed, "abstained": each.abstained}
            lines += ["\n\n", Bold(say(language, "packet.panel_said", **counts)), "\n", each.words]
        return Screen(Text(*lines), self._rows(member, review), protected=True)

    def _rows(self, member: Member, review: Review) -> tuple[tuple[Button, ...], ...]:
        case, packet = review.case, review.packet
        rows: list[tuple[Button, ...]] = []
        buttons: list[Button] = []
        if packet is not None:
            rows += [
                (self._kind(member, review, kind, each),) for kind, each in redaction.counted(review.marks).items()
            ]
        if packet is not None and packet.state == packets.REVIEW:
            buttons += [self._of(member, "packet_add", packet), self._of(member, "packet_read", packet)]
            buttons += [self._of(member, "packet_end", packet)]
        if packet is not None and packet.state == packets.ASKED:
            buttons.append(self._of(member, "packet_read", packet))
            if may(Verb.RELEASE_PACKET, actor(member), review.agency.id):
                buttons += [self._of(member, "packet_ok", packet), self._of(member, "packet_back", packet)]
        if packet is not None and packet.state == packets.MADE:
            buttons += [self._of(member, "packet_make", packet)]
        new = "packet_new" if packet is None else "packet_anew"
        buttons += [self._button(member, "packet_new", case.id, each, f"packet.{new}_{each}") for each in ("en", "es")]
        if (
            review.agency.panel is not None
            and may(Verb.RECOMMEND, actor(member), review.agency.id)
            and not case.closed_at
        ):
            buttons.append(self._button(member, "panel", case.id, label="packet.panel"))
        back = self._button(member, "work", case.id, label="work.button_work")
        return (*rows, *rows_of([*buttons, back], wide=22))

    def _kind(self, member: Member, review: Review, kind: str, counts: Mapping[str, int]) -> Button:
        assert review.packet is not None
        called, left = self._words.say(member.language, f"packet.kind_{kind}"), counts[WAITING]
        key = "packet.kind_left" if left else "packet.kind_done"
        said = {"count": sum(counts.values()), "left": left, "out": counts[OUT], "stays": counts[STAYS]}
        label = self._words.say(member.language, key, kind=called, **said)
        arg = f"{named(review.packet)}.{kind}"
        return Button(label, Press(STAFF, "packet_kind", review.case.id, arg).pack())

    def of_kind(self, member: Member, review: Review, kind: str) -> list[Screen]:
        """The next place of a kind that waits, with all that can be said to it; once none is left, what was said."""
        left = redaction.waiting(review.marks, kind)
        if review.packet is None or not left:
            return self._settled(member, review, kind)
        language, mark = member.language, review.marks[left[0]]
        called = self._words.say(language, f"packet.kind_{kind}")
        lines: list[Any] = [Bold(self._words.say(language, "packet.left", kind=called, count=len(left)))]
        lines += ["\n", self._where(language, review, mark), "\n\n", *self._around(review, mark)]
        lines += ["\n\n", self._words.say(language, f"packet.because_{mark.because}")]
        one, every = f"{named(review.packet)}.{left[0]}", f"{named(review.packet)}.{kind}"
        buttons = [
            self._button(member, "packet_out", review.case.id, one, "packet.out"),
            self._button(member, "packet_in", review.case.id, one, "packet.stays"),
            self._button(member, "packet_outs", review.case.id, every, "packet.all_out", count=len(left)),
            self._button(member, "packet_ins", review.case.id, every, "packet.all_stay", count=len(left)),
            self._button(member, "packet", review.case.id, label="packet.back"),
        ]
        return [Screen(Text(*lines), rows_of(buttons, wide=22), protected=True)]

    def _settled(self, member: Member, review: Review, kind: str) -> list[Screen]:
        """Every place of a kind and what was said to it; while the review goes on, all of it can be decided anew."""
        language, packet = member.language, review.packet
        lines: list[Any] = [Bold(self._words.say(language, f"packet.kind_{kind}"))]
        for mark in (each for each in review.marks if each.kind == kind):
            lines += ["\n\n", self._words.say(language, f"packet.is_{mark.state}"), "\n", *self._around(review, mark)]
        buttons = [self._button(member, "packet", review.case.id, label="packet.back")]
        if packet is not None and packet.state == packets.REVIEW:
            again = f"{named(packet)}.{kind}"
            buttons.insert(0, self._button(member, "packet_again", review.case.id, again, "packet.again"))
        return fitted(Screen(Text(*lines), rows_of(buttons, wide=22), protected=True))

    def whole(self, member: Member, review: Review) -> list[Screen]:
        """Every text as it would be read: black where it goes black, in brackets where nobody has decided."""
        lines: list[Any] = [self._words.say(member.language, "packet.whole", reference=review.case.reference)]
        for number, each in enumerate(review.passages):
            label = self._words.say(member.language, f"packet.part_{each.part}")
            lines.append(f"{label} · {each.label}" if each.label else label)
            lines.append(_shown(each.text, [mark for mark in review.marks if mark.passage == number]))
        back = self._button(member, "packet", review.case.id, label="packet.back")
        return fitted(Screen(Text("\n\n".join(lines)), ((back,),), protected=True))

    def _around(self, review: Review, mark: Mark) -> list[Any]:
        before, covered, after = redaction.around(review.passages, mark)
        return [before, Bold(f"【{covered}】"), after]

    def _where(self, language: str, review: Review, mark: Mark) -> str:
        passage = review.passages[mark.passage]
        label = self._words.say(language, f"packet.part_{passage.part}")
        return f"{label} · {passage.label}" if passage.label else label

    def _of(self, member: Member, verb: str, packet: Packet) -> Button:
        return self._button(member, verb, packet.case_id, named(packet), f"packet.button_{verb}")


def named(packet: Packet) -> str:
    """The beginning of a packet's id, for its buttons."""
    return packet.id[:NAMED]


def _shown(text: str, marks: list[Mark]) -> str:
    at, pieces = 0, []
    for each in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if each.state == STAYS or each.end <= at:
            continue
        start = max(at, each.start)
        covered = text[start : each.end]
        pieces += [text[at:start], BLACK if each.state == OUT else f"【{covered}】"]
        at = each.end
    return "".join([*pieces, text[at:]])
