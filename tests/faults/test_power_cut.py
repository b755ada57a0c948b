"""The process is killed outright in the middle of the main job and started again: nothing is lost, nothing doubled."""

import json
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.clock import Clock
from bot.settings import Settings
from storage import audit, inbox
from storage.database import Database
from storage.models import cases, evidence, notices
from storage.vault import KeyFile, Vault
from tests.chat import Person
from tests.process import Demo, demo

pytestmark = pytest.mark.timeout(300)
LEASES = timedelta(minutes=5)


@asynccontextmanager
async def opened(data: Path) -> AsyncIterator[Database]:
    """The database of a deployment that is not running."""
    settings = Settings(data=data)
    database = await Database.open(settings.database, Vault(KeyFile.load(settings.keys)))
    try:
        yield database
    finally:
        await database.close()


async def killed(running: Demo, data: Path) -> None:
    """End the process as a power cut would; what it held is free again when its leases have run out."""
    running.process.send_signal(signal.SIGKILL)
    await running.process.wait()
    Clock(data / "clock").advance(LEASES)


def free_port() -> str:
    """A port that nobody listens on, for a page that must come back at the same address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


async def test_killed_on_submit_on_claim_and_on_a_status(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    base = f"http://127.0.0.1:{port}"
    async with Person(base) as resident, Person(base, "investigator") as investigator:
        async with demo(data, "--port", port) as running:
            await investigator.opens(running.seats["investigator"])
            await investigator.sees("You are in")
            await resident.opens()
            await resident.taps("English")
            await resident.taps("I have read this")
            await resident.sees("Tell us what happened")
            await resident.says("They threw me on the ground and kicked me. I did nothing.")
            await resident.hears()
            await resident.sends(b"%PDF-1.7 a paper", "paper.pdf")
            await resident.hears()
            await resident.taps("Done")
            await resident.hears()
            await resident.taps("Send now")
            await killed(running, data)
        async with demo(data, "--port", port) as running:
            await resident.sees("We have your complaint")
            await investigator.sees("New case OPCR-")
            await investigator.taps("Open OPCR-")
            await investigator.sees("Suggested allegations")
            await investigator.taps("Claim")
            await killed(running, data)
        async with demo(data, "--port", port) as running:
            await investigator.says("/mine")
            await investigator.taps("OPCR-")
            await investigator.sees("Suggested allegations")
            await investigator.taps("Status")
            await investigator.taps("Start the review")
            await investigator.sees("Write a note")
            await investigator.says("We have begun to look into this.")
            await killed(running, data)
        async with demo(data, "--port", port):
            await resident.sees("There is news")
            await resident.taps("Read")
            assert "begun to look into this" in await resident.sees("From the office")
    await _nothing_lost_nothing_doubled(data)


async def _nothing_lost_nothing_doubled(data: Path) -> None:
    async with opened(data) as database, database.read() as session:
        rows = (await session.execute(select(cases.c.status, cases.c.owner_id, cases.c.moments))).all()
        assert len(rows) == 1
        assert rows[0].status == "review"
        assert rows[0].owner_id is not None
        assert "notified" in (rows[0].moments if isinstance(rows[0].moments, dict) else json.loads(rows[0].moments))
        assert (await session.execute(select(evidence.c.state))).scalars().all() == ["stored"]
        told = dict(
            (await session.execute(select(notices.c.template, func.count()).group_by(notices.c.template))).all()
        )
        assert told["receipt"] == 1
        assert told["news_with_note"] == 1
        assert await audit.verify(session) == []
        counts = await inbox.counts(session)
        assert (counts["waiting"], counts["quarantined"]) == (0, 0)
