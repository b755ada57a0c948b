"""Lives of a deployment, each in a process of its own that can be killed at a chosen point; run by `tests.faults`.

`python -m tests.faults.lives` imports everything once and then forks one process for each order that comes on its
standard input. A life opens a deployment over a folder, lets people do one thing, and is killed, as by kill -9, before
or after one of its commits, Bot API calls or file writes. The next life over the same folder goes on.
"""

import asyncio
import gc
import json
import os
import sys
import traceback
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import aiohttp
from sqlalchemy import Select, event, func, select
from sqlalchemy.orm import Session

import tests.house
from bot import logs
from bot.desk import roster
from nlp.reading import Evidence, Label, Reading
from storage import audit, cases, evidence, inbox, transcripts
from storage import conversations as rooms
from storage.database import WRITES
from storage.files import Files
from storage.models import cases as case_rows
from storage.models import conversation_updates, notices
from storage.models import drafts as draft_rows
from storage.models import evidence as evidence_rows
from tests.chat import Person
from tests.house import House, house

KILLED: Final = 137
PHOTO: Final = b"\xff\xd8\xff\xe0 a photo of the street " * 20
STORY: Final = "They threw me on the ground and kicked me in the ribs."
NOTE: Final = "We have read your complaint and will call you."
ACCEPTED: Final = "accepted"  # a file that says: the page had its answer, so what was done must not be lost
LEASES: Final = {"minutes": 5}


class Plain:
    """A reader that knows one word; the real one takes seconds to load and is not what is tested here."""

    by = "plain"

    def read(self, text: str, language: str | None = None) -> Reading:
        at = text.find("kicked")
        label = Label("conduct", "excessive_force", 0.9, (Evidence(at, at + 6),))
        return Reading(language or "en", (label,) if at >= 0 else (), (), False, "plain")

    def safety(self, text: str) -> tuple[Label, ...]:
        return ()


@dataclass
class Killer:
    """Counts what happens once it is armed, and ends the process at the chosen point."""

    at: int | None
    armed: bool = False
    points: list[str] = field(default_factory=list)

    def __call__(self, what: str) -> None:
        if not self.armed:
            return
        self.points.append(what)
        if len(self.points) == self.at:
            os._exit(KILLED)

    def watch(self, home: House) -> None:
        """Listen to every commit of a write, every call of the Bot API and every file."""
        event.listen(Session, "before_commit", lambda session: self._commit(session, "before a commit"))
        event.listen(Session, "after_commit", lambda session: self._commit(session, "after a commit"))
        assert home.app.webchat is not None
        home.app.webchat.faults.on_call = lambda method, _: self(f"at {method}")
        put = Files.put

        async def counted(files: Files, path: str, data: bytes) -> None:
            self("before a file")
            await put(files, path, data)
            self("after a file")

        Files.put = counted  # type: ignore[method-assign]

    def _commit(self, session: Session, what: str) -> None:
        if session.get_bind().get_execution_options().get(WRITES):
            self(what)


