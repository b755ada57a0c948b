"""The demo as a process of its own, for tests that must not share memory with it."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 90.0


@dataclass(frozen=True)
class Demo:
    """A running demo: the address of its page, the links of its seats, and its folder."""

    base: str
    seats: dict[str, str]
    data: Path
    process: asyncio.subprocess.Process


@asynccontextmanager
async def demo(data: Path, *options: str, served: str = "minneapolis_opcr") -> AsyncIterator[Demo]:
    """Start `redress demo` on a free port, wait until it is ready, and end it with SIGTERM."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("REDRESS_")}
    environment["REDRESS_AGENCIES"] = served
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--data", str(data), *options]
    with (data.parent / "demo.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=log, env=environment, cwd=Path(__file__).parents[1]
        )
    try:
        said = await asyncio.wait_for(_until_ready(process), START_SECONDS)
        base = re.search(r"Resident page\s+(http://\S+?)/\n", said)
        assert base is not None, said
        yield Demo(base[1], dict(re.findall(r"/staff/(\w+)\?start=(\S+)", said)), data, process)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 30)


async def _until_ready(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    said = ""
    async for line in process.stdout:
        said += line.decode()
        if "Ready after" in said:
            return said
    raise AssertionError(f"the demo ended with status {await process.wait()}: {said}")
