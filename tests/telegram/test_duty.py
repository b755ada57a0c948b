"""A queue without anybody on duty tells the supervisor at once."""

from tests.house import House
from tests.telegram.talk import files


async def test_off_duty_new_cases_go_to_the_supervisor(home: House) -> None:
    supervisor = await home.staff("supervisor", queues=())
    investigator = await home.staff("investigator")
    await investigator.says("/duty")
    await investigator.sees("You are on duty")
    await investigator.taps("Go off duty")
    await investigator.sees("You are off duty")
    filed = await files(home, "An officer took my phone and never gave it back.")
    await supervisor.sees(f"New case {filed.reference}.*Nobody is on duty")
    await investigator.refreshes()
    assert not [text for text in investigator.shown() if "New case OPCR" in text]
    await investigator.taps("Go on duty")
    await investigator.sees("You are on duty")
