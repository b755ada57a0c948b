"""The investigation report as a Word file, in the order of `templates/investigation_report.typ`; used by `word`."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.documents.sheet import Sheet, fill

Data = Mapping[str, Any]


def write(sheet: Sheet, data: Data) -> None:
    """Write the report; what is missing is named as missing."""
    words = sheet.words
    sheet.say(words["confidential"])
    _head(sheet, data)
    if data["missing"]:
        sheet.heading(words["missing"], 2)
        sheet.say(words["missing_words"])
        for one in data["missing"]:
            sheet.say(fill(words[f"missing_{one['key']}"], one), bullet=True)
    _passages(sheet, [one for one in data["passages"] if one["opens"]])
    sheet.heading(words["complaint"], 1)
    sheet.say(data["story"] or words["no_story"])
    sheet.facts([(name, said) for name, said in data["answers"]])
    sheet.heading(words["allegations"], 1)
    for one in data["allegations"]:
        sheet.say(f"{one['code']}: {one['name']}", bullet=True)
    if not data["allegations"]:
        sheet.say(words["no_allegations"])
    _evidence(sheet, data)
    _interviews(sheet, data)
    _findings(sheet, data["allegations"])
    _passages(sheet, [one for one in data["passages"] if not one["opens"]])
    _recommendations(sheet, data["recommendations"])
    sheet.say("_" * 40)
    sheet.say(words["signature"])


def _head(sheet: Sheet, data: Data) -> None:
    words, complainant = sheet.words, data["complainant"]
    named = complainant["state"] == "named"
    officers = [_officer(sheet, one) for one in data["respondents"]] or [words["officer_unnamed"]]
    sheet.facts([
        (words["number"], data["reference"]),
        (words["received"], data["received"]),
        (words["officers"], "; ".join(officers)),
        (words["complainant"], complainant["name"] if named else words[f"complainant_{complainant['state']}"]),
        (words["investigator"], data["investigator"] or words["nobody"]),
    ])  # fmt: skip


def _officer(sheet: Sheet, one: Data) -> str:
    return str(one["name"]) if one["state"] == "known" else fill(sheet.words[f"officer_{one['state']}"], one)


def _passages(sheet: Sheet, passages: Sequence[Data]) -> None:
    for one in passages:
        sheet.heading(one["name"], 1)
        for paragraph in (one["words"] or sheet.words["not_written"]).split("\n\n"):
            sheet.say(paragraph)


def _evidence(sheet: Sheet, data: Data) -> None:
    words = sheet.words
    sheet.heading(words["evidence"], 1)
    sheet.heading(words["register"], 2)
    if data["register"]:
        sheet.table((words["item"], words["whom"], words["state"]), [_entry(sheet, one) for one in data["register"]])
    else:
        sheet.say(words["no_register"])
    sheet.heading(words["files"], 2)
    if not data["files"]:
        sheet.say(words["no_files"])
        return
    rows = [
        (f"{one['number']}. {one['kind']}\n{one['name']}".strip(), one["on"], one["digest"]) for one in data["files"]
    ]
    sheet.table((words["file"], words["came"], words["digest"]), rows)


def _entry(sheet: Sheet, one: Data) -> tuple[str, str, str]:
    key = {"waiting": "waiting", "refused": "refused"}.get(one["state"], "received_on")
    lines = [fill(sheet.words[key], one), one["words"], _files(sheet, one["files"])]
    return one["item"], one["whom"] or sheet.words["the_complainant"], "\n".join(each for each in lines if each)


def _files(sheet: Sheet, numbers: Sequence[int]) -> str:
    return fill(sheet.words["with_files"], {"files": ", ".join(map(str, numbers))}) if numbers else ""


def _interviews(sheet: Sheet, data: Data) -> None:
    words = sheet.words
    sheet.heading(words["interviews"], 1)
    if not data["interviews"]:
        sheet.say(words["no_interviews"])
    for one in data["interviews"]:
        sheet.heading(fill(words["interview"], one), 2)
        sheet.say(fill(words["place"], one))
        for key, states in (("who_came", ("came",)), ("who_absent", ("absent", "excused"))):
            people = [each["name"] or words["the_complainant"] for each in one["came"] if each["state"] in states]
            if people:
                sheet.say(fill(words[key], {"names": ", ".join(people)}))
        sheet.say(one["result"] or words["no_result"])
    if data["statements"]:
        sheet.heading(words["statements"], 2)
    for one in data["statements"]:
        sheet.say(fill(words["statement"], one), bold=True)
        sheet.say(one["words"])
        if one["files"]:
            sheet.say(_files(sheet, one["files"]))


def _findings(sheet: Sheet, allegations: Sequence[Data]) -> None:
    words = sheet.words
    sheet.heading(words["findings"], 1)
    if not allegations:
        sheet.say(words["no_allegations"])
    for alleged in allegations:
        sheet.heading(f"{alleged['code']}: {alleged['name']}", 2)
        for one in alleged["findings"]:
            sheet.say(_officer(sheet, one["officer"]), bold=True)
            if not one["made"]:
                sheet.say(words["no_finding"])
                continue
            done = words.get(f"action_{one['action']}", "")
            sheet.facts([
                (words["finding"], one["finding"]),
                (words["severity"], one["severity"]),
                (words["because"], one["because"]),
                (done, one["action_words"] if done else ""),
            ])  # fmt: skip


def _recommendations(sheet: Sheet, recommendations: Sequence[Data]) -> None:
    words = sheet.words
    sheet.heading(words["recommendations"], 1)
    if not recommendations:
        sheet.say(words["no_recommendations"])
    for one in recommendations:
        sheet.say(fill(words["recommended_to"], one), bold=True)
        sheet.say(one["what"])
        sheet.say(fill(words["answered"], one) if one["settled"] else words["answer_open"])
        if one["answer"]:
            sheet.say(one["answer"])
