"""What the generator says when the core is written in a way no face can follow."""

from __future__ import annotations


class Unfaceable(Exception):  # noqa: N818
    """The core holds something that cannot be given a blocking face; the message says what to write instead."""
