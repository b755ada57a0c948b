"""What a name stands after, and what makes capitals the name of a place instead: the patterns that `names` tries."""

from __future__ import annotations

import re

from nlp import lexicon
from nlp.written import bounded

_TITLE = (
    r"officers?|ofc|ofcr|off|detectives?|det|sergeant|sgt|lieutenant|lt|captain|capt|chief|deputy|trooper|"
    r"sheriff|warden|"
    r"c\.?o|p\.?o|investigator|inspector|supervisor|mr|mrs|ms|miss|mx|dr|doctor|nurse|judge|pastor|father|"
    r"reverend|rev|sister|"
    r"coach|professor|prof|attorney|atty|president|commissioner|oficial(?:es)?|agentes?|agent|sargento|"
    r"teniente|capit[aá]n|"
    r"guardias?|patrullero|polic[ií]a|comandante|inspectora?|investigadora?|supervisora?|se[ñn]or(?:a|es|"
    r"ita)?|sr|sra|srta|"
    r"do[nñ]|do[ñn]a|doctora|dra|licenciad[oa]|lic|lcd[oa]|licd[oa]|padre|juez|jueza|maestr[oa]|profesora?"
    r"|enfermer[oa]|"
    r"abogad[oa]|ingenier[oa]|ing"
)
_ADJECTIVE = (
    r"(?:little|older|big|younger|oldest|youngest|ex|best|late|own|old|young|good|eldest|twin|half|step|"
    r"great|baby|\d+[- ]year[- ]old|"
    r"mejor|querid[oa]|difunt[oa]|ex)"
)
_KIN = "|".join(sorted(lexicon.words("names", "kin")))
_AFTER_KIN = (
    r"(?:[ ]+(?:mayor|menor|named|called|llamad[oa]|de[ ]+nombre|de[ ]+\d+[ ]+a[ñn]os)|,?[ ]+(?:who|que)[ ]+(?:is|es)|"
    r"['\u2019]s[ ]+name[ ]+is|[ ]+se[ ]+llama|[ ]+and[ ]+(?:my[ ]+)?\w+|,?[ ]+age[ ]+\d+)"
)
_INTRODUCED = (
    r"name[ ]+(?:is|was)|name['\u2019]s|named|names[ ]+are|full[ ]+name|(?:me|se|te)[ ]+(?:ll|y)am(?:o|a|"
    r"an|aba)|nombre[ ]+(?:\w+[ ]+)?(?:es|era)|"
    r"llamad[oa]|de[ ]+nombre|(?:de[ ]+)?apellidos?(?:[ ]+(?:es|era))?|(?:se|me)[ ]+apellid[oa]|alias|a/?"
    r"k/?a|goes[ ]+by|known[ ]+as|apodad[oa]"
)
_NICKNAMED = (
    r"(?:le|me|lo|la)[ ]+(?:dicen|dicem|llaman|decimos|conocen[ ]+como)|(?:call|calls|called|calling)[ ]+(?"
    r":him|her|them)|we[ ]+call|conocid[oa]\s+como"
)
_SAID = (
    r"this[ ]+is|i[ ]+am|i['\u2019]?m|it['\u2019]?s|its|(?:yo[ ]+)?soy|habla|atentamente,?|sincerely,?|"
    r"respectfully,?|signed,?|firmad[oa](?:[ ]+por)?|"
    r"attn\.?|thanks,|thank[ ]+you,|gracias,|(?:by|por|contra|against)(?![ ]+(?:el|la|los|las)[ ])"
)
_QUOTE = r"[\"'\u201c\u2018«]?"
_GAP = rf"[ ,:]*[ ]+{_QUOTE}|[ ]*[:,][ ]*{_QUOTE}"
CUES: tuple[tuple[str, bool, re.Pattern[str]], ...] = tuple(
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
LISTED = bounded(
    r"(?:['\u2019]s)?(?:[ ]*[,/][ ]*(?:(?:and|y|&|or|o)[ ]+)?|[ ]+(?:and|y|e|&|or|o|con|with)[ ]+)(?:(?"
    r":my|mi|his|su|the|el|la)[ ]+)?"
)
CONTRACTED = re.compile(r"['\u2019](?:ve|ll|re|d|t|m)$", re.IGNORECASE)
DEED = bounded(r"\w+(?:[^e]ed|\w{3}ing|ado|ido|ando|iendo|aron|ieron|aba|aban|mente|cion|ly|ness|ment)")
_PLACE_WORD = (
    r"Streets?|St|Avenues?|Ave|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Court|Ct|Park|School|Elementary|"
    r"Middle|High|Hospital|Church|"
    r"Library|Plaza|Square|Mall|Center|Projects|Apartments|Towers|Homes|University|College|Station|Market|"
    r"Bridge|Hill|Heights|"
    r"Department|Police|County|City|Clinic|Baptist|Restaurant|Deli|Pizza|Grocery|Bar|Motel|Hotel|Inn|"
    r"Terrace|Village|Highway"
)
_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\w'\u2019áéíóúñ-]*"
PLACES = (
    bounded(rf"\b(?:{_CAPITAL}[ ]+){{1,3}}(?:{_PLACE_WORD})\b", 0),
    bounded(rf"\b(?i:on|at|near|corner of)[ ]+{_CAPITAL}[ ]+(?:and|&|at)[ ]+{_CAPITAL}(?=[ .,;)]|$)", 0),
    bounded(
        r"\b(?i:calles?|avenidas?|ave|parque|escuela|iglesia|hospital|plaza|barrio|urbanizaci[oó]n|"
        r"residencial|ruta|colegio|"
        rf"panader[ií]a|bodega|colmado|restaurante|supermercado|edificio|pueblo)[ ]+(?:(?:de|del|la|las|"
        rf"los)[ ]+){{0,2}}{_CAPITAL}(?:[ ]+{_CAPITAL}){{0,2}}",
        0,
    ),
)
