"""A complainant who talks to the interview of the real profile: what the tests of the interview are written with."""

import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from bot.casework.agency import Agency, load
from bot.casework.interview import (
    Attached,
    Context,
    Found,
    FoundFact,
    Incoming,
    Picked,
    Pressed,
    Said,
    Turn,
    begin,
    reply,
)

ROOT = Path(__file__).parents[2]
SHIPPED = {path.name: path.read_text("utf-8") for path in (ROOT / "bot" / "agencies").glob("*.toml")}
TEXTS = {name: text for name, text in SHIPPED.items() if name != "guide.toml"}  # the guide takes no complaints itself
LABELS = [
    label for group in tomllib.loads((ROOT / "nlp" / "labels.toml").read_text("utf-8")).values() for label in group
]
AGENCY = load(TEXTS, LABELS)["minneapolis_opcr"]
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
ENGLISH = Context("en", NOW)
STORY = "The officer pushed me against the car and would not say why."

done, skip, back, keep = Pressed("done"), Pressed("skip"), Pressed("back"), Pressed("keep")
send_now, submit, restart, review, another = (
    Pressed("send_now"),
    Pressed("submit"),
    Pressed("restart"),
    Pressed("review"),
    Pressed("another"),
)


def say(text: str, message: str = "1") -> Said:
    return Said(text, message)


def fact(kind: str, text: str) -> FoundFact:
    return {"kind": kind, "text": text, "start": 0, "end": len(text)}


def file(kind: str = "photo", caption: str | None = None, message: str = "9", name: str | None = None) -> Attached:
    return Attached("e1", kind, name, caption, message)


def play(
    came: Iterable[Incoming], context: Context = ENGLISH, agency: Agency = AGENCY, turn: Turn | None = None
) -> Turn:
    turn = turn or begin(agency, context.purpose)
    for incoming in came:
        turn = reply(agency, turn.answers, incoming, context)
    return turn


def asked(turn: Turn) -> str:
    return turn.step.question.id if turn.step.question else turn.step.kind


def keys(turn: Turn) -> list[str]:
    return [f"{remark.kind}.{remark.key}" for remark in turn.remarks]


OPENING: list[Incoming] = [Picked("en"), done]
TOLD: list[Incoming] = [*OPENING, say(STORY), done]
PERSON: list[Incoming] = [*TOLD, Picked("me"), Picked("use_name"), say("Ana Ruiz"), say("612-555-0123 after 5")]
INCIDENT: list[Incoming] = [*PERSON, say("March 3, 2026"), say("Lake and Chicago"), say("badge 1234")]
REVIEW: list[Incoming] = [*INCIDENT, Picked("no"), Picked("neither"), say("An apology"), Picked("neither")]

FACTS = Found(
    (
        fact("officer", "Officer Lee"),
        fact("badge", "1234"),
        fact("badge", "1234"),
        fact("date", "March 3, 2026"),
        fact("date", "sometime"),
        fact("place", "Lake St"),
        fact("weather", "rain"),
    )
)
