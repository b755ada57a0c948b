"""Papers that leave the program (letters, copies, reports, invitations); called by `bot.desk`, knows no case."""

from bot.documents.calendar import Appointment, invitation
from bot.documents.render import FORBIDDEN, pdf, templates
from bot.documents.word import editable, word

__all__ = ["FORBIDDEN", "Appointment", "editable", "invitation", "pdf", "templates", "word"]
