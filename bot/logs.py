"""What the program may say about itself: an allow-list of keys, so that no narrative, name or token can slip in."""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, Final

import structlog

ALLOWED: Final = frozenset(
    {
        "event", "level", "timestamp", "agency", "attempts", "because", "channel", "count", "fault", "final", "port",
        "side", "template", "version", "method", "status", "seconds", "state",
    }
)  # fmt: skip


def only_allowed(logger: object, name: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Drop every key that is not on the list, and every value that is not a plain short word or a number."""
    return {key: value for key, value in event.items() if key in ALLOWED and _plain(value)}


def set_up(*, verbose: bool = False) -> None:
    """Logs go to standard error, one JSON line each; foreign libraries speak only when something is wrong."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if verbose else logging.WARNING),
        # Looked up for each line, not kept: standard error may have been replaced since.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # aiogram logs whole updates and aiohttp whole addresses: they are silenced, their faults reach us as exceptions.
    for library in ("aiogram", "aiohttp", "asyncio", "sqlalchemy", "apscheduler", "alembic"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    logging.getLogger().handlers[:] = [logging.NullHandler()]


def _plain(value: object) -> bool:
    return isinstance(value, int | float | bool | type(None)) or (isinstance(value, str) and len(value) <= 64)
