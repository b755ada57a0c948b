"""What takes long is kept when it is made, and taken again by the same training alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from nlp.training.network import Network

pytestmark = pytest.mark.training


def small() -> Network:
    from nlp.training.network import Network, Size

    return Network(Size(words=8, width=8, layers=1, heads=2, inner=8, places=8), 3, 3)


def test_a_stage_that_was_kept_is_not_made_again(tmp_path: Path) -> None:
    import torch

    from nlp.training.stages import Stages

    made = small()
    said: list[str] = []
    stages = Stages(tmp_path / "kept", "digest", said.append)
    assert stages.network("first", small(), lambda: made) is made
    again = stages.network("first", small(), pytest.fail)
    assert torch.equal(again.weigh, made.weigh)
    assert said == ["taking first-digest.pt as it was kept"]
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["first-digest.pt"]


def test_a_stopped_training_goes_on_with_the_pieces_it_began_with(tmp_path: Path) -> None:
    from nlp.training.stages import Stages

    stages = Stages(tmp_path, "digest", lambda line: None)
    assert stages.words("pieces", lambda: ["perro", "come"]) == ["perro", "come"]
    assert stages.words("pieces", pytest.fail) == ["perro", "come"]


def test_without_a_folder_everything_is_made() -> None:
    from nlp.training.stages import Stages

    stages = Stages(None, "digest", pytest.fail)
    assert [stages.words("pieces", lambda each=each: [each]) for each in "ab"] == [["a"], ["b"]]  # type: ignore[misc]
