"""What comes unasked follows the case: nothing for who cannot or will not hear it."""

from bot.desk import clocks, unasked
from storage import cases
from tests.desk.office import HOME, Office, on_one


@on_one
async def test_nobody_hears_who_has_no_chat_or_cannot_be_reached(office: Office) -> None:
    case, agency = await office.files(), office.desk.agencies[HOME]
    async with office.desk.database.write() as session:
        facts = await clocks.known_facts(session, agency, case)
        assert await unasked.hears_on(session, agency, case, facts) is not None
        for changes in ({"flags": ["unreachable"]}, {"flags": ["quiet"]}, {"flags": [], "chat": None}):
            case = await cases.record(session, HOME, case, changes=changes, now=office.clock())
            assert await unasked.hears_on(session, agency, case, facts) is None
