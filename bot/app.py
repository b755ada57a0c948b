"""The composition root: settings become a running bot; called by the command line and by tests."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.casework.agency import Agency
from bot.clock import Clock
from bot.demo import Seats
from bot.desk import alarm, attestations, bulk_acts, digests, holds, likeness, packages, retention, silence
from bot.desk.courier import Courier
from bot.desk.desk import Desk, ReaderLike
from bot.desk.evidence import Collector
from bot.desk.public_status import Board
from bot.opening import desk_of
from bot.settings import Settings
from bot.telegram import menu
from bot.telegram.delivery import Channel, bot_at
from bot.telegram.notices import NoticeBoard
from bot.telegram.receiver import Receiver
from bot.telegram.shelf import Shelf
from bot.telegram.worker import Worker
from bot.webchat.face import Face, Faces
from bot.webchat.server import Addresses, Options, WebChat
from bot.words import Words
from storage import profiles

TELEGRAM: Final = "telegram"
WEBCHAT: Final = "webchat"
CHAT_PACE_PER_SECOND: Final = 1.0
DRAIN_SECONDS: Final = 20.0
ROUNDS: Final[Mapping[Callable[[Desk], Awaitable[int]], int]] = {
    **dict.fromkeys((likeness.round, holds.round, bulk_acts.round), 10),
    digests.round: 60,
    **dict.fromkeys((retention.round, silence.round, alarm.round), 3600),
}
"""What is looked after besides chats and notices, and how many seconds lie between two rounds."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Door:
    """One way in: a Bot API server, the token for it and the pace it asks for; `link` leads a person there."""

    name: str
    api: str
    token: str
    per_second: float | None = None
    link: str | None = None


