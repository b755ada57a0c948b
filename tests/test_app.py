"""A deployment as a whole: it stops when it is told to, whatever the doors do."""

import asyncio
from pathlib import Path

from bot.app import DRAIN_SECONDS, opened
from bot.settings import Settings
from tests.house import agencies, copied, reader

NOBODY = "http://127.0.0.1:9"  # the discard port: no server of ours is ever there


async def test_it_stops_at_once_while_telegram_does_not_answer(tmp_path: Path, empty_house: Path) -> None:
    settings = Settings(
        data=copied(empty_house, tmp_path / "data"),
        bot_token="123456:an-invented-token",
        telegram_api=NOBODY,
        webchat_listen="127.0.0.1:0",
    )
    async with opened(settings, reader(), agencies()) as app:
        stop = asyncio.Event()
        running = asyncio.create_task(app.run(stop))
        door = next(each for each in app.receivers if each.channel == "webchat")
        await door.ready.wait()
        stop.set()
        await asyncio.wait_for(running, DRAIN_SECONDS / 2)
