"""Train the reader's model: `python -m nlp.train` writes the folder `nlp/model`, with progress and an end in sight.

Needs the training extra (`pip install -e ".[training]"`); two cores do. Learns from `nlp/corpus` and, where
`REDRESS_TRAINING_DATA` names a folder with complaints in a clerk's words, from those too; from the development sets it
takes nothing but the thresholds. `--also FILE.jsonl` adds an agency's own cases (`redress export --training`).
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nlp.classifier import ModelUnreadable, shipped

ROUNDS = 7
LAST_ROUNDS = 2
BESIDE_ROUNDS = 1
SEED = 20261122


def main(arguments: Sequence[str]) -> None:
    """Train, write the model and print what it measures."""
    asked = _asked(arguments)
    try:
        from nlp.training import run
    except ModuleNotFoundError as missing:
        sys.exit(f'training needs {missing.name}; install it with: pip install -e ".[training]"')
    began = time.monotonic()

    def say(line: str) -> None:
        spent = int(time.monotonic() - began)
        print(f"{spent // 60:3d}:{spent % 60:02d}  {line}", file=sys.stderr, flush=True)

    try:
        if asked.only_lines:
            run.draw_lines(asked.into, say)
        else:
            run.train(_plan(run, asked), say)
    except (ModelUnreadable, OSError, ValueError) as problem:
        sys.exit(f"python -m nlp.train: {problem}")


def _plan(run: Any, asked: argparse.Namespace) -> Any:
    named = os.environ.get("REDRESS_TRAINING_DATA")
    return run.Plan(
        into=asked.into,
        clerks=Path(named) if named else None,
        also=tuple(asked.also),
        beside_rounds=asked.beside_rounds,
        rounds=asked.rounds,
        last_rounds=asked.last_rounds,
        seed=asked.seed,
        stages=asked.stages,
    )


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m nlp.train", description="Train the reader's model.")
    parser.add_argument("--into", type=Path, default=shipped(), help="the folder to write (%(default)s)")
    parser.add_argument(
        "--also", type=Path, action="append", default=[], help="confirmed cases of an agency, JSON lines"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds over four fifths (%(default)s)")
    parser.add_argument("--last-rounds", type=int, default=LAST_ROUNDS, help="rounds over everything (%(default)s)")
    parser.add_argument("--beside-rounds", type=int, default=BESIDE_ROUNDS, help="rounds of Spanish (%(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="%(default)s")
    parser.add_argument("--only-lines", action="store_true", help="teach nothing; draw the lines of --into anew")
    parser.add_argument("--stages", type=Path, help="keep each stage in this folder, and go on from what is there")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