@dataclass
class App:
    """A running deployment. `started` is set once every door has answered."""

    desk: Desk
    clock: Callable[[], datetime]
    words: Words
    channels: dict[str, Channel]
    receivers: list[Receiver]
    worker: Worker
    courier: Courier
    collector: Collector
    webchat: WebChat | None = None
    addresses: Addresses | None = None
    after_round: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _to_collect: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then finish what is in hand."""
        scheduler = self._alarm_clock()
        loops = [
            self._work(),
            self._loop(self._deliver, self.desk.woken),
            self._loop(self.collector.round, self._to_collect),
        ]
        doors = (*(each.run() for each in self.receivers), *(self._show_menu(each) for each in self.receivers))
        receivers = [asyncio.create_task(each) for each in doors]
        workers = [asyncio.create_task(each) for each in loops]
        scheduler.start()
        try:
            await stop.wait()
        finally:
            scheduler.shutdown(wait=False)
            for task in receivers:
                task.cancel()
            await asyncio.gather(*receivers, return_exceptions=True)
            self._stopping = True
            self._wake()
            _, late = await asyncio.wait(workers, timeout=DRAIN_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def _show_menu(self, door: Receiver) -> None:
        """Each door by itself: one that does not answer keeps neither the others nor the stop waiting."""
        await door.ready.wait()
        office, channel = self.desk.default, self.channels[door.channel]
        await menu.publish(channel, self.words.discreet() if office.discreet else self.words)
        if office.bot_name is not None and door.channel == TELEGRAM:
            await menu.name(channel, office.bot_name)

    async def ready(self) -> None:
        """Wait until every door has answered its first poll."""
        await asyncio.gather(*(each.ready.wait() for each in self.receivers))

    def __post_init__(self) -> None:
        for each in self.receivers:
            each.arrived = self._arrived
        self.worker.freed = self._arrived

    def _wake(self) -> None:
        for event in (self._arrived, self.desk.woken, self._to_collect):
            event.set()

    def _alarm_clock(self) -> AsyncIOScheduler:
        """APScheduler only wakes the work; every replica has its own, in memory."""
        always = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        scheduler = AsyncIOScheduler(timezone=UTC)
        scheduler.add_job(self._wake, "interval", seconds=1, **always)
        scheduler.add_job(self._guarded, "interval", args=[self.courier.sweep], seconds=10, **always)
        for work, seconds in ROUNDS.items():
            scheduler.add_job(self._guarded, "interval", args=[partial(work, self.desk)], seconds=seconds, **always)
        return scheduler

    async def _work(self) -> None:
        await self._loop(self.worker.round, self._arrived)
        await self.worker.finish()

    async def _deliver(self) -> int:
        settled = await self.courier.round()
        for each in self.after_round:
            await each()
        return settled

    async def _loop(self, work: Callable[[], Awaitable[int]], woken: asyncio.Event) -> None:
        while not self._stopping:
            woken.clear()
            while await self._guarded(work) and not self._stopping:
                pass
            if not self._stopping:
                await woken.wait()

    async def _guarded(self, work: Callable[[], Awaitable[int]]) -> int:
        """One round; a fault is told by its kind and tried again at the next alarm."""
        try:
            return await work()
        except Exception as fault:
            log.error("round_failed", fault=type(fault).__name__)
            return 0


@asynccontextmanager
async def opened(
    settings: Settings, reader: ReaderLike, agencies: Mapping[str, Agency], *, demo: Seats | None = None
) -> AsyncIterator[App]:
    """Everything wired and the web door listening; call `run` to work. Closes all of it on the way out."""
    clock, words = Clock(settings.clock), Words.load()
    async with AsyncExitStack() as stack:
        desk = await stack.enter_async_context(desk_of(settings, reader, agencies, clock))
        await _keep_profiles(desk)
        await attestations.recall(desk)
        doors: list[Door] = []
        webchat, addresses = None, None
        if settings.webchat_listen:
            if demo is not None:
                await demo.invite(desk, clock)
            host, _, port = settings.webchat_listen.rpartition(":")
            webchat = WebChat(
                desk.database,
                desk.files,
                clock=clock,
                host=host.strip("[]"),
                port=int(port),
                demo=demo,
                options=Options(faces=faces(desk)),
                shelf=Shelf(desk, words),
                board=Board(desk),
            )
            addresses = await webchat.start()
            stack.push_async_callback(webchat.stop)
            doors.append(Door(WEBCHAT, addresses.api, addresses.token))
        if settings.bot_token:
            token = settings.bot_token.get_secret_value()
            link = f"https://t.me/{settings.bot_name}" if settings.bot_name else None
            doors.append(Door(TELEGRAM, settings.telegram_api, token, CHAT_PACE_PER_SECOND, link))
        page = settings.public_url or (addresses.page if addresses else None)
        app = _wired(stack, desk, words, doors, page and page.rstrip("/"))
        app.webchat, app.addresses = webchat, addresses
        if demo is not None:
            app.after_round.append(demo.admit)
        yield app


async def _keep_profiles(desk: Desk) -> None:
    """Keep every served profile by its digest, so that a decision can be explained when the profile has changed."""
    async with desk.database.write() as session:
        for agency in desk.agencies.values():
            await profiles.keep(session, agency.id, agency.digest, agency.model_dump_json(), desk.clock())


def _wired(stack: AsyncExitStack, desk: Desk, words: Words, doors: Sequence[Door], page: str | None) -> App:
    links = [*(each.link for each in doors if each.link), *([f"{page}/"] if page else [])]
    channels = {}
    for door in doors:
        bot = bot_at(door.api, door.token)
        stack.push_async_callback(bot.session.close)
        channels[door.name] = Channel(door.name, bot, per_second=door.per_second)
    board = NoticeBoard(desk, words, channels)
    courier = Courier(desk, board.send, board.erase)
    receivers = [
        Receiver(door.name, base=door.api, token=door.token, database=desk.database, clock=desk.clock) for door in doors
    ]

    async def fetch(source: tuple[str, str]) -> bytes:
        if source[0] == packages.CHANNEL:  # not out of a chat: another office of ours has it
            return await packages.contents(desk, source[1])
        return await channels[source[0]].fetch(source[1])

    return App(
        desk=desk,
        clock=desk.clock,
        words=words,
        channels=channels,
        receivers=receivers,
        worker=Worker(desk, words, channels, courier, page, links),
        courier=courier,
        collector=Collector(desk, fetch),
    )


def faces(desk: Desk) -> Faces:
    """How the page looks for each office; without a link, as the first of them wants it."""
    found = {
        name: Face(agency.short, {"en": agency.page_title.en, "es": agency.page_title.es}, "blank.svg")
        for agency in desk.agencies.values()
        if agency.page_title is not None
        for name in (agency.id, agency.linked)
    }
    usual = Face("", {"en": "Redress", "es": "Redress"})
    return Faces(found.get(desk.default.id, usual), found)
