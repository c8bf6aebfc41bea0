"""The one refusal of this room."""


class FormulaError(ValueError):
    """A formula, a number or a cell that cannot be used; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __reduce__(self) -> tuple[type["FormulaError"], tuple[str]]:
        """Comes back from another process with its sentence."""
        return FormulaError, (self.sentence,)
