"""Every `.chat` file is true: played on a whole deployment, and its sentences say what went wrong and nothing else."""

import re
from collections import defaultdict
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest
import pytest_asyncio

from bot.words import LANGUAGES, Words
from tests.chat import Person
from tests.chatfile import Script, parse
from tests.chatplay import Play, Wrong
from tests.house import House, copied, everybody, house

HERE = Path(__file__).parent
SCRIPTS = [parse(path) for path in sorted(HERE.glob("*/*.chat"))]
BAD = [script for script in SCRIPTS if "bad input" in script.header]
TRUE = "taps: English\ntaps: I have read this\nsays: They pushed me.\ntaps: Done"
BAD_INPUTS = {
    "nothing to see",
    "4,096 characters",
    "emoji only",
    "a sticker",
    "a forwarded message",
    "a contact of somebody else",
    "a file over 20 MB",
    "a zip",
    "an impossible date",
    "tomorrow for a past event",
    "a phone number with letters",
    "a double tap on Submit",
    "a button of yesterday's message",
    "start in the middle",
    "a group chat",
    "an edited message",
    "an unknown language code",
    "a guessed invitation",
    "staff commands",
}
WORDS = Words.load()
KEYS = WORDS.keys("en")
FIELD = "\x01"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def street(tmp_path_factory: pytest.TempPathFactory, empty_house: Path) -> AsyncIterator[House]:
    """One deployment for all files that a worker plays; each file brings a resident of its own."""
    async with house(copied(empty_house, tmp_path_factory.mktemp("street") / "data"), served=everybody()) as opened:
        yield opened


def named(script: Script) -> str:
    return f"{script.path.parent.name}/{script.path.name}"


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("script", SCRIPTS, ids=named)
async def test_the_conversation_goes_as_the_file_says(street: House, script: Script) -> None:
    async with Person(street.base) as page:
        await page.opens(script.header["agency"])
        play = Play(script, street, page)
        try:
            await play()
        finally:
            await play.close()
    limit = script.header.get("at most")
    assert limit is None or 0 < play.turns <= int(limit.split()[0]), f"it took {play.turns} turns"


@pytest.mark.parametrize("script", SCRIPTS, ids=named)
def test_a_file_says_what_it_shows_and_checks_something(script: Script) -> None:
    assert script.shows.endswith(".")
    assert script.header["agency"] == script.path.parent.name
    assert script.path.stem.endswith(f".{script.header['language']}")
    checks = {line.verb.split()[0] for line in script.lines}
    assert checks & {"sees", "told", "the"}
    assert checks & {"stored", "unchanged"}


def test_every_bad_input_is_played_in_every_language() -> None:
    played = {(script.header["bad input"], script.header["language"]) for script in BAD}
    assert played == {(each, language) for each in BAD_INPUTS for language in LANGUAGES}


def sentences(script: Script) -> set[str]:
    """The locale's own name for every sentence that a file is about."""
    language = script.header["language"]
    found = {text: [key for key, whole in wholes(language).items() if whole.fullmatch(text)] for text in script.told}
    assert all(found.values()), f"not a sentence of the bot: {found}"
    return {key for keys in found.values() for key in keys}


@cache
def wholes(language: str) -> dict[str, re.Pattern[str]]:
    """Every whole sentence of the bot by its name, its fields open; a group reads both languages at once."""
    both = {key: (filled(language, key), " ".join(filled(each, key) for each in LANGUAGES)) for key in KEYS}
    return {key: re.compile("|".join(map(re.escape, said)).replace(FIELD, ".+")) for key, said in both.items()}


def filled(language: str, key: str) -> str:
    """A sentence with a mark where its fields are; one that is little else than fields is none."""
    whole = WORDS.say(language, key, **dict.fromkeys(WORDS.fields(language, key), FIELD))
    return whole if len(whole.replace(FIELD, "")) > 10 else ""


def test_no_sentence_serves_more_than_two_bad_inputs() -> None:
    served = defaultdict(set)
    for script in BAD:
        for key in sentences(script):
            served[key].add(script.header["bad input"])
    assert {key: inputs for key, inputs in served.items() if len(inputs) > 2} == {}


def test_both_languages_say_the_same() -> None:
    by_input = defaultdict(set)
    for script in BAD:
        by_input[script.header["bad input"]].add(frozenset(sentences(script)))
    assert {each: keys for each, keys in by_input.items() if len(keys) != 1} == {}


def test_a_bad_input_changes_nothing_but_what_the_file_names() -> None:
    for script in BAD:
        verbs = [line.verb for line in script.lines]
        assert "told" in verbs or "the group sees" in verbs, script.path.name
        assert any(verb.startswith("unchanged") for verb in verbs), script.path.name
        assert any(verb.startswith("stored ") for verb in verbs), script.path.name


FALSE = {
    "stored story: They hugged me.": "They pushed me.",
    "stored files: nothing": None,
    "unchanged": "'asked'",
    "does not see: Did this happen to you?": "",
    "stored case priority: high": "nothing",
    "sings: a song": "KeyError",
    "investigator sees: a case": "",
}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("line", "why"), FALSE.items())
async def test_a_file_that_is_not_true_fails_at_its_line(
    street: House, tmp_path: Path, line: str, why: str | None
) -> None:
    path = tmp_path / "false.en.chat"
    path.write_text(f"# Not all true.\nagency: minneapolis_opcr\nlanguage: en\n\n{TRUE}\n{line}\n", "utf-8")
    async with Person(street.base) as page:
        await page.opens("minneapolis_opcr")
        play = Play(parse(path), street, page)
        if why is None:
            return await play()
        with pytest.raises(Wrong, match=r"false\.en\.chat:9: ") as fault:
            await play()
        assert why in str(fault.value)
    return None
