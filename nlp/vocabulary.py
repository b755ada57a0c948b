"""The label vocabulary: profile checks, the reader and the corpus tests ask it which labels exist."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from nlp.reading import GROUPS


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """Every group with its labels and their definitions, in the order of `labels.toml`; read-only."""
    source = files("nlp").joinpath("labels.toml").read_text(encoding="utf-8")
    read = tomllib.loads(source)
    return MappingProxyType({group: MappingProxyType(read[group]) for group in GROUPS})


@cache
def full_names() -> tuple[str, ...]:
    """Every label of every group as `group.label`, in the order of `labels.toml`."""
    return tuple(f"{group}.{label}" for group, there in labels().items() for label in there)


@cache
def groups() -> Mapping[str, str]:
    """The group of every label but those of the scope; no label stands in two."""
    return MappingProxyType({label: group for group, there in labels().items() for label in there})


@cache
def names() -> tuple[str, ...]:
    """Every label of every group and of the scope, for whoever must map them all."""
    read = tomllib.loads(files("nlp").joinpath("labels.toml").read_text(encoding="utf-8"))
    return tuple(label for group in read.values() for label in group)
