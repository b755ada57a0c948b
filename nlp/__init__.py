"""Read a narrative: the desk asks a `Reader` and gets a `Reading`; importing this package never imports spaCy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlp.reading import Reading

if TYPE_CHECKING:
    from nlp.reader import Reader

__all__ = ["Reader", "Reading"]


def __getattr__(name: str) -> Any:
    """Import the reader, and spaCy with it, only when somebody asks for it."""
    if name == "Reader":
        from nlp.reader import Reader

        return Reader
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
