"""Pictures of bars: a PNG as wide as a phone shows it, whatever is in it."""

import io

import pytest
from PIL import Image

from bot.telegram.charts import DPI, WIDTH, Bar, Panel, draw


def drawn(*panels: Panel, legend: tuple[str, ...] = ()) -> Image.Image:
    return Image.open(io.BytesIO(draw(panels, legend)))


def colours(image: Image.Image) -> set[tuple[int, ...]]:
    """The colours that fill more than a sliver of the picture."""
    counted = image.convert("RGB").getcolors(1_000_000)
    assert counted is not None
    return {colour for count, colour in counted if count > 400}


BLUE, RED, GREY = (0, 114, 178), (213, 94, 0), (176, 176, 176)


def test_every_part_of_a_bar_has_its_colour() -> None:
    image = drawn(Panel("Who", (Bar("Ana", (5, 3, 2), "10"),)), legend=("in time", "overdue", "on hold"))
    assert image.format == "PNG"
    assert image.width == WIDTH * DPI
    assert {BLUE, RED, GREY} <= colours(image)
    assert RED not in colours(drawn(Panel("Who", (Bar("Ana", (5,), "5"),))))


@pytest.mark.parametrize("panel", [Panel("Nothing", ()), Panel("Zero", (Bar("Ana", (0, 0, 0), "0"), Bar("", (), "")))])
def test_nothing_to_draw_is_drawn_too(panel: Panel) -> None:
    assert drawn(panel).width == WIDTH * DPI


def test_a_picture_grows_with_its_bars_and_a_long_name_takes_lines() -> None:
    bars = tuple(Bar(f"Person {n}", (n,), str(n)) for n in range(3))
    few, many = drawn(Panel("Who", bars)), drawn(Panel("Who", bars * 4))
    assert few.height < many.height
    assert Bar("One name that is longer than a line", (1,), "1").lines == ["One name that is longer", "than a line"]
    assert drawn(Panel("Who", bars), Panel("Where", bars)).height == pytest.approx(2 * few.height, rel=0.05)


def test_a_share_is_drawn_against_the_whole() -> None:
    """Half a bar is half as long as a whole one."""

    def length(image: Image.Image) -> int:
        counted = image.convert("RGB").getcolors(1_000_000)
        assert counted is not None
        return next(count for count, colour in counted if colour == BLUE)

    half = length(drawn(Panel("Late", (Bar("a", (50,), "50 %"),), full=100)))
    whole = length(drawn(Panel("Late", (Bar("a", (100,), "100 %"),), full=100)))
    assert half / whole == pytest.approx(0.5, abs=0.03)
