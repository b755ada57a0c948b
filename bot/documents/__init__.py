"""Papers that leave the program (letters, copies, reports) as tagged PDF; called by `bot.desk`, knows no case."""

from bot.documents.render import FORBIDDEN, pdf, templates

__all__ = ["FORBIDDEN", "pdf", "templates"]
