"""The buttons under what staff are told unasked: what can be done about it right there; pure, used by `notices`."""

from collections.abc import Sequence

from bot.casework.agency import Agency
from bot.casework.staffing import UNDECIDED
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button
from bot.telegram.duty_screens import WIDE, DutyScreens, Rows
from bot.telegram.fitting import rows_of
from storage.outbox import COPY, Notice
from storage.roster import Member

CLOCKED = frozenset({"reminder", "escalation"})
SEARCHES = frozenset({"search_each", "search_daily", "search_weekly", "search_threshold"})
ASKED = {"extension_asked": ("grant", "deny"), "handover_asked": ("take", "leave")}

LEADS = {
    **dict.fromkeys(("withdrawal_asked", "withdrawal_answered"), "withdrawal"),
    **dict.fromkeys(("appeal_asked", "appeal_due"), "appeal"),
    "transfer_news": "transfer",
    **dict.fromkeys(("cluster_proposed", "cluster_joins"), "cluster"),
    **dict.fromkeys(("answer_overdue", "body_overdue"), "asks"),
    "witness_stated": "stated",
    "follow_up_due": "follows",
    **dict.fromkeys(("meeting_answered", "witness_unreachable"), "meets"),
    **dict.fromkeys((f"meeting_{each}_staff" for each in ("asked", "set", "moved", "off", "soon")), "meets"),
    "evidence_waits": "register",
    "no_chat": "told",
    "name_asked": "why_name",
    **dict.fromkeys(("name_opened", "name_refused"), "name"),
    **dict.fromkeys(("paper_asked", "paper_approved", "paper_refused"), "papers"),
}
"""Where the second button under a notice leads. A custodian opens no card: theirs is the only one."""


class NoticeButtons(DutyScreens):
    """One row for each case; under a single reminder all that can be done about its duty."""

    def rows(self, agency: Agency, member: Member, notices: Sequence[Notice]) -> Rows:
        """The buttons of one message."""
        cases: dict[tuple[str, str], list[Notice]] = {}
        for each in notices:
            if each.case_id and each.template != UNDECIDED:
                cases.setdefault((each.case_id, each.params.get("reference", "")), []).append(each)
        if len(cases) == 1 and len(notices) == 1 and notices[0].template == "reminder":
            return self._of_one(agency, member, notices[0])
        found = [each.params["item"] for each in notices if each.template in SEARCHES and "item" in each.params]
        offered = dict.fromkeys(each.params["transfer"] for each in notices if "transfer" in each.params)
        offers = [(self._button(member, "offer", "", each, label="transfer.button_offer"),) for each in offered]
        looks = [(self._button(member, "search", "", each, label="find.button_open"),) for each in dict.fromkeys(found)]
        return (*(row for (case, reference), about in sorted(cases.items(), key=lambda item: item[0][1])
                  for row in self._of_case(member, case, reference, about)), *looks, *offers)  # fmt: skip

    def _of_one(self, agency: Agency, member: Member, notice: Notice) -> Rows:
        """A single reminder."""
        case, duty = notice.case_id or "", notice.params.get("duty")
        deadline = next((each for each in agency.deadlines if each.name == duty), None)
        first = (self._open(member, case, notice.params.get("reference", "")),)
        if deadline is None:  # the profile has changed since
            return (first,)
        owned = COPY not in notice.key
        return (first, *rows_of(self._answers_to(member, case, deadline, owned=owned), WIDE))

    def _of_case(self, member: Member, case: str, reference: str, about: Sequence[Notice]) -> list[tuple[Button, ...]]:
        row = [] if all(each.template == "name_asked" for each in about) else [self._open(member, case, reference)]
        leads = dict.fromkeys(LEADS[each.template] for each in about if each.template in LEADS)
        row += [self._button(member, verb, case, label=f"asks.lead_{verb}") for verb in leads]
        if any(each.template in CLOCKED for each in about):
            row.append(self._button(member, "clocks", case, label="clocks.what_to_do"))
        asked = [(each.params.get("ask", ""), ASKED[each.template]) for each in about if each.template in ASKED]
        answers = [tuple(self._button(member, verb, case, ask) for verb in verbs) for ask, verbs in asked]
        return [tuple(row), *answers]

    def _open(self, member: Member, case: str, reference: str) -> Button:
        return Button(
            self._words.say(member.language, "button.open", reference=reference), Press(STAFF, "open", case).pack()
        )