@dataclass
class Scene:
    """One life: the deployment, the people in it and the folder that outlives them."""

    home: House
    folder: Path
    killer: Killer
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        return (self.folder / ACCEPTED).exists()

    async def does(self, deed: Awaitable[object]) -> None:
        """Do something at a page; that the page had its answer is remembered beyond death."""
        await deed
        (self.folder / ACCEPTED).write_text("")

    async def keep(self) -> None:
        """Write down who sits where, as browsers keep their cookies."""
        seats = {}
        for name, person in self.people.items():
            assert person._http is not None
            jar = person._http.cookie_jar
            assert isinstance(jar, aiohttp.CookieJar)
            jar.save(self.folder / f"{name}.cookies")
            seats[name] = {"seat": person.seat, "chat_id": person.chat_id}
        (self.folder / "seats.json").write_text(json.dumps(seats))

    async def find(self, stack: AsyncExitStack) -> None:
        """The same people at the same pages, after a restart."""
        for name, seat in json.loads((self.folder / "seats.json").read_text()).items():
            person = await stack.enter_async_context(Person(self.home.base, **seat))
            assert person._http is not None
            jar = person._http.cookie_jar
            assert isinstance(jar, aiohttp.CookieJar)
            jar.load(self.folder / f"{name}.cookies")
            await person.refreshes()
            self.people[name] = person

    async def rest(self) -> None:
        """Wait until nothing is left to do; a deployment that never gets there runs into the test's time limit."""
        self.home.app._wake()
        while not await self._at_rest():  # noqa: ASYNC110 - a process that is killed can set no event
            await asyncio.sleep(0.02)
        for person in self.people.values():
            await person.refreshes()

    async def _at_rest(self) -> bool:
        now = self.home.now()
        async with self.home.app.desk.database.read() as session:
            queued = await session.scalar(select(func.count()).select_from(conversation_updates))
            counts = await inbox.counts(session)
            unsent = await session.scalar(unsent_by(now))
            fetching = select(func.count()).where(evidence_rows.c.state == evidence.TO_FETCH)
            files = await session.scalar(fetching)
        return not (queued or counts["waiting"] or counts["unanswered"] or files or unsent)


def unsent_by(now: datetime) -> Select[tuple[int]]:
    """How many notices should have gone out by now and have not."""
    waiting = (notices.c.sent_at.is_(None), notices.c.dropped_at.is_(None), notices.c.due_at <= now)
    return select(func.count()).select_from(notices).where(*waiting)


# --- what people do: how it begins, the deed that is cut short, and whether it still has to be done


@dataclass(frozen=True)
class Flow:
    """One thing that people do. `begin` prepares it; `deed` may be cut short, and is then done again."""

    begin: Callable[[Scene], Awaitable[None]]
    deed: Callable[[Scene], Awaitable[object]]


async def told(scene: Scene) -> None:
    """Staff are there, and somebody has told a story."""
    home = scene.home
    for role in ("investigator", "supervisor"):
        scene.people[role] = await home.staff(role, queues=("intake", "critical") if role == "investigator" else ())
    resident = scene.people["resident"] = await home.resident()
    await resident.taps("English")
    await resident.taps("I have read this")
    await resident.sees("Tell us what happened")
    await resident.says(STORY)
    await resident.hears()
    await resident.taps("Done")
    await resident.sees("Did this happen to you")


async def filed(scene: Scene) -> None:
    await told(scene)
    await scene.people["resident"].taps("Send now")
    await scene.people["resident"].sees("We have your complaint")
    await scene.people["investigator"].sees("New case")
    await scene.rest()


async def assignable(scene: Scene) -> None:
    await filed(scene)
    boss = scene.people["supervisor"]
    await boss.says("/queue")
    await boss.taps("OPCR-")
    await boss.taps("Assign")
    await boss.sees("Who")


async def asked_for_a_note(scene: Scene) -> None:
    await filed(scene)
    investigator = scene.people["investigator"]
    await investigator.taps("Open OPCR-")
    await investigator.taps("Claim")
    await investigator.sees("is yours")
    await investigator.taps("Status")
    await investigator.taps("Start the review")
    await investigator.sees("Write a note")


async def asked_to_withdraw(scene: Scene) -> None:
    await filed(scene)
    await scene.people["resident"].says("/withdraw")
    await scene.people["resident"].sees("Do you want to ask")


async def hired(scene: Scene) -> None:
    """Hartford has its staff."""
    for role in ("investigator", "supervisor"):
        person, member = await scene.home.invited(role, role, agency="hartford_oig")
        await person.taps("Yes, that is true")
        await person.sees("I have noted that")
        await roster.confirm(scene.home.app.desk, roster.CONSOLE, member.agency, member.id)
        await person.sees("You are in")
        scene.people[role] = person


