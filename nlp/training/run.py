"""One whole training: examples, Spanish pieces, network and grams, weighing, the last rounds, the lines, the files."""

from __future__ import annotations

import copy
import random
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from nlp import corpus, measures
from nlp.classifier import Classifier
from nlp.corpus import Row
from nlp.encoder import TAGS, Encoder, tokenizer
from nlp.grams import Grams, Numbers
from nlp.language import LANGUAGES, told_in
from nlp.pipeline import Notes, build, fitting
from nlp.training import calibration, examples, fit, folder, linear, pieces, published
from nlp.training.batches import Cut, cut
from nlp.training.examples import LABELS, Example
from nlp.training.fit import Say
from nlp.training.network import Network, Size, from_bert
from nlp.training.ship import ship
from nlp.training.stages import Stages
from nlp.weighing import Weighing, Weights

CITY_A_ROUND = 900
RENDERED_A_ROUND = 0.5
LAST_RATE = 0.35


@dataclass(frozen=True, slots=True)
class Plan:
    """What to train on, how long, and where the model goes. `clerks` is a folder with clerks' complaints, or None."""

    into: Path
    clerks: Path | None
    also: tuple[Path, ...]
    beside_rounds: int
    rounds: int
    last_rounds: int
    seed: int
    stages: Path | None = None
    """Where each stage is kept when it is done, so that a stopped training goes on from there."""


def train(plan: Plan, say: Say) -> None:
    """Train and write everything into `plan.into`; nearly the same for one seed (README.md: what is left to chance).

    What was there is replaced when all is done. Raises ValueError where it is a folder that holds no model, and what
    `corpus.load` raises.
    """
    folder.may_replace(plan.into)
    patterns = Patterns()
    found = gathered(plan.clerks, plan.also, patterns, say)
    learnt, kept_back = examples.parted(found)
    developed = [row for path in corpus.development() for row in corpus.load(path)]
    digest = digest_of(plan, found)
    stages = Stages(plan.stages, digest, say)
    english = published.pieces()
    # Of our narratives and renderings alone: the pieces lie beside the model as plain words.
    ours = [each.text for each in learnt if each.language == "es" and each.source in ("told", "rendered")]
    spanish = stages.words("pieces", lambda: pieces.spanish(ours))
    tokenizers = {"en": tokenizer(english, ()), "es": tokenizer(english, spanish)}
    torch.manual_seed(plan.seed)
    network = Network(Size(words=len(english) + len(spanish)), len(LABELS), len(TAGS))

    def four_fifths() -> Network:
        begin(network, learnt, tokenizers, spanish, plan, say)
        return fit.teach(network, _drawing(_both(learnt, tokenizers), plan.seed), plan.rounds, plan.seed, say)

    def everything() -> Network:
        torch.manual_seed(plan.seed + 1)
        draw = _drawing(_both(found, tokenizers), plan.seed + 1)
        return fit.teach(network, draw, plan.last_rounds, plan.seed + 1, say, rate=LAST_RATE)

    new = folder.beside(plan.into)

    def shipped(taught: Network) -> Encoder:
        shutil.rmtree(new, ignore_errors=True)
        ship(copy.deepcopy(taught), english, spanish, new)
        return Encoder(new)

    network = stages.network("four_fifths", network, four_fifths)
    encoder = shipped(network)
    say(f"weighing on {len(kept_back)} narratives held back")
    grams = linear.teach(examples.with_masks(learnt))
    heard = said(encoder, grams, patterns, [(each.text, each.language) for each in kept_back])
    weights = calibration.calibrated(heard.logits, heard.grams, heard.fits, heard.spanish, *examples.stacked(kept_back))
    if plan.last_rounds:
        network = stages.network("everything", network, everything)
        encoder = shipped(network)
    grams = linear.teach(examples.with_masks(found))
    grams.save(new)
    say(f"drawing the lines on {len(developed)} development narratives")
    heard = said(encoder, grams, patterns, [(row.text, row.language) for row in developed])
    Weighing(_drawn(Weighing(weights), heard, developed, say)).save(new)
    folder.sign(new, _about(plan, found, digest))
    folder.put(new, plan.into)
    say(f"written to {plan.into}; measure it with: python -m nlp.evaluate")


