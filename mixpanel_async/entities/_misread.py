"""A value in a row that is not of the kind its field has."""

from __future__ import annotations


class MisreadError(ValueError):
    """*problem* says what is wrong, *path* leads to it from where reading began."""

    def __init__(self, problem: str, path: str = "") -> None:
        super().__init__(problem, path)
        self.problem, self.path = problem, path

    def at(self, step: str) -> MisreadError:
        """The same, seen from one *step* further up."""
        return MisreadError(self.problem, step + self.path)
