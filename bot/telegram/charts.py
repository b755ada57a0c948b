"""Draws bars as a PNG that can be read on a phone; called in a thread by `telegram.figures`.

The parts of a bar differ in pattern as well as in colour, each bar says its numbers, and the same stands in words in
the message before it.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Colours that people who see few of them tell apart, dark enough on white; the patterns do it without any.
PARTS: Final = (("#0072B2", ""), ("#D55E00", "////"), ("#B0B0B0", "...."))
DPI: Final = 128
WIDTH: Final = 7.5
ROW: Final = 0.26
"""Inches for each line of a label; the picture is as high as its bars need."""
HEAD: Final = 0.85
LABEL: Final = 24
INK: Final = "#1A1A1A"

_drawing = Lock()  # matplotlib shares its fonts


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: whose it is, its parts from the left, and what it says at its end."""

    label: str
    parts: tuple[float, ...]
    said: str

    @property
    def lines(self) -> list[str]:
        """The label as it is written beside the bar."""
        return wrap(self.label, LABEL) or [""]


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars of one kind under a title; `full` is the value of a whole bar, the longest where it is None."""

    title: str
    bars: tuple[Bar, ...]
    full: float | None = None


def draw(panels: Sequence[Panel], legend: Sequence[str] = ()) -> bytes:
    """The panels below each other, as a PNG; `legend` names the parts of the bars."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    heights = [HEAD + ROW * sum(len(bar.lines) + 0.4 for bar in panel.bars) for panel in panels]
    foot = 0.5 if legend else 0.1
    with _drawing:
        figure = Figure(figsize=(WIDTH, sum(heights) + foot), dpi=DPI, facecolor="white")
        FigureCanvasAgg(figure)
        bottom = sum(heights) + foot
        for panel, height in zip(panels, heights, strict=True):
            bottom -= height
            whole = sum(heights) + foot
            box = (0.40, (bottom + 0.1) / whole, 0.42, (height - HEAD + 0.2) / whole)
            axes = figure.add_axes(box)
            figure.text(0.03, (bottom + height - 0.4) / whole, panel.title, size=16, weight="bold", color=INK)
            _bars(axes, panel)
        if legend:
            marks = [
                Patch(facecolor=colour, hatch=pattern, edgecolor="white", label=name)
                for name, (colour, pattern) in zip(legend, PARTS, strict=False)
            ]
            figure.legend(handles=marks, loc="lower center", ncols=len(marks), frameon=False, fontsize=13)
        out = io.BytesIO()
        figure.savefig(out, format="png")
    return out.getvalue()


def _bars(axes: "Axes", panel: Panel) -> None:
    full = panel.full or max((sum(bar.parts) for bar in panel.bars), default=0) or 1
    at = 0.0
    ticks: list[float] = []
    for bar in panel.bars:
        middle, left = at + len(bar.lines) / 2, 0.0
        for value, (colour, pattern) in zip(bar.parts, PARTS, strict=False):
            axes.barh(middle, value, 0.72, left=left, color=colour, hatch=pattern, edgecolor="white", linewidth=0)
            left += value
        axes.text(left + full * 0.03, middle, bar.said, va="center", size=13, color=INK, clip_on=False)
        ticks.append(middle)
        at += len(bar.lines) + 0.4
    axes.set_xlim(0, full)
    axes.set_ylim(max(at, 1), -0.1)
    axes.set_yticks(ticks, ["\n".join(bar.lines) for bar in panel.bars], fontsize=13, color=INK)
    axes.set_xticks([])
    axes.tick_params(length=0)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