def draw_lines(model: Path, say: Say) -> None:
    """Draw the lines of a model that is there anew on the development sets, and sign it; nothing is learnt."""
    weighing = Classifier.load(model).weighing
    developed = [row for path in corpus.development() for row in corpus.load(path)]
    say(f"drawing the lines on {len(developed)} development narratives")
    heard = said(Encoder(model), Grams.load(model), Patterns(), [(row.text, row.language) for row in developed])
    Weighing(_drawn(weighing, heard, developed, say)).save(model)
    folder.sign(model)
    say(f"written to {model}; measure it with: python -m nlp.evaluate")


def gathered(clerks: Path | None, also: Sequence[Path], patterns: Patterns, say: Say) -> list[Example]:
    """All examples, in a fixed order; `clerks` is a folder with clerks' complaints, `also` are files of own cases."""
    found = [example for path in corpus.ours() for example in examples.ours(corpus.load(path))]
    found += [example for path in also for example in examples.own(corpus.load(path))]
    if clerks is not None:
        found += examples.clerks(clerks)
        say("looking for phrases in clerks' complaints")
        found += examples.city(clerks, patterns.conduct)
    say(", ".join(f"{count} {source}" for source, count in Counter(each.source for each in found).items()))
    return found


def begin(
    network: Network,
    learnt: Sequence[Example],
    tokenizers: dict[str, Tokenizer],
    spanish: Sequence[str],
    plan: Plan,
    say: Say,
) -> None:
    """Fill the network with the published encoder, and set Spanish beside English in it; labels it knows none yet."""
    told: dict[str, dict[str, Example]] = {}
    for each in learnt:
        told.setdefault(each.about, {})[each.language] = each
    pairs = [(both["es"], both["en"]) for both in told.values() if len(both) == len(LANGUAGES)]
    known = from_bert(published.weights())
    texts = [(one.text, other.text) for one, other in pairs]
    rows = pieces.begin(published.pieces(), spanish, texts, known["word.weight"].numpy())
    known["word.weight"] = torch.cat([known["word.weight"], torch.from_numpy(rows)])
    network.encoder.load_state_dict(known)
    say(f"{len(spanish)} Spanish pieces, begun from {len(pairs)} narratives told in both languages")
    if plan.beside_rounds:
        both = list(zip(*(cut([pair[side] for pair in pairs], tokenizers) for side in (0, 1)), strict=True))
        teacher = copy.deepcopy(network.encoder)
        fit.beside(network.encoder, teacher, both, plan.beside_rounds, plan.seed, say)


class Patterns:
    """The phrase patterns alone, as training asks about them."""

    def __init__(self) -> None:
        self._pipelines = {language: build(language) for language in LANGUAGES}

    def conduct(self, text: str) -> frozenset[str]:
        """The conduct labels for which a phrase fits in an English text."""
        fitting = {name for name, fits in self.fitting(text, "en", ("en",)).items() if fits > 0}
        return frozenset(name.removeprefix("conduct.") for name in fitting if name.startswith("conduct."))

    def fitting(self, text: str, spoken: str, also: tuple[str, ...]) -> dict[str, int]:
        """What the phrases of these languages say of each label, as `pipeline.fitting` tells it."""
        nlp = self._pipelines[spoken]
        with nlp.memory_zone():
            doc = nlp.make_doc(text)
            doc.user_data["redress"] = Notes(languages=also)
            doc = nlp(doc)
            return fitting(doc)


@dataclass(frozen=True, slots=True)
class Said:
    """What encoder, grams and phrases say about some texts, as the reader asks; `spanish` is how they were cut."""

    logits: Numbers
    grams: Numbers
    fits: Numbers
    spanish: Numbers

    def chances(self, weighing: Weighing) -> Numbers:
        """(texts, labels)."""
        heard = zip(self.logits.tolist(), self.grams.tolist(), self.fits.tolist(), self.spanish, strict=True)
        chances = [
            weighing.chances(logits, grams, dict(zip(LABELS, fits, strict=True)), "es" if cut else "en")
            for logits, grams, fits, cut in heard
        ]
        return np.array([list(each.values()) for each in chances], np.float32)


