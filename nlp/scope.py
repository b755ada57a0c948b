"""Decide which phrase matches count: negation, things only feared or imagined, and who did it.

Called by the pipeline after the phrases are found. It promises to be about the matches alone: it adds none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp import lexicon
from nlp.phrases import NEGATIONS, Match
from nlp.words import STOP, Words

_AHEAD = frozenset({"would", "could", "might", "going"})
_CHECKED = frozenset({"conduct", "practice", "safety"})
_UNCHECKED = frozenset({"area", "basis"})
_NEGATION_REACH = 4
_UNREAL_REACH = 4
_REASON_REACH = 5
_BREAKS = lexicon.words("scope", "breaks")
_SUBJECTS = lexicon.words("scope", "subjects")
_UNREAL = lexicon.words("scope", "unreal")
_UNREAL_SUBJECTS = lexicon.words("scope", "between_unreal")
_ANYBODY = lexicon.words("scope", "anybody")
_FICTION = lexicon.words("scope", "fiction")


@dataclass(frozen=True, slots=True)
class Judged:
    """The matches that count, and what the whole text is about."""

    kept: tuple[Match, ...]
    staff: bool
    private: bool
    reasons: tuple[int, ...]
    aside: bool
    """The writer thanks, asks or tests, as far as cue phrases tell."""
    denied: frozenset[str] = frozenset()
    """Labels (`group.label`) whose every match the words around it take back."""


def judge(words: Words, matches: Sequence[Match]) -> Judged:
    """Keep the matches that the words around them do not take back."""
    plain = words.text.split()
    cues = [m for m in matches if m.phrase.group == "cue"]
    staff = sorted(m.start for m in cues if m.phrase.label == "staff")
    private = sorted(m.start for m in cues if m.phrase.label == "private" and _acts(plain, m))
    kept = [
        m
        for m in matches
        if m.phrase.group in _CHECKED
        and not _negated(plain, m)
        and not _unreal(plain, m)
        and not _told_by_others(plain, m)
        and not ("actor" in m.phrase.scope and _private_actor(plain, m, staff, private))
    ]
    kept += [m for m in matches if m.phrase.group in _UNCHECKED]
    if private and not staff:
        kept = [m for m in kept if m.phrase.group != "conduct" or m.phrase.label == "retaliation"]
    reasons = tuple(m.start for m in cues if m.phrase.label == "reason")
    aside = any(m.phrase.label in ("praise", "question", "test") for m in cues)
    standing = {_name(m) for m in kept}
    denied = frozenset(_name(m) for m in matches if m.phrase.group in _CHECKED) - standing
    return Judged(tuple(kept), bool(staff), bool(private), reasons, aside, denied)


def _name(match: Match) -> str:
    return f"{match.phrase.group}.{match.phrase.label}"


def _before(plain: Sequence[str], at: int, reach: int) -> Iterable[str]:
    """The words before `at`, nearest first, to the start of the sentence."""
    for index in range(at - 1, max(-1, at - 1 - reach), -1):
        if plain[index] == STOP:
            return
        yield plain[index]


def _negated(plain: Sequence[str], match: Match) -> bool:
    if "negation" in match.phrase.scope:
        return False
    if plain[match.start] in _SUBJECTS and plain[match.start] not in ("me", "le", "nos"):
        return match.start > 0 and plain[match.start - 1] in ("no", "ningun", "ninguna", "nor", "ni")
    for word in _before(plain, match.start, _NEGATION_REACH):
        if word in _BREAKS or word in _SUBJECTS - {"me", "le", "nos"}:
            return word in _SUBJECTS and _none_of(plain, match.start)
        if word in NEGATIONS:
            return True
    return False


def _none_of(plain: Sequence[str], at: int) -> bool:
    """ "No officer ever hit me", "ningún policía me pegó": the negation stands before the subject."""
    near = list(_before(plain, at, _NEGATION_REACH))
    return any(w in ("no", "none", "ningun", "ninguna") and near[i - 1] in _SUBJECTS for i, w in enumerate(near) if i)


def _unreal(plain: Sequence[str], match: Match) -> bool:
    """Feared, planned or conditional ("he was going to hit me") is not done; "would not" is a refusal, and is."""
    if match.phrase.scope & {"unreal", "negation"}:
        return False
    if any(word in _AHEAD and word not in match.phrase.written for word in plain[match.start : match.end]):
        return True
    for word in _before(plain, match.start, _UNREAL_REACH):
        if word in _UNREAL:
            return True
        if word not in _UNREAL_SUBJECTS:
            return False
    return False


def _told_by_others(plain: Sequence[str], match: Match) -> bool:
    """Seen on the news or dreamt: the sentence is not about what happened to anybody the writer speaks for."""
    return any(word in _FICTION for word in _before(plain, match.start, 12))


def _acts(plain: Sequence[str], match: Match) -> bool:
    """A private person who is the subject ("my ex hit me"), not the one it was done to ("they hit my ex")."""
    before = plain[match.start - 1] if match.start else STOP
    after = plain[match.end] if match.end < len(plain) else STOP
    if after in ("was", "were", "got", "is", "fue", "fueron", "estaba", "called", "llamo", STOP):
        return False
    return before in _BREAKS or before in (STOP, ",", "that", "where", "while", "after", "by", "que", "mientras", "por")


def _private_actor(plain: Sequence[str], match: Match, staff: Sequence[int], private: Sequence[int]) -> bool:
    """Whoever was named last before the deed did it; "by" right after the deed names somebody else."""
    for index in range(match.end - 1, min(match.end + 3, len(plain) - 1)):
        if plain[index] in ("by", "por") and plain[index + 1] not in _ANYBODY:
            named = range(index + 1, index + 4)
            if any(at in named for at in staff) or "them" in plain[index + 1 : index + 4]:
                return False
            return plain[index] == "by" or any(at in named for at in private)
    return _last_before(match.end, private) > _last_before(match.end, staff)


def _last_before(end: int, places: Sequence[int]) -> int:
    """The last of these places, which are in order, before the end; -1 where there is none."""
    at = bisect_left(places, end)
    return places[at - 1] if at else -1


def consistent(judged: Judged) -> tuple[Match, ...]:
    """Drop what cannot stand alone: a setting or a treatment without a characteristic is a civil dispute."""
    groups = {m.phrase.group for m in judged.kept}
    labels = {m.phrase.label for m in judged.kept}
    by_staff = judged.staff and any(
        m.phrase.group == "conduct" and m.phrase.label != "retaliation" for m in judged.kept
    )
    discrimination = {"area", "practice", "basis"} <= groups and not by_staff
    accommodation = "failure_to_accommodate" in labels
    reprisal = "retaliation" in labels and not judged.staff
    tales = [m for m in judged.kept if m.phrase.label in ("slur", "biased_policing")]
    kept: list[Match] = []
    for match in judged.kept:
        group, label = match.phrase.group, match.phrase.label
        if group == "practice" and not (discrimination or (label == "failure_to_accommodate" and "basis" in groups)):
            continue
        if group == "area" and not (discrimination or reprisal or (accommodation and not judged.staff)):
            continue
        if group == "conduct" and discrimination and label != "retaliation":
            continue
        if group == "basis" and not (discrimination or accommodation) and not _is_reason(match, judged.reasons, tales):
            continue
        kept.append(match)
    return tuple(kept)


def _is_reason(match: Match, reasons: Sequence[int], tales: Sequence[Match]) -> bool:
    """A characteristic counts where the words make it the reason: after "because", in a slur, in a tale of bias."""
    if any(tale.start - 2 <= match.start < tale.end + 2 for tale in tales):
        return True
    return any(0 <= match.start - at <= _REASON_REACH for at in reasons)


def out_of_scope(judged: Judged, kept: Iterable[Match]) -> bool:
    """True when nothing that a served agency takes was read; doubt about a text on staff stays in scope."""
    if any(m.phrase.group in ("conduct", "area", "practice", "basis") for m in kept):
        return False
    return judged.aside or not judged.staff