async def told_one(scene: Scene) -> None:
    """Somebody came by the link of one office, which has another one to offer, and told the story there."""
    await hired(scene)
    resident = scene.people["resident"] = await scene.home.resident("hartford_oig")
    for tap in ("English", "I have read this"):
        await resident.taps(tap)
    await resident.sees("Tell us what happened")
    await resident.says(STORY)
    await resident.hears()
    await resident.taps("Done")
    await resident.sees("Did this happen to you")


async def chosen_both(scene: Scene) -> None:
    """Somebody told the guide, chose two offices and has read the notice of the first, where staff are."""
    await hired(scene)
    resident = scene.people["resident"] = await scene.home.resident("guide")
    for tap in ("English", "I have read this"):
        await resident.taps(tap)
    await resident.sees("Tell us what happened")
    await resident.says(STORY)
    await resident.hears()
    for tap in ("Done", "Hartford", "Police", "Yes", "Office of the Inspector", "Commission on Human", "Done"):
        await resident.taps(tap)
    await resident.sees("Before you start: Office of the Inspector")
    await resident.taps("I have read this")
    await resident.sees("Did this happen to you")


async def posted(person: Person, path: str, **fields: Any) -> None:
    """What the page sends, with a key that is the same when it is sent again."""
    assert person._http is not None
    if "file" in fields:
        form = aiohttp.FormData()
        form.add_field("key", "the-same-key")
        form.add_field("file", fields["file"], filename="street.jpg")
        answer = await person._http.post(f"/chat/{person.seat}/{path}", data=form)
    else:
        answer = await person._http.post(f"/chat/{person.seat}/{path}", json=fields | {"key": "the-same-key"})
    assert answer.status == 200, await answer.text()


async def tapped(person: Person, label: str) -> None:
    """Press a button where it is still on the page."""
    if person._button(label) is not None:
        await person.taps(label)


FLOWS: Final[dict[str, Flow]] = {
    "file": Flow(told, lambda scene: tapped(scene.people["resident"], "Send now")),
    "evidence": Flow(filed, lambda scene: posted(scene.people["resident"], "file", file=PHOTO)),
    "assign": Flow(assignable, lambda scene: tapped(scene.people["supervisor"], "Test investigator")),
    "status": Flow(asked_for_a_note, lambda scene: posted(scene.people["investigator"], "say", text=NOTE)),
    "withdraw": Flow(asked_to_withdraw, lambda scene: tapped(scene.people["resident"], "Ask to take it back")),
}
BETWEEN: Final[dict[str, Flow]] = {
    "both": Flow(chosen_both, lambda scene: tapped(scene.people["resident"], "Send now")),
    "offer": Flow(told_one, lambda scene: tapped(scene.people["resident"], "Send now")),
}
"""The same, between offices: there are the guide and every other profile."""


def served_for(flow: str) -> str:
    return tests.house.everybody() if flow in BETWEEN else "minneapolis_opcr"


# --- lives


async def prepare(folder: Path, flow: str, url: str | None = None) -> dict[str, Any]:
    """The life before: everything up to the deed."""
    async with house(folder, database_url=url, served=served_for(flow)) as home:
        scene = Scene(home, folder, Killer(None))
        await (FLOWS | BETWEEN)[flow].begin(scene)
        await scene.rest()
        await scene.keep()
    return {}


async def live(folder: Path, flow: str, kill_at: int | None, url: str | None = None) -> dict[str, Any]:
    """The deed, cut short at a point; without one, what there would have been to cut."""
    killer = Killer(kill_at)
    async with AsyncExitStack() as stack, house(folder, database_url=url, served=served_for(flow)) as home:
        scene = Scene(home, folder, killer)
        await scene.find(stack)
        await scene.rest()
        killer.watch(home)
        killer.armed = True
        await scene.does((FLOWS | BETWEEN)[flow].deed(scene))
        await scene.rest()
        killer.armed = False
    return {"points": killer.points}


