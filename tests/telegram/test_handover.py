"""A case is offered to a colleague over the wire, who takes it with a tap, or goes back to its queue with a reason."""

from bot.desk import ownership, roster
from tests.house import House
from tests.telegram.talk import chat_of, files, opens


async def test_a_case_is_offered_taken_and_given_back(home: House) -> None:
    ana, ben = await home.staff("investigator", "Ana"), await home.staff("investigator", "Ben")
    filed = await files(home)
    case = await filed.case(home)
    (member,) = await roster.of_chat(home.app.desk, chat_of(ana))
    await ownership.claim(home.app.desk, None, member, case.id)  # type: ignore[arg-type]
    await opens(ana, filed)
    await ana.taps("Clocks")
    await ana.sees("Clocks of")
    await ana.taps("Hand over")
    await ana.sees("Who should take")
    await ana.taps("Ben")
    await ana.sees("Why should somebody else")
    await ana.says("I have sixty of them.")
    await ana.sees("Your colleague has been asked")
    assert "sixty" not in await ben.sees("asks you to take")
    await ben.taps("Take it")
    await ben.sees("is yours")
    await ana.sees("your colleague has taken the case")
    await opens(ben, filed)
    await ben.taps("Clocks")
    await ben.sees("Clocks of")
    await ben.taps("Hand over")
    await ben.sees("Who should take")
    await ben.taps("Back to the queue")
    await ben.sees("Why should somebody else")
    await ben.says("Ana knows the street.")
    await ben.sees("is back in the queue")
    assert (await filed.case(home)).owner_id is None
