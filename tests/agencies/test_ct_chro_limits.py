"""Who has not sworn hears of both limits in time, is never told that it is too late, and may swear after the last."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from bot.casework.interview import Picked, Pressed, Said
from tests.agencies.life import Life, does, joins, office
from tests.chat import Person
from tests.house import House, copied
from tests.telegram.talk import hears

HAPPENED = date(2026, 9, 12)  # 170 days before it is told
SAYS = {
    "en": {
        "between": "By one rule, the time to file was over on March 11, 2027",
        "last": "You can still file it. One rule gives you until July 9, 2027.",
        "over": "the last day that we know of was July 9, 2027. You can still send it in. A person reads it",
        "unfiled": "This is not a filing yet",
        "filed": "sworn and filed",
        "submit": "Send it to the office",
    },
    "es": {
        "between": "Según una norma, el plazo terminó el 11 de marzo de 2027",
        "last": "Aún la puede presentar. Una norma le da hasta el 9 de julio de 2027.",
        "over": "el último día que conocemos fue el 9 de julio de 2027. Aun así la puede mandar. Una persona la lee",
        "unfiled": "Esto todavía no es una queja presentada",
        "filed": "está jurada y presentada",
        "submit": "Mandar a la oficina",
    },
}


@pytest_asyncio.fixture
async def connecticut(tmp_path: Path, empty_house: Path) -> AsyncIterator[House]:
    """A deployment that serves the commission alone, from March 1, 2027 on."""
    async with office(copied(empty_house, tmp_path / "data"), "ct_chro") as opened:
        yield opened


async def files(home: House, language: str) -> Person:
    resident = await home.resident()
    story, day = Said("They did not hire me.", "1"), Said(f"{HAPPENED:%m/%d/%Y}", "2")
    await hears(home, resident, Picked(language), Pressed("done"), story, Pressed("done"), Picked("me"))
    await hears(home, resident, Picked("no_name"), Picked("employment"), Pressed("done"), Picked("refused"))
    await hears(home, resident, Pressed("done"), Picked("age"), Pressed("done"), Said("Elm Bank", "3"))
    await hears(home, resident, Said("Hartford", "4"), day)
    await does(home, resident, "A job", f">{SAYS[language]['submit']}")
    return resident


@pytest.mark.parametrize("language", SAYS)
async def test_both_limits_are_told_in_time_and_after_them_nothing_is_refused(
    connecticut: House, language: str
) -> None:
    says = SAYS[language]
    ana = await joins(connecticut, "intake", "Ana Soto")
    resident = await files(connecticut, language)
    sol = await joins(connecticut, "supervisor", "Sol Reed")
    life = await Life.of(connecticut, resident, ana, sol)
    await life.opens(ana, ">Claim")

    await life.lives(days=12)
    await life.does(resident, "/status", f"?{says['between']}")
    await life.lives(days=115)  # three days are left by the longest rule
    heard = await resident.sees(says["last"])
    assert says["unfiled"] in heard
    await ana.sees("By the longest rule it can be filed until July 9, 2027")

    await life.lives(days=7)
    await resident.sees(says["over"])
    await ana.sees("the last day by any rule was July 9, 2027. Nothing is refused")
    for who, suffix in ((resident, ""), (ana, "_staff")):
        told = [each for each in await life.told(who) if each.startswith(("limit_last", "limit_over"))]
        assert told == [f"limit_last{suffix}", f"limit_last{suffix}", f"limit_over{suffix}"]
    assert not any("too late" in each or "demasiado tarde" in each for each in resident.shown())

    await life.steps(ana, "It was sworn", ">Today", ">No note", stage=says["filed"])
    assert "filed" in (await life.now()).moments
