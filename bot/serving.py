"""Long-running commands: the demo and the real thing; called by `__main__`."""

import asyncio
import errno
import shutil
import signal
import time
from functools import partial
from pathlib import Path
from typing import Any

import typer

from bot import logs
from bot.casework.agency import Agency
from bot.opening import prepare, reader
from bot.operating import agencies, fail, settings, told
from bot.settings import Settings

PAGE_HOST = "127.0.0.1"
MARK = "demo"
"""A file by this name says that a folder is a demo's: the real thing may lie in one that looks the same."""


def demo(port: int, data: Path, *, fresh: bool, clock: Path | None) -> None:
    """Everything on this machine, with demo staff and a clock that can be moved."""
    started = time.monotonic()
    if fresh:
        with told():
            _erase(data)
    chosen = settings().model_copy(
        update={
            "data": data,
            "database_url": None,
            "key_file": None,
            "files_url": None,
            "bot_token": None,
            "webchat_listen": f"{PAGE_HOST}:{port}",
            "clock": clock or data / "clock",
        }
    )
    _serve(chosen, demo=True, started=started)


def run() -> None:
    """The bot on Telegram, on the web chat, or on both."""
    chosen = settings()
    if chosen.bot_token is None and chosen.webchat_listen is None:
        fail(
            "nothing to serve: set REDRESS_BOT_TOKEN to the bot's token, or REDRESS_WEBCHAT_LISTEN to a loopback "
            "address such as 127.0.0.1:8080; `redress demo` needs neither"
        )
    _serve(chosen, demo=False, started=time.monotonic())


def _serve(chosen: Settings, *, demo: bool, started: float) -> None:
    logs.set_up()
    served = agencies(chosen)
    with told():
        if demo:
            prepare(chosen)
            (chosen.data / MARK).touch()
        try:
            asyncio.run(_main(chosen, served, demo=demo, started=started))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                other = "--port 8081" if demo else "REDRESS_WEBCHAT_LISTEN=127.0.0.1:8081"
                fail(f"{chosen.webchat_listen} is taken by another program; choose another port, such as {other}")
            if fault.errno == errno.EACCES and fault.filename is None:
                fail(f"this account may not listen on {chosen.webchat_listen}; choose a port above 1023")
            raise


async def _main(chosen: Settings, served: dict[str, Agency], *, demo: bool, started: float) -> None:
    from bot.app import opened
    from bot.demo import Seats

    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    seats = Seats() if demo else None
    async with opened(chosen, reader(partial(typer.echo, err=True)), served, demo=seats) as app:
        running = asyncio.create_task(app.run(stop))
        ready = asyncio.create_task(app.ready())
        await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
        if ready.done():
            _say_where(app.addresses, seats, time.monotonic() - started)
        await running


def _say_where(addresses: Any, seats: Any, seconds: float) -> None:
    if addresses is not None:
        typer.echo(f"Resident page      {addresses.page}/")
    if addresses is not None and seats is not None:
        longest = max(map(len, seats.seats))
        for seat, token in seats.seats.items():
            typer.echo(f"  {seat:<{longest}} {addresses.page}/staff/{seat}?start={token}")
        typer.echo(f"All side by side   {addresses.page}/demo")
    typer.echo(f"Ready after {seconds:.1f} s. Stop with Ctrl+C.")


def _erase(data: Path) -> None:
    """Erase an earlier demo: only what a demo makes, never a folder that holds anything else."""
    ours = {MARK, "keys.json", "files", "clock", "redress.sqlite3", "redress.sqlite3-wal", "redress.sqlite3-shm"}
    if not data.exists():
        return
    there = sorted(each.name for each in data.iterdir())
    strange = [name for name in there if name not in ours] or (there if MARK not in there else [])
    if strange:
        fail(f"{data} holds something that is not of a demo ({strange[0]}); --fresh erases nothing there")
    shutil.rmtree(data)
