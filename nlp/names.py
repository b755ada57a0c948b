"""Names of people that nobody told us beforehand: by titles, kin, introductions, capitals and frequent names.

`redact` asks. A find is a proposal to a person, so a doubtful one is better made than left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from nlp import lexicon
from nlp.written import Word, bounded, plain

Found = tuple[int, int, str]
_GIVEN, _SURNAMES = lexicon.words("names", "given"), lexicon.words("names", "surnames")
_NOBODY, _PARTICLES = lexicon.words("names", "nobody"), lexicon.words("names", "particles")
_FREQUENT = _GIVEN | _SURNAMES
_FUNCTION = (
    lexicon.words("language", "english") | lexicon.words("language", "spanish") | lexicon.words("officers", "not_a_name")
) - _FREQUENT
_SIZES = frozenset(["big", "little", "young", "old"])

_TITLE = (
    r"officers?|ofc|ofcr|off|detectives?|det|sergeant|sgt|lieutenant|lt|captain|capt|chief|deputy|trooper|sheriff|warden|"
    r"c\.?o|p\.?o|investigator|inspector|supervisor|mr|mrs|ms|miss|mx|dr|doctor|nurse|judge|pastor|father|reverend|rev|sister|"
    r"coach|professor|prof|attorney|atty|president|commissioner|oficial(?:es)?|agentes?|agent|sargento|teniente|capit[aá]n|"
    r"guardias?|patrullero|polic[ií]a|comandante|inspectora?|investigadora?|supervisora?|se[ñn]or(?:a|es|ita)?|sr|sra|srta|"
    r"do[nñ]|do[ñn]a|doctora|dra|licenciad[oa]|lic|lcd[oa]|licd[oa]|padre|juez|jueza|maestr[oa]|profesora?|enfermer[oa]|"
    r"abogad[oa]|ingenier[oa]|ing"
)
_ADJECTIVE = (
    r"(?:little|older|big|younger|oldest|youngest|ex|best|late|own|old|young|good|eldest|twin|half|step|great|baby|\d+[- ]year[- ]old|"
    r"mejor|querid[oa]|difunt[oa]|ex)"
)
_KIN = "|".join(sorted(lexicon.words("names", "kin")))
_AFTER_KIN = (
    r"(?:[ ]+(?:mayor|menor|named|called|llamad[oa]|de[ ]+nombre|de[ ]+\d+[ ]+a[ñn]os)|,?[ ]+(?:who|que)[ ]+(?:is|es)|"
    r"['\u2019]s[ ]+name[ ]+is|[ ]+se[ ]+llama|[ ]+and[ ]+(?:my[ ]+)?\w+|,?[ ]+age[ ]+\d+)"
)
_INTRODUCED = (
    r"name[ ]+(?:is|was)|name['\u2019]s|named|names[ ]+are|full[ ]+name|(?:me|se|te)[ ]+(?:ll|y)am(?:o|a|an|aba)|nombre[ ]+(?:\w+[ ]+)?(?:es|era)|"
    r"llamad[oa]|de[ ]+nombre|(?:de[ ]+)?apellidos?(?:[ ]+(?:es|era))?|(?:se|me)[ ]+apellid[oa]|alias|a/?k/?a|goes[ ]+by|known[ ]+as|apodad[oa]"
)
_NICKNAMED = (
    r"(?:le|me|lo|la)[ ]+(?:dicen|dicem|llaman|decimos|conocen[ ]+como)|(?:call|calls|called|calling)[ ]+(?:him|her|them)|we[ ]+call|conocid[oa]\s+como"
)
_SAID = (
    r"this[ ]+is|i[ ]+am|i['\u2019]?m|it['\u2019]?s|its|(?:yo[ ]+)?soy|habla|atentamente,?|sincerely,?|respectfully,?|signed,?|firmad[oa](?:[ ]+por)?|"
    r"attn\.?|thanks,|thank[ ]+you,|gracias,|(?:by|por|contra|against)(?![ ]+(?:el|la|los|las)[ ])"
)
_QUOTE = r"[\"'\u201c\u2018«]?"
_GAP = rf"[ ,:]*[ ]+{_QUOTE}|[ ]*[:,][ ]*{_QUOTE}"
_CUES: tuple[tuple[str, bool, re.Pattern[str]], ...] = tuple(
    (why, quiet, bounded(pattern))
    for why, quiet, pattern in (
        ("title", True, rf"(?<![\w'\u2019])(?:{_TITLE})(?:\.[ ]?|[ ]+){_QUOTE}(?=\w)"),
        (
            "kin",
            True,
            rf"(?:\b(?:my|his|her|their|our|your|the|an?|mis?|sus?|tus?|nuestr[oa]s?|el|la|un|una)|['\u2019]s)[ ]+"
            rf"(?:{_ADJECTIVE}[ ]+){{0,2}}(?:{_KIN})\b{_AFTER_KIN}?(?:{_GAP})",
        ),
        ("introduced", True, rf"\b(?:{_INTRODUCED})(?:{_GAP})"),
        ("introduced", False, rf"\b(?:{_NICKNAMED}|{_SAID})(?:{_GAP})"),
    )
)
_LISTED = bounded(r"(?:['\u2019]s)?(?:[ ]*[,/][ ]*(?:(?:and|y|&|or|o)[ ]+)?|[ ]+(?:and|y|e|&|or|o|con|with)[ ]+)(?:(?:my|mi|his|su|the|el|la)[ ]+)?")
_DEED = bounded(r"\w+(?:[^e]ed|\w{3}ing|ado|ido|ando|iendo|aron|ieron|aba|aban|mente|cion|ly|ness|ment)")
_VERBS = frozenset(
    """is was has had said says told asked saw seen did does will can wants works lives knows and came went got called answered
    picked helped who s grabbed started tried gave never still just es era dijo dice fue vio tiene estaba esta no vive trabaja
    from y quiere vino llego me le se sabe iba puede nunca tambien""".split()
)
_NEAR = frozenset("and with to y con a told de for by pa para e from saw tell call ask told me us like than".split())
_AT = frozenset("in on at near from en desde hacia calle avenida ave parque via outside behind inside".split())
_PLACE_WORD = (
    r"Streets?|St|Avenues?|Ave|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Court|Ct|Park|School|Elementary|Middle|High|Hospital|Church|"
    r"Library|Plaza|Square|Mall|Center|Projects|Apartments|Towers|Homes|University|College|Station|Market|Bridge|Hill|Heights|"
    r"Department|Police|County|City|Clinic|Baptist|Restaurant|Deli|Pizza|Grocery|Bar|Motel|Hotel|Inn|Terrace|Village|Highway"
)
_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\w'\u2019áéíóúñ-]*"
_PLACES = (
    bounded(rf"\b(?:{_CAPITAL}[ ]+){{1,3}}(?:{_PLACE_WORD})\b", 0),
    bounded(rf"\b(?i:on|at|near|corner of)[ ]+{_CAPITAL}[ ]+(?:and|&|at)[ ]+{_CAPITAL}(?=[ .,;)]|$)", 0),
    bounded(
        r"\b(?i:calles?|avenidas?|ave|parque|escuela|iglesia|hospital|plaza|barrio|urbanizaci[oó]n|residencial|ruta|colegio|"
        rf"panader[ií]a|bodega|colmado|restaurante|supermercado|edificio|pueblo)[ ]+(?:(?:de|del|la|las|los)[ ]+){{0,2}}{_CAPITAL}(?:[ ]+{_CAPITAL}){{0,2}}",
        0,
    ),
)


def find(text: str, words: list[Word], language: str) -> Iterator[Found]:
    """Spans with why; they may overlap."""
    page = _Page(text, words, language)
    found = [*page.cued(), *page.frequent(), *page.capitals()]
    found += page.listed(found)
    yield from found
    yield from page.again(found)


class _Page:
    """One text while names are looked for in it. A place in it is the number of a word."""

    def __init__(self, text: str, words: list[Word], language: str) -> None:
        self._text, self._words = text, words
        self._at = {word.start: at for at, word in enumerate(words)}
        self._innocent = innocent(language)
        self._barred = self._places()

    def cued(self) -> Iterator[Found]:
        """After a title, a kin word or an introduction."""
        for why, quiet, pattern in _CUES:
            for hit in pattern.finditer(self._text):
                at = self._at.get(hit.end())
                if at is not None and (end := self._read(at, quiet)) > at:
                    yield self._span(at, end, why)

    def frequent(self) -> Iterator[Found]:
        """Frequent names, with their capital; without one only where people are told of ("me and marcus")."""
        for at, word in enumerate(self._words):
            if word.plain in _FREQUENT and self._stands_for_a_name(at):
                yield self._span(self._left(at), self._extended(at + 1), "lexicon")

    def capitals(self) -> Iterator[Found]:
        """A capital inside a sentence, or at its beginning before another one or a verb, on a word that nobody knows."""
        for at, word in enumerate(self._words):
            if not self._unknown(at) or len(word.text) < 3:
                continue
            after = self._words[at + 1] if at + 1 < len(self._words) else None
            if not word.opens and (at == 0 or self._words[at - 1].plain not in _AT):
                yield self._span(self._left(at), self._extended(at + 1), "capitals")
            elif word.opens and after and (after.plain in _VERBS or _DEED.fullmatch(after.plain) or self._goes_on(at + 1)):
                yield self._span(at, self._extended(at + 1), "capitals")

    def listed(self, found: list[Found]) -> list[Found]:
        """What stands in one row with a name: "Chris, Aaliyah and jaylen"."""
        more: list[Found] = []
        ends = [end for _, end, _ in found]
        seen = set(ends)
        while ends:
            hit = _LISTED.match(self._text, ends.pop())
            at = self._at.get(hit.end()) if hit else None
            if at is None or self._words[at].end in seen:
                continue
            word = self._words[at]
            nickname = self._is_nickname(at)
            if nickname or self._unknown(at) or (word.plain in _FREQUENT and (word.capital or word.plain not in self._innocent)):
                span = self._span(at, at + 2 if nickname else self._extended(at + 1), "listed")
                more.append(span)
                ends.append(span[1])
                seen |= {span[1], word.end}
        return more

    def again(self, found: list[Found]) -> Iterator[Found]:
        """Every other place where a word found as a name stands."""
        spans = sorted({(start, end) for start, end, _ in found})
        told: set[str] = set()
        for start, end in spans:
            for word in self._inside(start, end):
                if len(word.plain) > 2 and word.plain not in _PARTICLES and word.plain not in _FUNCTION:
                    told.add(word.plain)
        for at, word in enumerate(self._words):
            if word.plain in told and (word.plain not in everyday() or (word.capital and not word.opens)):
                first = at
                while first and self._words[first - 1].plain in _PARTICLES and self._words[first - 1].capital and self._beside(first - 1):
                    first -= 1
                yield self._span(first, at + 1, "again")

    def _is_nickname(self, at: int) -> bool:
        """Two everyday words with capitals: "Big Tone"."""
        pair = self._words[at : at + 2]
        fits = all(word.capital and word.plain not in (_FUNCTION | _NOBODY | _FREQUENT) - _SIZES for word in pair)
        return fits and len(pair) > 1 and self._beside(at) and not self._unknown(at)

    def _inside(self, start: int, end: int) -> Iterator[Word]:
        at = self._at.get(start)
        while at is not None and at < len(self._words) and self._words[at].start < end:
            yield self._words[at]
            at += 1

    def _read(self, at: int, quiet: bool) -> int:
        """The word after the name that begins at a place after a cue; the place itself if none does."""
        word = self._words[at]
        if word.plain in _PARTICLES and len(word.text) > 1 and at + 1 < len(self._words) and self._beside(at):
            return self._past(at, quiet and word.plain in ("el", "la"))
        if word.initial and word.text not in "IYAO" and self._beside(at) and at + 1 < len(self._words):
            return self._past(at, quiet)
        if word.capital:
            return at if word.plain in _FUNCTION or self._is_nobody(at) else self._extended(at + 1, strong=True)
        if not quiet and not (word.loud or word.plain in _FREQUENT):
            return at
        unfit = word.plain in everyday() or word.plain in _NOBODY or _DEED.fullmatch(word.plain) or len(word.plain) < 3
        if unfit and not (word.plain in _FREQUENT and word.plain not in self._innocent):
            return at
        return self._extended(at + 1)

    def _past(self, at: int, quiet: bool) -> int:
        """The same, where the word at the place can only begin a name that goes on."""
        end = self._read(at + 1, quiet)
        return end if end > at + 1 else at

    def _is_nobody(self, at: int) -> bool:
        plain_word = self._words[at].plain
        return plain_word in _NOBODY and plain_word not in _FREQUENT or self._words[at].short_form and plain_word not in _FREQUENT

    def _extended(self, at: int, strong: bool = False) -> int:
        """As far as the name goes on from a place: capitals, particles, initials; small letters only in frequent names."""
        last = at
        while at < len(self._words) and at - last < 3 and self._beside(at - 1):
            word = self._words[at]
            if word.plain in _PARTICLES or word.initial:
                at += 1
                if word.initial or word.plain in ("jr", "sr", "ii", "iii", "hijo"):
                    last = at
                continue
            after_particle = word.capital and at > last and word.plain not in _FUNCTION | _NOBODY
            if not (after_particle or self._goes_on(at) or (strong and word.capital and word.plain not in everyday() | _NOBODY)):
                break
            at += 1
            last = at
        return last

    def _goes_on(self, at: int) -> bool:
        """The word can be the next part of a name."""
        if at >= len(self._words) or not self._beside(at - 1):
            return False
        word = self._words[at]
        if word.capital:
            return (word.plain in _FREQUENT or self._unknown(at)) and not (word.plain in _NOBODY and at in self._barred)
        if word.plain in _SURNAMES | _GIVEN:
            return word.plain not in self._innocent and word.plain not in everyday()
        return word.loud and len(word.text) > 3 and word.plain not in everyday() | _NOBODY and not _DEED.fullmatch(word.plain)

    def _beside(self, at: int) -> bool:
        """Nothing but a space, a stop after a short form or a hyphen stands between this word and the next."""
        if at + 1 >= len(self._words):
            return False
        between = self._text[self._words[at].end : self._words[at + 1].start]
        return between in (" ", "  ", "-", "\t") or (between in (". ", ".") and (len(self._words[at].text) < 3))

    def _left(self, at: int) -> int:
        """Where the name begins that holds this word: initials and unknown capitals before it belong to it."""
        while at and self._beside(at - 1) and not self._words[at].opens:
            before = self._words[at - 1]
            if not (before.initial and before.text not in "IYAO" or self._unknown(at - 1)):
                break
            at -= 1
        return at

    def _unknown(self, at: int) -> bool:
        word = self._words[at]
        return (
            word.capital
            and len(word.text) > 1
            and not word.short_form
            and at not in self._barred
            and word.plain not in everyday()
            and word.plain not in _NOBODY
            and word.plain.removesuffix("s") not in everyday()
        )

    def _stands_for_a_name(self, at: int) -> bool:
        word = self._words[at]
        doubtful = word.plain in self._innocent or word.plain in _NOBODY or word.plain in everyday()
        if word.capital or word.loud:
            beside = any(0 <= i < len(self._words) and self._words[i].plain in _FREQUENT - _NOBODY - self._innocent and self._words[i].capital for i in (at - 1, at + 1))
            if at in self._barred:
                return False
            return not doubtful or (word.capital and (beside or not word.opens and word.plain not in _NOBODY))
        near = at > 0 and self._words[at - 1].plain in _NEAR
        told = at + 1 < len(self._words) and self._words[at + 1].plain in _VERBS
        return not doubtful and word.plain in _GIVEN and (near or told)

    def _span(self, at: int, end: int, why: str) -> Found:
        return self._words[at].start, self._words[end - 1].end, why

    def _places(self) -> set[int]:
        """The words that stand in the name of a place."""
        spans = [hit.span() for pattern in _PLACES for hit in pattern.finditer(self._text)]
        barred: set[int] = set()
        for start, end in spans:
            for word in range(start, end):
                if word in self._at:
                    barred.add(self._at[word])
        return barred


def innocent(language: str) -> frozenset[str]:
    """Names that are words of this language too."""
    both = lexicon.words("names", "innocent_english"), lexicon.words("names", "innocent_spanish")
    return {"en": both[0], "es": both[1]}.get(language, both[0] | both[1])


@cache
def everyday() -> frozenset[str]:
    """Words that are no names: those of the reader's phrases, and the commonest ones beside them."""
    found = set(_FUNCTION | lexicon.words("names", "everyday") | lexicon.words("names", "kin"))
    for language in ("en", "es"):
        text = files("nlp").joinpath("patterns", f"{language}.jsonl").read_text(encoding="utf-8")
        for row in map(json.loads, filter(None, text.splitlines())):
            found.update(re.findall(r"[a-z]{2,}", plain(json.dumps(row.get("phrases", row.get("rewrite")), ensure_ascii=False))))
    return frozenset(found - (_FREQUENT - lexicon.words("names", "everyday")))


