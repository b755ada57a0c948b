"""What a deployment has stored for one chat, each thing in words; `.chat` files are compared with it."""

from typing import Any

from bot.casework import interview
from bot.casework.interview import ALSO, Answer, Answers
from bot.desk import correspondence, intake
from bot.desk.desk import Desk
from storage import cases, evidence
from storage.cases import Case
from storage.chats import Chat
from storage.drafts import Draft

NOTHING = "nothing"
BETWEEN = " | "
CASE_WORDS = ("status", "priority", "queue", "region", "unit", "language", "name_choice", "flags", "because")


async def stored(desk: Desk, chat: Chat) -> dict[str, str]:
    """Everything that belongs to a chat: the answers by question, files, cases, messages, and what is being asked."""
    draft, filed = await intake.draft_of(desk, chat), await correspondence.of_chat(desk, chat)
    case = filed[0] if filed else None
    found = {"draft": draft.id if draft else NOTHING, "asked": _asked(desk, draft), "language": _language(draft, case)}
    found |= {"cases": BETWEEN.join(each.reference for each in filed) or NOTHING}
    found |= {f"case {name}": _plain(getattr(case, name)) for name in CASE_WORDS if case}
    answers = await _answers(desk, draft, case)
    found |= {id: _answer(id, answer) for id, answer in answers.items()}
    found["words before"] = BETWEEN.join(_former(answers)) or NOTHING
    async with desk.database.read() as session:
        files = await evidence.of_draft(session, draft.agency, draft.id) if draft else []
        talk = []
        for each in filed:
            files += await evidence.of_case(session, each.agency, each.id)
            talk += await cases.messages(session, each.agency, each.id, limit=100)
            found |= {"allegations": await _allegations(desk, each)}
    found["files"] = BETWEEN.join(f"{each.kind} {each.state}" for each in files) or NOTHING
    found["messages"] = BETWEEN.join(each.text for each in talk) or NOTHING
    return found


async def _answers(desk: Desk, draft: Draft | None, case: Case | None) -> Answers:
    """Of an unfinished complaint the draft's; otherwise those of the newest case."""
    if draft is not None and draft.purpose in intake.UNSENT:
        return interview.unpack(draft.answers)
    if case is None:
        return {}
    async with desk.database.read() as session:
        return interview.unpack(await cases.answers(session, case.agency, case))


async def _allegations(desk: Desk, case: Case) -> str:
    async with desk.database.read() as session:
        suggested = await cases.allegations(session, case.agency, case.id)
    return ", ".join(sorted(each.code for each in suggested)) or NOTHING


def _asked(desk: Desk, draft: Draft | None) -> str:
    if draft is None:
        return NOTHING
    step = intake.resume(desk, draft).step
    return step.question.id if step.question else step.kind


def _language(draft: Draft | None, case: Case | None) -> str:
    return draft.language if draft else case.language if case else NOTHING


def _answer(id: str, answer: Answer) -> str:
    if answer.state == "skipped":
        return "skipped"
    if isinstance(answer.value, list):
        between = BETWEEN if id == ALSO or any(isinstance(each, dict) for each in answer.value) else ", "
        return between.join(map(_piece, answer.value)) or NOTHING
    return _plain(answer.value)


def _piece(piece: Any) -> str:
    """One message, file or fact of a list."""
    if not isinstance(piece, dict):
        return str(piece)
    if "confirmed" in piece:
        return f"{piece['kind']} {piece['text']}" + ("" if piece["confirmed"] else " (taken out)")
    file = f"({piece['kind']})" if "evidence" in piece else ""
    return " ".join(filter(None, (file, piece.get("text"))))


def _plain(value: Any) -> str:
    if isinstance(value, dict) and "precision" in value:
        return " until ".join(value[key] for key in ("on", "until") if value[key]) or str(value["said"])
    if isinstance(value, dict):  # a contact
        return ", ".join(value[key] for key in ("phone", "email", "said") if value.get(key))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or NOTHING
    return NOTHING if value is None else str(value)


def _former(answers: Answers) -> list[str]:
    pieces = [each for answer in answers.values() if isinstance(answer.value, list) for each in answer.value]
    return [words for piece in pieces if isinstance(piece, dict) for words in piece.get("was", ())]
