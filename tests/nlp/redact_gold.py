"""The texts of redact_cases.jsonl with what should go marked in them as {kind:words}; counts what `propose` finds.

`python -m tests.nlp.redact_gold [blind]` prints the figures and every miss.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from nlp.redact import KINDS, Redaction, propose

_MARKED = re.compile(r"\{(" + "|".join(KINDS) + r"):([^{}]*)\}")


@dataclass(frozen=True)
class Case:
    """One text; `gold` is what should go from it."""

    id: str
    language: str
    blind: bool
    text: str
    gold: tuple[tuple[int, int, str], ...]


def cases(blind: bool | None = None) -> list[Case]:
    rows = map(json.loads, (Path(__file__).parent / "redact_cases.jsonl").read_text("utf-8").splitlines())
    return [_case(row) for row in rows if blind is None or row["blind"] is blind]


def _case(row: dict[str, object]) -> Case:
    marked = str(row["marked"])
    text, gold, at = "", [], 0
    for hit in _MARKED.finditer(marked):
        text += marked[at : hit.start()]
        gold.append((len(text), len(text) + len(hit[2]), hit[1]))
        text += hit[2]
        at = hit.end()
    return Case(str(row["id"]), str(row["language"]), bool(row["blind"]), text + marked[at:], tuple(gold))


@dataclass
class Tally:
    """Counts by language and kind: gold spans, those wholly covered, proposals, those touching gold."""

    gold: Counter[tuple[str, str]]
    covered: Counter[tuple[str, str]]
    proposed: Counter[tuple[str, str]]
    right: Counter[tuple[str, str]]

    def recall(self, language: str, kind: str = "all") -> float:
        return self.covered[language, kind] / max(1, self.gold[language, kind])

    def precision(self, language: str, kind: str = "all") -> float:
        return self.right[language, kind] / max(1, self.proposed[language, kind])


def measured(texts: list[Case], show: bool = False) -> Tally:
    tally = Tally(Counter(), Counter(), Counter(), Counter())
    for case in texts:
        found = propose(case.text, case.language)
        hidden = {at for each in found for at in range(each.start, each.end)}
        for start, end, kind in case.gold:
            whole = all(at in hidden or not case.text[at].isalnum() for at in range(start, end))
            _count(case, kind, tally.gold, tally.covered, whole)
            if show and not whole:
                print(f"{case.id} missed  {kind}: {case.text[start:end]!r}")
        for each in found:
            touches = any(start < each.end and each.start < end for start, end, _ in case.gold)
            _count(case, each.kind, tally.proposed, tally.right, touches)
            if show and not touches:
                print(f"{case.id} invented {_told(case, each)}")
    return tally


def _count(case: Case, kind: str, every: Counter[tuple[str, str]], good: Counter[tuple[str, str]], fits: bool) -> None:
    for key in ((case.language, kind), (case.language, "all")):
        every[key] += 1
        good[key] += fits


def _told(case: Case, each: Redaction) -> str:
    return f"{each.kind} ({each.because}): {case.text[each.start : each.end]!r}"


def main(blind: bool) -> None:
    tally = measured(cases(blind), show=True)
    for language in ("en", "es"):
        for kind in ("all", *KINDS):
            covered, gold = tally.covered[language, kind], tally.gold[language, kind]
            right, proposed = tally.right[language, kind], tally.proposed[language, kind]
            print(f"{language} {kind:8} recall {covered}/{gold}  precision {right}/{proposed}")


if __name__ == "__main__":
    main("blind" in sys.argv[1:])
