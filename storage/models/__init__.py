"""The tables, for the other modules of storage; `storage/README.md` explains them on one page.

Columns of type LargeBinary are sealed (storage.vault). Agencies, statuses, queues and allegations are codes out of
profiles, never enums. There are no relationships: rows travel, sessions don't. `seq` is the order of arrival, also
within one instant; it stays inside storage.
"""

from storage.columns import metadata as metadata
from storage.models.aftercare import appeals as appeals
from storage.models.aftercare import opinions as opinions
from storage.models.aftercare import readings as readings
from storage.models.aftercare import transfers as transfers
from storage.models.agenda import attendances as attendances
from storage.models.agenda import follow_ups as follow_ups
from storage.models.agenda import meetings as meetings
from storage.models.casework import findings as findings
from storage.models.casework import parties as parties
from storage.models.casework import tasks as tasks
from storage.models.documents import documents as documents
from storage.models.duties import asks as asks
from storage.models.duties import holds as holds
from storage.models.duties import snoozes as snoozes
from storage.models.finding import arrivals as arrivals
from storage.models.finding import links as links
from storage.models.finding import search_hits as search_hits
from storage.models.finding import searches as searches
from storage.models.finding import traces as traces
from storage.models.intake import counters as counters
from storage.models.intake import drafts as drafts
from storage.models.intake import inbox as inbox
from storage.models.intake import keys as keys
from storage.models.intake import profiles as profiles
from storage.models.packets import cluster_cases as cluster_cases
from storage.models.packets import clusters as clusters
from storage.models.packets import compelled as compelled
from storage.models.packets import packets as packets
from storage.models.packets import recommendations as recommendations
from storage.models.people import absences as absences
from storage.models.people import mentions as mentions
from storage.models.people import recusals as recusals
from storage.models.publications import publications as publications
from storage.models.quiet import imports as imports
from storage.models.quiet import lookups as lookups
from storage.models.quiet import pauses as pauses
from storage.models.quiet import shown as shown
from storage.models.record import allegations as allegations
from storage.models.record import cases as cases
from storage.models.record import events as events
from storage.models.record import evidence as evidence
from storage.models.record import members as members
from storage.models.record import messages as messages
from storage.models.register import passages as passages
from storage.models.register import proposals as proposals
from storage.models.requests import invitations as invitations
from storage.models.requests import requests as requests
from storage.models.requests import statements as statements
from storage.models.requests import unlocks as unlocks
from storage.models.sending import notices as notices
from storage.models.sending import openings as openings
from storage.models.team import bulk_cases as bulk_cases
from storage.models.team import bulks as bulks
from storage.models.team import digests as digests
from storage.models.team import views as views
from storage.models.trail import audit as audit
from storage.models.trail import audit_heads as audit_heads
from storage.models.webchat import conversation_counter as conversation_counter
from storage.models.webchat import conversation_entries as conversation_entries
from storage.models.webchat import conversation_files as conversation_files
from storage.models.webchat import conversation_updates as conversation_updates
from storage.models.webchat import conversations as conversations
