"""Papers that leave the program (letters, copies, reports, invitations); called by `bot.desk`, knows no case."""

from bot.documents.calendar import Appointment, invitation
from bot.documents.render import FORBIDDEN, pdf, templates

__all__ = ["FORBIDDEN", "Appointment", "invitation", "pdf", "templates"]
