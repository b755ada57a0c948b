"""What a complainant does in a measured interview, one act a turn; played at the real bot and at the echo alike."""

from dataclasses import dataclass
from time import perf_counter
from typing import Final

from tests.chat import Person


@dataclass(frozen=True, slots=True)
class Act:
    """One act at the page: `says` words, or `taps` a button that begins with them."""

    verb: str
    words: str


STORY: Final = "They stopped me for nothing, threw me on the ground and kicked me. One of them called me a slur."
SHORT: Final = (
    Act("taps", "English"),
    Act("taps", "I have read this"),
    Act("says", STORY),
    Act("taps", "Done"),
    Act("taps", "Send now"),
)
INTERVIEW: Final = (
    Act("taps", "English"),
    Act("taps", "I have read this"),
    Act("says", STORY),
    Act("says", "My neighbour came out and they told her to go back inside."),
    Act("taps", "Done"),
    Act("taps", "Yes, to me"),
    Act("taps", "You may use my name"),
    Act("says", "Ana Morales"),
    Act("says", "612-555-0134, evenings"),
    Act("says", "last summer"),
    Act("says", "Lake Street and 4th Avenue"),
    Act("says", "A tall officer with a beard"),
    Act("taps", "No"),
    Act("taps", "Neither"),
    Act("taps", "Done"),
    Act("says", "I want them to say that it was wrong."),
    Act("taps", "No, thank you"),
    Act("taps", "Done"),
    Act("taps", "Submit"),
)


async def do(person: Person, act: Act) -> float:
    """Do it, wait for the reply and say how many seconds that took, the page's own polling included."""
    since = perf_counter()
    await (person.taps(act.words) if act.verb == "taps" else person.says(act.words))
    await person.hears()
    return perf_counter() - since
