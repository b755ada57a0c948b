"""The fingerprint is the same each time, and another one for another record."""

from bot.desk.papers import fingerprint
from tests.desk.office import Office


async def test_the_same_record_has_the_same_fingerprint_and_another_has_another(office: Office) -> None:
    one, other = await office.files(), await office.files(chat="200")
    async with office.desk.database.read() as session:
        first = await fingerprint.of(session, one.agency, one)
        assert first == await fingerprint.of(session, one.agency, one)
        assert first != await fingerprint.of(session, other.agency, other)
    assert len(first) == 64
