"""What was compelled is marked with a tap, and a colleague who shares it with a prosecutor is told why not."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.casework.errors import Refused
from bot.desk import correspondence
from bot.desk.evidence import FileCame
from tests.desk.office import Office
from tests.telegram.clerk import Clerk, office_in


@pytest.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as opened:
        yield opened


async def test_a_file_is_marked_and_goes_to_no_prosecutor(office: Office) -> None:
    boss = Clerk(office, await office.hires("supervisor"))
    case = await office.files()
    await correspondence.add_file(office.desk, await office.row(), case, FileCame("document", "f", "1"))
    await boss.opens(case)
    assert "never goes to a prosecutor" in await boss.taps("Compelled")
    assert "☐ 1. " in boss.labels()[0]
    await boss.taps("☐ 1.")
    assert "☑ 1. " in boss.labels()[0]
    await boss.opens(case, "ask_body")
    await boss.taps("County Attorney")
    await boss.says("Please look at this.")
    await boss.taps("1. ")
    await boss.presses(f"s:shared:{case.id}::")
    with pytest.raises(Refused, match="compelled_prosecutor"):
        await boss.presses(f"s:due:{case.id}::14")
    await boss.opens(case, "compelled")
    await boss.taps("☑ 1.")
    assert "☐ 1. " in boss.labels()[0]


async def test_who_may_not_mark_has_no_button(office: Office) -> None:
    ned = Clerk(office, await office.hires("intake"))
    case = await office.files()
    await ned.opens(case)
    assert "Compelled" not in ned.labels()
