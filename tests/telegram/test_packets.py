"""A packet in the chat: begun, gone through by taps, words typed in, sent back, agreed to, made; the panel's words."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.casework.errors import Refused, Stale
from tests.desk.office import Office
from tests.telegram.clerk import Clerk, office_in

STORY = "Officer Marcus Delacroix kicked me. Call me at 612-555-0123. The blue door knows."


@pytest.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as opened:
        yield opened


async def test_a_packet_goes_through_two_people_and_comes_out_as_a_file(office: Office) -> None:
    ana, boss = Clerk(office, await office.hires()), Clerk(office, await office.hires("supervisor"))
    case = await office.files(STORY)
    await ana.opens(case)
    assert "There is no packet yet" in await ana.taps("Packet")
    assert "Still to decide" in await ana.taps("Begin in English")
    assert "【" in await ana.taps("Names:")
    while "Black out" in ana.labels():
        await ana.taps("Black out")
    assert "【612-555-0123】" in await ana.taps("Phone numbers:")
    await ana.taps("Leave all")
    shown = await ana.taps("✓ Phone numbers: 0 black, 1 readable")
    assert "Stays readable:" in shown
    assert "【612-555-0123】" in shown
    assert "【612-555-0123】" in await ana.taps("Decide anew")
    await ana.taps("Leave readable")
    for kind in [each for each in ana.labels() if "to decide" in each]:
        await ana.taps(kind)
        await ana.taps("Black out all")
    assert "Which words should go black" in await ana.taps("Black out words")
    assert "Blacked out wherever" in await ana.says("blue door")
    read = await ana.taps("Read it all")
    assert "612-555-0123" in read
    assert "Delacroix" not in read
    await ana.taps("Back to the packet")
    assert "Somebody else has to agree" in await ana.taps("Review is done")
    await boss.opens(case, "packet")
    assert "【612-555-0123】" in await boss.taps("✓ Phone numbers: 0 black, 1 readable")
    assert "Decide anew" not in boss.labels()
    await boss.taps("Back to the packet")
    assert "What is still wrong" in await boss.taps("Send it back")
    assert "It was sent back:\nThe telephone too." in await boss.says("The telephone too.")
    await ana.opens(case, "packet")
    await ana.taps("Black out words")
    await ana.says("612-555-0123")
    await ana.taps("Review is done")
    await boss.opens(case, "packet")
    assert "The packet can be made" in await boss.taps("I agree")
    assert "cannot be read by anybody" in await boss.taps("Make the packet")
    attachment = boss.screens[0].attachment
    assert attachment is not None
    assert (attachment.data[:5], attachment.name) == (b"%PDF-", f"{case.reference}-panel_packet.pdf")


async def test_what_the_panel_said_is_typed_and_a_bad_count_is_asked_again(office: Office) -> None:
    boss = Clerk(office, await office.hires("supervisor"))
    case = await office.files(STORY)
    await boss.opens(case, "packet")
    assert "how many of the 5 were for it" in await boss.taps("What the panel said")
    with pytest.raises(Refused, match="panel_unreadable"):
        await boss.says("Sustain it.")
    assert "4 for, 1 against, 0 abstained\nSustain it." in await boss.says("4 for, 1 against\nSustain it.")
    assert "Wrote down what the panel said" in await boss.opens(case, "history")


async def test_buttons_that_we_did_not_draw_are_stale(office: Office) -> None:
    boss = Clerk(office, await office.hires("supervisor"))
    case = await office.files(STORY)
    await boss.presses(f"s:packet_new:{case.id}::en")
    for data in (
        f"s:packet_new:{case.id}::xx",
        f"s:packet_kind:{case.id}::",
        f"s:packet_kind:{case.id}::abcdef.name",
        f"s:packet_out:{case.id}::abcdef.x",
        f"s:packet_out:{case.id}::abcdef.0",
        f"s:packet_make:{case.id}::abcdef",
        f"s:packet_end:{case.id}::",
    ):
        with pytest.raises(Stale):
            await boss.presses(data)
    await boss.opens(case, "packet")
    await boss.presses(f"s:packet_back:{case.id}::abcdef")
    with pytest.raises((Refused, Stale)):
        await boss.says("   ")
