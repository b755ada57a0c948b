"""Passages are written by those who investigate, grow, are kept in every version, and end with the case."""

import pytest

from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import passages
from tests.desk.hartford import STORY, at_hartford
from tests.desk.office import Office, on_one


async def test_a_passage_is_written_and_grows(office: Office) -> None:
    office = at_hartford(office)
    ana, case = await office.hires(), await office.files(STORY)
    before = await passages.look(office.desk, ana, case.id)
    assert before.passages == {}
    assert [each.about for each in before.missing if each.key == "passage"] == [
        *("Summary", "What the evidence shows", "Conclusions")
    ]
    for words, more in (("A stop.", False), ("It hurt.", True), ("A stop, told anew.", False)):
        await passages.write(office.desk, await office.row(), ana, case.id, "summary", words, more=more)
    after = await passages.look(office.desk, ana, case.id)
    assert (after.passages["summary"].words, after.passages["summary"].version) == ("A stop, told anew.", 3)
    assert "Summary" not in [each.about for each in after.missing]


@on_one
async def test_nothing_and_unknown_parts_are_refused_and_so_is_intake(office: Office) -> None:
    office = at_hartford(office)
    ana, ida = await office.hires(), await office.hires("intake", name="Ida")
    case = await office.files(STORY)
    with pytest.raises(Refused, match="no_words"):
        await passages.write(office.desk, await office.row(), ana, case.id, "summary", " \n")
    with pytest.raises(Stale):
        await passages.write(office.desk, await office.row(), ana, case.id, "poem", "Roses.")
    with pytest.raises(NotYours):
        await passages.write(office.desk, await office.row(), ida, case.id, "summary", "A stop.")
    assert (await passages.look(office.desk, ida, case.id)).passages == {}
