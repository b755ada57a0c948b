"""From TOML texts to one complete set of values per agency, shared parts included; called by agency.load alone."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bot.casework.advice import Found, close

SHARED = "shared.toml"
PLACES = ("phone", "address", "web")
FILLED_LATER = ("documents",)  # letters have variables of their own, which letter.py checks
Values = dict[str, Any]

PARTS = ("interview", "statistics", "witness")  # the lists of questions

# The table's name in TOML -> the field of Agency, and the key of each entry that repeats the entry's own name.
ENTRIES = {
    "question": ("questions", "id"),
    "allegation": ("allegations", "code"),
    "queue": ("queues", "id"),
    "unit": ("units", "id"),
    "region": ("regions", "id"),
    "status": ("statuses", "id"),
    "disposition": ("dispositions", "id"),
    "finding": ("findings", "id"),
    "severity": ("severities", "id"),
    "body": ("bodies", "id"),
    "document": ("documents", "id"),
    "meeting": ("meetings", "id"),
    "follow_up": ("follow_ups", "id"),
    "register": ("evidence_kinds", "id"),
    "passage": ("passages", "id"),
    "place": ("places", "id"),
    "role": ("roles", ""),
}
LISTS = {
    "triage": "triage",
    "deadline": "deadlines",
    "limit": "limits",
    "fact": "facts",
    "also": "also",
    "route": "routes",
    "elsewhere": "elsewhere",
}
TABLE_OF = {field: table for table, (field, _) in ENTRIES.items()} | {field: table for table, field in LISTS.items()}


@dataclass(frozen=True, slots=True)
class Profile:
    """One agency as its files say it, not yet checked."""

    file: str
    values: Values
    own: Values
    shared: Values
    found: tuple[tuple[str, str], ...]

    def problem(self, where: str, what: str) -> str:
        """Word one problem, under the file in which it has to be put right."""
        elsewhere = _has(self.shared, where) and not _has(self.own, where)
        return f"{SHARED if elsewhere else self.file}: {where}: {what}"


def _has(tables: Values, where: str) -> bool:
    """Say whether a file is the one that says this; of a table of entries only the entry counts."""
    table, _, rest = where.partition(".")
    if table not in {*ENTRIES, "section", "workflow"}:
        return table in tables
    return rest.partition(".")[0] in _table(tables.get(table))


def read(texts: Mapping[str, str]) -> tuple[dict[str, Values], list[str]]:
    """Parse every file; a file that is not TOML is named, with the line where reading stopped."""
    tables: dict[str, Values] = {}
    problems: list[str] = []
    for file, text in texts.items():
        try:
            tables[file] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            problems.append(f"{file}: the file cannot be read: {error}. Put that line right; nothing else was checked.")
    return tables, problems


def digest(*texts: str) -> str:
    """Name a version of a profile by what its files say."""
    return sha256("\0".join(texts).encode()).hexdigest()


def assemble(file: str, own: Values, shared: Values) -> Profile:
    """Lay an agency's own file over the shared one and spell out its sections."""
    values = {key: value for key, value in {**shared, **own}.items() if key not in {"section", "workflow"}}
    for table, (field, key) in ENTRIES.items():
        values.pop(table, None)
        values[field] = _entries(shared.get(table), own.get(table), key)
    for table, field in LISTS.items():
        values[field] = values.pop(table, [])
    found = [*_expand(values, {**_table(shared.get("section")), **_table(own.get("section"))})]
    found += _moves(values["statuses"], {**_table(shared.get("workflow")), **_table(own.get("workflow"))})
    found += _asked_only(values, _table(own.get("question")))
    of_ours = (field for field in values if field not in FILLED_LATER)
    found += (
        (where, what) for field in of_ours for where, what in _unfilled(values[field], TABLE_OF.get(field, field))
    )
    values["id"] = file.removesuffix(".toml")
    values = _filled(values, {key: str(values.get(key, "")) for key in PLACES})
    return Profile(file, values, own, shared, tuple(found))


