"""The one place where an error becomes a kind sentence; called by `worker` for whatever a handler raises."""

from bot.casework.errors import BadReference, NotYours, RedressError, Refused, Stale
from bot.words import Words


def sentence(words: Words, language: str, fault: RedressError) -> str:
    """What to tell the person: what happened, what was kept, what to do; never the error's own text."""
    if isinstance(fault, Stale):
        return words.say(language, "refused.stale")
    if isinstance(fault, NotYours | BadReference):
        return words.say(language, "refused.not_yours")
    if isinstance(fault, Refused) and words.has(f"refused.{fault.because}"):
        return words.say(language, f"refused.{fault.because}", **fault.params)
    return words.say(language, "refused.fault")
