"""Complaints about one incident in the chat: accepted under a name, led, joined, written to all; used by `staff`."""

from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.casework.authorization import Verb
from bot.desk import asking, bulk, clusters
from bot.desk.clusters import Look
from bot.desk.desk import Desk
from bot.telegram.bulk_screens import BulkScreens
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.fitting import rows_of
from bot.telegram.room import Room
from bot.telegram.staff_screens import StaffScreens, start_of
from bot.words import Words
from storage.clusters import IN, OPEN, PROPOSED, REFUSED, Place
from storage.roster import Member

PAGE: Final = 8


class ClusterTalk(Room):
    """Everything that staff press and say about a cluster."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = ClusterScreens(words)
        self._bulk = BulkScreens(words)
        self.presses = {
            "cluster": self._look,
            "cluster_name": self._ask,
            "cluster_no": self._refuse,
            "cluster_lead": self._who,
            "cluster_to": self._lead,
            "cluster_in": self._decide,
            "cluster_out": self._decide,
            "cluster_add": self._ask,
            "cluster_all": self._choose,
        }
        self.asked = {"cluster_name": self._named, "cluster_add": self._joined}

    async def _look(self, heard: Heard, member: Member, press: Press) -> Reply:
        found = await clusters.look(self._desk, heard.source, member, press.subject)
        return Reply([self._screens.cluster(member, found, start_of(press.arg))])

    async def _ask(self, heard: Heard, member: Member, press: Press) -> Reply:
        verb = Verb.LEAD if press.verb == "cluster_name" else Verb.CLUSTER
        wanted = {"verb": press.verb, "case": press.subject}
        case = await asking.ask_about(self._desk, heard.source, member, verb, wanted)
        return Reply([self._screens.asks(member, f"cluster.write_{press.verb}", case.id, reference=case.reference)])

    async def _named(self, heard: Heard, member: Member, text: str) -> Reply:
        case_id = str((member.prompt or {}).get("case", ""))
        found = await clusters.accept(self._desk, heard.source, member, case_id, text)
        return Reply([self._screens.cluster(member, found, 0)])

    async def _joined(self, heard: Heard, member: Member, text: str) -> Reply:
        case_id = str((member.prompt or {}).get("case", ""))
        found = await clusters.join(self._desk, heard.source, member, case_id, text)
        return Reply([self._screens.cluster(member, found, 0)])

    async def _refuse(self, heard: Heard, member: Member, press: Press) -> Reply:
        found = await clusters.refuse(self._desk, heard.source, member, press.subject)
        return Reply([self._screens.cluster(member, found, 0)])

    async def _who(self, heard: Heard, member: Member, press: Press) -> Reply:
        found = await clusters.look(self._desk, heard.source, member, press.subject)
        return Reply([self._screens.leads(member, found)])

    async def _lead(self, heard: Heard, member: Member, press: Press) -> Reply:
        found = await clusters.lead(self._desk, heard.source, member, press.subject, press.arg)
        return Reply([self._screens.cluster(member, found, 0)])

    async def _decide(self, heard: Heard, member: Member, press: Press) -> Reply:
        state = IN if press.verb == "cluster_in" else REFUSED
        found = await clusters.decide(self._desk, heard.source, member, press.subject, press.arg, state)
        return Reply([self._screens.cluster(member, found, 0, edits=heard.pressed)])

    async def _choose(self, heard: Heard, member: Member, press: Press) -> Reply:
        await clusters.choose(self._desk, heard.source, member, press.subject)
        return Reply([self._bulk.offer(member, await bulk.offer(self._desk, member))])


class ClusterScreens(StaffScreens):
    """Renders a cluster: its name, its lead, numbers and stages of its cases, never what anybody told."""

    def cluster(self, member: Member, found: Look, start: int, *, edits: int | None = None) -> Screen:
        """A page of the cases of a cluster, and what may be done."""
        language, case, cluster = member.language, found.case, found.cluster
        say = self._words.say
        if cluster is None:
            back = self._button(member, "open", case.id)
            return Screen(Text(say(language, "cluster.none", reference=case.reference)), ((back,),), protected=True)
        inside = [each for each in found.places if each.state == IN]
        lines: list[Any] = [Bold(cluster.name or say(language, "cluster.title", reference=case.reference))]
        lines += ["\n\n", say(language, f"cluster.is_{cluster.state}", count=len(inside or found.places))]
        if cluster.state == OPEN:
            key = "cluster.led_by" if found.lead else "cluster.nobody_leads"
            lines += ["\n", say(language, key, name=found.lead or "")]
        rows: list[tuple[Button, ...]] = []
        ordered = sorted(found.places, key=lambda each: each.state != PROPOSED)
        for each in ordered[start : start + PAGE]:
            stage = found.agency.statuses[each.status].name.to(language)
            lines += ["\n", f"\n{each.reference} · {stage} · {say(language, f'cluster.place_{each.state}')}"]
            rows.append(self._row(member, found, each))
        if len(ordered) > start + PAGE:
            rows.append((self._button(member, "cluster", case.id, str(start + PAGE), label="staff.more"),))
        return Screen(Text(*lines), (*rows, *self._verbs(member, found)), protected=True, edits=edits)

    def leads(self, member: Member, found: Look) -> Screen:
        """Who may lead it: colleagues who may know of every case in it."""
        rows = [(Button(each.name, Press(STAFF, "cluster_to", found.case.id, each.id).pack()),) for each in found.leads]
        rows.append((self._button(member, "cluster", found.case.id, label="cluster.back"),))
        key = "cluster.who_leads" if found.leads else "cluster.nobody_may_lead"
        return Screen(Text(self._words.say(member.language, key)), tuple(rows), protected=True)

    def _row(self, member: Member, found: Look, each: Place) -> tuple[Button, ...]:
        look = self._button(member, "open", each.case_id, label="button.open", reference=each.reference)
        assert found.cluster is not None
        if found.cluster.state != OPEN:
            return (look,)
        out = self._button(member, "cluster_out", found.case.id, each.case_id, label=f"cluster.out_{each.state}")
        if each.state == IN:
            return (look, out)
        return (look, self._button(member, "cluster_in", found.case.id, each.case_id, label="cluster.in"), out)

    def _verbs(self, member: Member, found: Look) -> tuple[tuple[Button, ...], ...]:
        assert found.cluster is not None
        state = found.cluster.state
        names = []
        if found.may_lead:
            names = (
                ["cluster_name", "cluster_no"] if state == PROPOSED else ["cluster_lead", "cluster_name", "cluster_all"]
            )
        names += ["cluster_add"] if state == OPEN else []
        buttons = [self._button(member, each, found.case.id, label=f"cluster.{state}_{each}") for each in names]
        return rows_of([*buttons, self._button(member, "open", found.case.id)], wide=22)