async def go_on(folder: Path, flow: str, url: str | None = None) -> dict[str, Any]:
    """The life after: what was accepted is done without anybody's help, what was not is done again by the person."""
    async with AsyncExitStack() as stack, house(folder, database_url=url, served=served_for(flow)) as home:
        scene = Scene(home, folder, Killer(None))
        home.passes(**LEASES)
        await scene.find(stack)
        await scene.rest()
        if not scene.accepted:
            await (FLOWS | BETWEEN)[flow].deed(scene)
            await scene.rest()
        return await report(scene) | {"accepted": scene.accepted}


async def report(scene: Scene) -> dict[str, Any]:
    """What there is in the end."""
    desk = scene.home.app.desk
    async with desk.database.read() as session:
        filed = [case async for case in cases.every(session, desk.default.id)]
        found: dict[str, Any] = {"cases": len(filed), "broken": [str(each) for each in await audit.verify(session)]}
        for case in filed:
            timeline = [each.verb for each in await cases.events(session, case.agency, case.id)]
            talk = await cases.messages(session, case.agency, case.id)
            files = await evidence.of_case(session, case.agency, case.id)
            found |= {"timeline": timeline, "status": case.status, "owned": case.owner_id is not None}
            found |= {"talk": [each.text for each in talk], "files": [each.state for each in files]}
            found |= {"flags": list(case.flags), "notified": "notified" in case.moments}
            found |= {"narrative": await cases.narrative(session, case.agency, case)}
        kept = [row.sha256 for row in await session.execute(select(evidence_rows))]
        unsent = await session.scalar(unsent_by(scene.home.now()))
        numbers = await session.scalar(select(func.count()).select_from(case_rows))
    sealed = [path for path in await desk.files.paths() if not path.startswith(f"{rooms.DOOR}/")]
    found |= {"digests": kept, "unsent": unsent, "rows": numbers, "sealed": len(sealed)}
    async with desk.database.read() as session:
        found["filed"] = sorted((await session.execute(select(case_rows.c.agency))).scalars())
        unsent_drafts = select(draft_rows.c.agency).where(draft_rows.c.purpose == "complaint")
        found["drafts"] = sorted((await session.execute(unsent_drafts)).scalars())
    found["said"] = {name: await _said(scene, person) for name, person in scene.people.items()}
    return found


async def _said(scene: Scene, person: Person) -> list[str]:
    async with scene.home.app.desk.database.read() as session:
        room = await rooms.load(session, person.chat_id)
        assert room is not None
        entries = await transcripts.entries(session, room, 0, limit=1000)
    return [str(each.body.get("text", "")) for each in entries if each.author == "bot" and not each.deleted]


# --- the process that forks


def serve() -> None:
    """Fork one life for each order; its answer, or how it ended, is one line."""
    logs.set_up()
    tests.house.reader = Plain  # type: ignore[assignment]
    tests.house.agencies()
    tests.house.agencies(tests.house.everybody())
    lives = {"prepare": prepare, "live": live, "go_on": go_on}
    gc.freeze()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        answer = Path(order["folder"]) / "answer.json"
        answer.unlink(missing_ok=True)
        child = os.fork()
        if child == 0:
            _live_and_die(lives[order.pop("life")], order, answer)
        _, status = os.waitpid(child, 0)
        said = json.loads(answer.read_text()) if answer.exists() else {}
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), **said}), flush=True)


def _live_and_die(life: Callable[..., Awaitable[dict[str, Any]]], order: dict[str, Any], answer: Path) -> None:
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # standard output is for answers
    try:
        said = asyncio.run(life(Path(order.pop("folder")), **order))  # type: ignore[arg-type]
        answer.write_text(json.dumps(said))
    except BaseException:
        answer.write_text(json.dumps({"fault": traceback.format_exc()}))
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    serve()