def _filled(value: Any, places: Mapping[str, str]) -> Any:
    """Put the office's own telephone, address and web page into every text that says {phone}, {address} or {web}."""
    if isinstance(value, dict):
        return {key: _filled(each, places) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, places) for each in value]
    if not isinstance(value, str):
        return value
    for key, words in places.items():
        value = value.replace(f"{{{key}}}", words)
    return value


def _unfilled(value: Any, where: str) -> Found:
    """Name what stands in braces and is none of the office's places: it would be shown as it is."""
    for key, each in value.items() if isinstance(value, dict) else enumerate(_list(value), 1):
        yield from _unfilled(each, f"{where}.{key}")
    for word in re.findall(r"\{(\w+)\}", value) if isinstance(value, str) else ():
        if word not in PLACES:
            advice = f"{close(word, PLACES)}Use {{phone}}, {{address}} or {{web}}."
            yield where, f'nothing is known that could stand for "{{{word}}}". {advice}'


def _table(value: object) -> Values:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _entries(shared: object, own: object, key: str) -> object:
    """Put two tables of entries together, the agency's own entry over the shared one of the same name."""
    if own is not None and not isinstance(own, dict):
        return own
    return {name: _named(name, entry, key) for name, entry in {**_table(shared), **_table(own)}.items()}


def _named(name: str, entry: object, key: str) -> object:
    if not isinstance(entry, dict) or not key:
        return entry
    listed = [_choice(id, label) for id, label in _table(entry.get("choices")).items()]
    listed += [_same(each) for each in _list(entry.get("names")) if isinstance(each, str)]
    kept = {key: each for key, each in entry.items() if key != "names"}
    return {key: name, **kept, **({"choices": listed} if listed else {})}


def _same(name: str) -> Values:
    """A choice that is called the same in every language, such as a town."""
    return {"id": re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_"), "label": {"en": name, "es": name}}


def _choice(id: str, words: object) -> Values:
    """Spell out `{ en = …, es = … }`, which may also say `alone = true`."""
    alone = {"alone": words["alone"]} if isinstance(words, dict) and "alone" in words else {}
    label = {key: value for key, value in words.items() if key != "alone"} if isinstance(words, dict) else words
    return {"id": id, "label": label, **alone}


def _expand(values: Values, sections: Values) -> Found:
    """Replace every `@section` in the lists of questions by the questions of that section."""
    for part in PARTS:
        if not isinstance(values.get(part), list):
            continue
        spelt: list[object] = []
        for item in values[part]:
            if not (isinstance(item, str) and item.startswith("@")):
                spelt.append(item)
            elif item[1:] not in sections:
                yield part, f'there is no section "{item[1:]}". {close(item[1:], sections)}Define it or remove it.'
            else:
                section = _table(sections[item[1:]])
                spelt += _list(section.get("questions"))
                if set(section) != {"questions"} or not spelt:
                    yield (
                        f"section.{item[1:]}",
                        'a section is one list. Write `questions = ["…", "…"]`, and nothing else.',
                    )
        values[part] = spelt


def _moves(statuses: object, workflow: Values) -> Found:
    """Give every status the actions that the workflow lists under it."""
    for name, actions in workflow.items():
        status = _table(statuses).get(name)
        if not isinstance(status, dict):
            advice = f"{close(name, _table(statuses))}Define [status.{name}]."
            yield f"workflow.{name}", f'there is no status "{name}". {advice}'
        else:
            status["actions"] = {id: _named(id, action, "id") for id, action in _table(actions).items()}


def _asked_only(values: Values, own: Values) -> Found:
    """Drop the shared questions that this agency does not ask, and name its own that are never asked."""
    asked = [item for part in PARTS for item in _list(values.get(part))]
    broken = any(not isinstance(values.get(part, []), list) for part in PARTS)  # named by itself
    for name in own:
        if name not in asked and not broken:
            yield f"question.{name}", "this question is never asked. Add its id to `interview`, or remove the block."
    if isinstance(values["questions"], dict):
        kept = {*own, *(item for item in asked if isinstance(item, str))}
        values["questions"] = {name: entry for name, entry in values["questions"].items() if name in kept}
