"""Every error that has a name, raised all over the bot; `telegram/errors.py` alone turns them into kind sentences.

RedressError
|-- BadProfile        agency files that do not hold together; nothing starts
|-- Unreadable        a reply that could not be read; the person is asked again
|-- Refused           a rule or a right forbids it
|   `-- NotYours      unknown, foreign or not permitted: always the same words
|-- Stale             a button or a row of an older revision
|-- BadReference      not a case number
|-- Undeliverable     a message that can never arrive: do not try again
`-- TryLater          a message that cannot arrive now: try again after some seconds

A class's docstring is its message: the first line, with the parameters put in.
"""

from collections.abc import Sequence


class RedressError(Exception):
    """Something went wrong that has no better name."""

    def __init__(self, **params: object) -> None:
        self.params = params
        first_line = (type(self).__doc__ or "").partition("\n")[0]
        super().__init__(first_line.format_map(params))


class BadProfile(RedressError):
    """The agency profiles cannot be used: {problems}"""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(problems="".join(f"\n- {problem}" for problem in self.problems))


class Unreadable(RedressError):
    """The reply could not be read: {sentence}.

    `sentence` is a key of the locale table [unreadable].
    """

    def __init__(self, sentence: str, **params: object) -> None:
        self.sentence = sentence
        super().__init__(**{**params, "sentence": sentence})


class Refused(RedressError):
    """This is not allowed here: {because}.

    `because` is a key of the locale table [refused].
    """

    def __init__(self, because: str, **params: object) -> None:
        self.because = because
        super().__init__(**{**params, "because": because})


class NotYours(Refused):
    """There is nothing here for you under that name.

    An unknown, a foreign and a forbidden thing look the same from outside.
    """

    def __init__(self) -> None:
        super().__init__("not_yours")


class Stale(RedressError):
    """This belongs to an older version of what is now on the screen."""


class BadReference(RedressError):
    """This is not a case number: {text}"""

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class Undeliverable(RedressError):
    """The message can never be delivered: {because}."""

    def __init__(self, because: str) -> None:
        self.because = because
        super().__init__(because=because)


class TryLater(RedressError):
    """The message cannot be delivered now; try again in {after} seconds."""

    def __init__(self, after: float) -> None:
        self.after = after
        super().__init__(after=after)
