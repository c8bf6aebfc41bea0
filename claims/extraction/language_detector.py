"""Which of 140 languages a text is in. Its tables take 70 MB; here they stay in a file, since a text needs few rows.

Imported by the first text that is not plainly English: see `language`.
"""

import mmap
import tempfile

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier


class Detector:
    """Answers as `py3langid.classify` does."""

    def __init__(self) -> None:
        whole = LanguageIdentifier.from_model_file(MODEL_FILE)
        weights, moves = np.asarray(whole.nb_ptc), np.asarray(whole.tk_nextmove)
        self._files = _in_a_file(weights), _in_a_file(moves)
        self._identifier = LanguageIdentifier(
            np.frombuffer(self._files[0], dtype=weights.dtype).reshape(weights.shape),
            whole.nb_pc,
            whole.nb_classes,
            memoryview(np.frombuffer(self._files[1], dtype=moves.dtype)),
            whole.tk_output,
            tk_row=whole.tk_row,
        )

    def language_of(self, text: str) -> str:
        """The code of the text's most likely language."""
        found = str(self._identifier.classify(text)[0])
        for file in self._files:
            # What was read of it need not stay in memory; it is read again from the system's own cache.
            file.madvise(mmap.MADV_DONTNEED)
        return found


def _in_a_file(table: NDArray[np.generic]) -> mmap.mmap:
    """The numbers of a table, mapped from a file that goes when this process ends."""
    with tempfile.TemporaryFile() as file:
        table.tofile(file)
        file.flush()
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
