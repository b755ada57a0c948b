"""What every test may use; leaves out, and counts, what this machine cannot run."""

import os
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
import structlog
from sqlalchemy import make_url

from tests.databases import POSTGRES
from tests.databases import backend as backend
from tests.databases import database as database
from tests.databases import empty_url as empty_url
from tests.databases import keyfile as keyfile
from tests.databases import migrated_file as migrated_file
from tests.databases import migrated_server as migrated_server
from tests.databases import url as url
from tests.databases import vault as vault
from tests.house import House, copied, house, template

if TYPE_CHECKING:
    from playwright.async_api import Browser

REQUIRED = frozenset(filter(None, os.environ.get("REDRESS_REQUIRE", "").split(",")))
REMEDIES = {
    "browser": "install Debian's chromium (apt-get install chromium)",
    "postgres": "start PostgreSQL, or name one in REDRESS_TEST_POSTGRES",
    "training": 'install the training extra (pip install -e ".[training]")',
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run what takes minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    missing = {marker for marker, there in _there().items() if not there}
    if missing & REQUIRED:
        wanted = "; ".join(f"{each}: {REMEDIES[each]}" for each in sorted(missing & REQUIRED))
        raise pytest.UsageError(f"REDRESS_REQUIRE asks for what is not here. {wanted}")
    unwanted = missing | (set() if config.getoption("--long") else {"long"})
    left_out = [item for item in items if any(item.get_closest_marker(each) for each in unwanted)]
    if left_out:
        kept = set(map(id, left_out))
        items[:] = [item for item in items if id(item) not in kept]
        config.hook.pytest_deselected(items=left_out)
        config.stash[LEFT_OUT] = {
            each: sum(1 for item in left_out if item.get_closest_marker(each)) for each in sorted(missing)
        }


LEFT_OUT = pytest.StashKey[dict[str, int]]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for marker, there in _there().items():
        if not there:
            terminalreporter.write_line(f"Left out: the tests marked {marker!r}. To run them, {REMEDIES[marker]}.")


def _there() -> dict[str, bool]:
    return {"browser": _chromium(), "postgres": _postgres(), "training": find_spec("torch") is not None}


def _chromium() -> bool:
    return shutil.which("chromium") is not None


def _postgres() -> bool:
    url = make_url(POSTGRES)
    try:
        with socket.create_connection((url.host or "127.0.0.1", url.port or 5432), timeout=2):
            return True
    except OSError:
        return False


@pytest.fixture(scope="session")
def empty_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deployment that nobody has used yet, to be copied."""
    return template(tmp_path_factory.mktemp("house"))


@pytest_asyncio.fixture
async def browser() -> AsyncIterator["Browser"]:
    """A Chromium of the test's own."""
    from tests.webchat.chromium import chromium

    async with chromium() as opened:
        yield opened


@pytest.fixture
async def home(tmp_path: Path, empty_house: Path) -> AsyncIterator[House]:
    """A working deployment on SQLite with the built-in profiles."""
    async with house(copied(empty_house, tmp_path / "data")) as opened:
        yield opened


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A command that sets up the program's logs does so for its own test only."""
    kept = structlog.get_config()
    yield
    structlog.configure(**kept)
