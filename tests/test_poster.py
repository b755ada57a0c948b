"""A poster says what it must in both languages, and its code is the link that opens the right office at the place."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import segno
from pypdf import PdfReader
from typer.testing import CliRunner

from bot import poster
from bot.__main__ import app
from bot.settings import Settings
from tests.house import agencies, everybody

NOW = datetime(2026, 11, 22, tzinfo=UTC)
BOTH = Settings(bot_name="RedressBot", public_url="https://redress.example.org/")
LINK = "https://t.me/RedressBot?start=hartford_oig-headquarters"


def text_of(data: bytes) -> str:
    (page,) = PdfReader(io.BytesIO(data)).pages
    return re.sub(r"\s+", " ", page.extract_text())


def test_the_links_name_the_office_and_the_place() -> None:
    hartford = agencies(everybody())["hartford_oig"]
    assert poster.links(BOTH, hartford, hartford.places["headquarters"]) == {
        "telegram": LINK,
        "web": "https://redress.example.org/?start=hartford_oig-headquarters",
    }
    assert poster.links(Settings(bot_name="X"), hartford, None) == {"telegram": "https://t.me/X?start=hartford_oig"}
    assert poster.links(Settings(), hartford, None) == {}


def test_the_link_of_a_neutral_office_names_it_as_little_as_its_poster() -> None:
    parole = agencies(everybody())["ct_doc_parole"]
    assert poster.links(BOTH, parole, parole.places["library"]) == {
        "telegram": "https://t.me/RedressBot?start=community-library",
        "web": "https://redress.example.org/?start=community-library",
    }
    for agency in agencies(everybody()).values():
        assert not agency.discreet or agency.link, agency.id


def test_every_link_is_one_that_telegram_takes() -> None:
    for agency in agencies(everybody()).values():
        for place in agency.places.values():
            assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", f"{agency.linked}-{place.id}")


def test_the_code_is_the_link() -> None:
    """No decoder is at hand: the lines that are drawn are those of the link, and of no other."""
    drawn = re.findall(r' d="([^"]+)"', poster.code(LINK))[-1]
    expected, other = io.BytesIO(), io.BytesIO()
    segno.make(LINK, error="q", micro=False).save(expected, kind="svg", border=4)
    segno.make(LINK + "x", error="q", micro=False).save(other, kind="svg", border=4)
    assert drawn in expected.getvalue().decode()
    assert drawn not in other.getvalue().decode()


@pytest.mark.parametrize("language", [*poster.LANGUAGES])
@pytest.mark.parametrize("name", sorted(set(agencies(everybody())) - {"guide"}))
def test_it_says_what_it_must_on_one_page(name: str, language: str) -> None:
    agency = agencies(everybody())[name]
    place = next(iter(agency.places.values()), None)
    said = text_of(poster.made(agency, place, language, poster.links(BOTH, agency, place), NOW))
    wanted = {
        "en": ["You do not have to give your name.", "911"],
        "es": ["No tiene que dar su nombre.", "911"],
    }
    for each in wanted if agency.poster_name else ():
        assert wanted[each][0] not in said, "it has words of its own, for that is not all of the truth here"
        wanted[each][0] = agency.poster_name.to(each)
    for each in poster.LANGUAGES[language]:
        assert [words for words in wanted[each] if words not in said] == []
    assert agency.phone in said
    assert f"start={agency.linked}" in said.replace(" ", "")
    sample = {"en": "This paper is a sample.", "es": "Este papel es una muestra."}
    assert [sample[each] in said for each in poster.LANGUAGES[language]] == [agency.sample] * len(
        poster.LANGUAGES[language]
    )


def test_where_a_name_is_needed_to_file_no_poster_says_that_none_is() -> None:
    """Whoever swears to a complaint gives their name, and the other side reads it."""
    assert {id for id, each in agencies(everybody()).items() if each.sworn and not each.poster_name} == set()


def test_a_neutral_office_hangs_up_nothing_that_says_what_it_is() -> None:
    agency = agencies(everybody())["ct_doc_parole"]
    for place in (None, *agency.places.values()):
        said = text_of(poster.made(agency, place, "both", poster.links(BOTH, agency, place), NOW)).casefold()
        assert [word for word in ("parole", "doc_", "complaint", "libertad condicional", "queja") if word in said] == []


def test_the_command_writes_it(tmp_path: Path) -> None:
    out = tmp_path / "lobby.pdf"
    line = ["poster", "hartford_oig", "headquarters", "--language", "es", "--out", str(out)]
    told = CliRunner().invoke(app, line, env={"REDRESS_BOT_NAME": "RedressBot"})
    assert (told.exit_code, LINK in told.output) == (0, True), told.output
    assert "Puede contarnos" in text_of(out.read_bytes())


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("poster hartford_oig moon", "has no place 'moon'; there is: headquarters"),
        ("poster hartford_oig --language tlh", "choose en, es, both"),
        ("poster hartford_oig", "REDRESS_PUBLIC_URL"),
        ("poster atlantis", "no agency 'atlantis'"),
        ("staff invite --agency guide --role supervisor --name Sam", "the guide has no staff"),
    ],
)
def test_what_cannot_be_made_is_said_in_one_sentence(line: str, sentence: str) -> None:
    told = CliRunner().invoke(app, line.split(), env={"REDRESS_BOT_NAME": "", "REDRESS_PUBLIC_URL": ""})
    assert told.exit_code == 2
    assert sentence in told.output