def said(encoder: Encoder, grams: Grams, patterns: Patterns, asked: Sequence[tuple[str, str]]) -> Said:
    """Hear (text, language) as the reader would in a conversation of that language."""
    logits, runs, fits, spanish = [], [], [], []
    for text, language in asked:
        spoken, also, cut = told_in(text, language)
        spoken = spoken if spoken in LANGUAGES else language
        told = patterns.fitting(text, spoken, also)
        logits.append(encoder.hear(text, cut).logits)
        runs.append(grams.say(text))
        fits.append([told.get(name, 0) for name in LABELS])
        spanish.append(cut == "es")
    return Said(np.stack(logits), np.stack(runs), np.array(fits, np.float32), np.array(spanish, np.float32))


def _both(found: Sequence[Example], tokenizers: dict[str, Tokenizer]) -> list[tuple[Cut, Cut]]:
    """Each example as it is and, of a clerk's, with the labels' own names masked."""
    plain = cut(found, tokenizers)
    hidden = [each.source in examples.BY_CLERKS for each in found]
    masks = cut([examples.masked(each) for each, hide in zip(found, hidden, strict=True) if hide], tokenizers)
    rest = iter(masks)
    return [(one, next(rest) if hide else one) for one, hide in zip(plain, hidden, strict=True)]


def _drawing(cuts: Sequence[tuple[Cut, Cut]], seed: int) -> Callable[[int], Sequence[Cut]]:
    """What a round learns from: all that was told, half of the renderings, clerks' half masked, some of the city's."""
    city = sum(plain.example.source == "city" for plain, _ in cuts)
    share = {"told": 1.0, "own": 1.0, "clerk": 1.0, "rendered": RENDERED_A_ROUND, "city": CITY_A_ROUND / max(1, city)}

    def draw(number: int) -> Sequence[Cut]:
        dice = random.Random(seed * 1000 + number)  # noqa: S311 - a draw that can be repeated is wanted
        return [pair[dice.random() < 0.5] for pair in cuts if dice.random() < share[pair[0].example.source]]

    return draw


def _drawn(weighing: Weighing, heard: Said, rows: Sequence[Row], say: Say) -> dict[str, Weights]:
    """Thresholds from the development sets; a safety label for which a phrase fits stands without one."""
    chances = heard.chances(weighing)
    aims = np.stack([examples.aims_of(row)[0] for row in rows])
    say(f"calibration error there: {measures.calibration(aims[:, :-1] > 0.5, chances[:, :-1])[0]:.3f}")
    safety = np.array([name.startswith("safety.") for name in LABELS])
    return calibration.drawn(weighing.labels, np.where(safety & (heard.fits > 0), 1.0, chances), aims)


def _about(plan: Plan, found: Sequence[Example], digest: str) -> dict[str, Any]:
    """What the model was taught on, without a word of it."""
    return {
        "taught_on": {"digest": digest, "texts": Counter(each.source for each in found)},
        "begun_from": f"all-MiniLM-L6-v2 {published.DIGEST[:12]}",
        "rounds": [plan.beside_rounds, plan.rounds, plan.last_rounds],
        "seed": plan.seed,
        "torch": torch.__version__.split("+")[0],
    }


def digest_of(plan: Plan, found: Sequence[Example]) -> str:
    """Of the examples with their labels and facts and of the plan; whoever changes this code begins stages anew."""
    read = sha256(repr((plan.beside_rounds, plan.rounds, plan.last_rounds, plan.seed)).encode())
    for each in found:
        read.update(repr((each.about, each.source, each.language, each.text, each.facts)).encode())
        read.update(each.aims.tobytes() + each.weights.tobytes())
    return read.hexdigest()
