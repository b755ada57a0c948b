"""The receipt for somebody without a chat: plain lines that can be printed or read out, in their language."""

import pytest

from bot.casework import deadlines
from bot.desk import clocks
from bot.telegram.printed import PrintedReceipt
from bot.words import LANGUAGES, Words
from tests.telegram.made import AGENCY, REFERENCE, case, id_of

WORDS = Words.load()
PRINTED = PrintedReceipt(WORDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_the_number_the_day_what_happens_and_whom_to_call(language: str) -> None:
    filed = case(chat=None, came_by="letter", language=language)
    duties = deadlines.duties(AGENCY, clocks.facts(filed, {}))
    screen = PRINTED.printed(AGENCY, filed, duties)
    text = screen.text.render()[0]
    lines = text.splitlines()
    assert lines[0] == AGENCY.name.to(language)
    assert any(REFERENCE in line for line in lines)
    assert AGENCY.phone in lines[-1]
    assert AGENCY.address in lines
    day = {"en": "November 24, 2026", "es": "24 de noviembre de 2026"}[language]
    assert WORDS.say(language, "receipt.came_on", date=day) in lines
    assert len([line for line in lines if line.startswith("• ")]) == len(duties)
    assert not screen.text.render()[1], "nothing that a printer or a voice cannot say"
    assert [button.data for row in screen.rows for button in row] == [f"s:told:{id_of('c')}::"]


def test_without_a_clock_nothing_is_promised() -> None:
    text = PRINTED.printed(AGENCY, case(chat=None), ()).text.render()[0]
    assert WORDS.say("en", "receipt.next") not in text
    assert "• " not in text
