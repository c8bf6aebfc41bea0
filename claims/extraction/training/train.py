"""Train, measure and export the check-worthiness weights.

In an environment of its own (see requirements.txt beside this file), from the
repository's root:

    python -m claims.extraction.training.train --data DIR --work DIR folds --by sentence
    python -m claims.extraction.training.train --data DIR --work DIR folds --by debate
    python -m claims.extraction.training.train --data DIR --work DIR checkthat
    python -m claims.extraction.training.train --data DIR --work DIR weights
    python -m claims.extraction.training.train --data DIR --work DIR pins

`--data` holds `claimbuster/` (and `clef2019_t1/` for `checkthat`, which only measures).
`weights` writes the ONNX file and the linear model; `pins` calibrates on the logits that
`folds --by debate` left in `--work` and writes `claims/extraction/pins.py`. Seeded, on
one thread: the same machine and versions give the same files.
"""

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score

from claims.extraction.training import finetune
from claims.extraction.training.data import Example, checkthat_2019, claimbuster, folds, same_words

MODEL = Path(__file__).parents[1] / "model"
PINS = Path(__file__).parents[1] / "pins.py"
# The linear model's part of the mixed logit; set once, before any fold was measured with it.
LINEAR_SHARE = 0.25
VERSION = "MiniLM-ClaimBuster 1.0"


def main() -> None:
    """Run one command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("folds").add_argument("--by", choices=("sentence", "debate"), required=True)
    commands.add_parser("checkthat")
    commands.add_parser("weights")
    commands.add_parser("pins")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    base = finetune.base_model(options.work)
    examples = claimbuster(options.data / "claimbuster")
    if options.command == "folds":
        measure_folds(base, examples, options.by, options.work)
    elif options.command == "checkthat":
        measure_checkthat(base, examples, options.data / "clef2019_t1")
    elif options.command == "weights":
        write_weights(base, examples, options.work)
    else:
        write_pins(options.work)


def fit(base: Path, examples: Sequence[Example]) -> tuple[finetune.Scorer, LogisticRegression]:
    """Both halves, trained on the same examples."""
    return finetune.fine_tune(base, examples), finetune.fit_lexical(examples)


def mixed(base: Path, models: tuple[finetune.Scorer, LogisticRegression], texts: Sequence[str]) -> np.ndarray:
    """The mixed logit of each text."""
    network, linear = models
    words = linear.decision_function(finetune.lexical_matrix(texts))
    return (1 - LINEAR_SHARE) * finetune.logits(base, network, texts) + LINEAR_SHARE * words


def measure_folds(base: Path, examples: list[Example], by: str, work: Path) -> None:
    """Four folds over the 2.5xNCS rows; no row of a held-out debate or sentence is trained on."""
    clean = [item for item in examples if item.clean]
    rough = [item for item in examples if not item.clean]
    numbers = folds(clean, by=by)
    logits = np.zeros(len(clean))
    labels = np.array([item.label for item in clean])
    for fold in range(4):
        held = [item for item, number in zip(clean, numbers, strict=True) if number == fold]
        hidden = {item.debate for item in held} if by == "debate" else set()
        words = {same_words(item.text) for item in held}
        train = [item for item, number in zip(clean, numbers, strict=True) if number != fold]
        train += [item for item in rough if item.debate not in hidden and same_words(item.text) not in words]
        logits[numbers == fold] = mixed(base, fit(base, train), [item.text for item in held])
        part = numbers == fold
        print(f"fold {fold} by {by}: {_figures(labels[part], logits[part], 0.0)}", flush=True)
        done = numbers <= fold
        np.savez(work / f"folds_{by}.npz", logits=logits[done], labels=labels[done])
    print(f"all folds by {by}: {_figures(labels, logits, 0.0)}", flush=True)
    slope, intercept = calibrate(logits, labels)
    print(
        f"calibrated: slope {slope:.3f}, intercept {intercept:.3f}, ECE {calibration_error(logits, labels, slope, intercept):.4f}"
    )
    for row in reliability(logits, labels, slope, intercept):
        print("  said {:.2f}, found {:.2f}, {} sentences".format(*row))


def _figures(labels: np.ndarray, logits: np.ndarray, threshold: float) -> str:
    found = logits > threshold
    return (
        f"macro-F1 {f1_score(labels, found, average='macro'):.4f}, CFS-F1 {f1_score(labels, found):.4f}, "
        f"AP {average_precision_score(labels, logits):.4f}"
    )


def measure_checkthat(base: Path, examples: list[Example], folder: Path) -> None:
    """Mean average precision over the 19 debates and speeches, rows that also stand in them left out of training."""
    debates = checkthat_2019(folder)
    theirs = {same_words(text) for debate in debates for text, _ in debate}
    models = fit(base, [item for item in examples if same_words(item.text) not in theirs])
    precisions = []
    for debate in debates:
        scores = mixed(base, models, [text for text, _ in debate])
        precisions.append(average_precision_score([label for _, label in debate], scores))
    print(f"CheckThat! 2019 MAP {np.mean(precisions):.4f}: {', '.join(f'{value:.3f}' for value in precisions)}")


def calibrate(logits: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Platt scaling: slope and intercept (Platt 1999)."""
    model = LogisticRegression(C=1e6).fit(logits[:, None], labels)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def reliability(
    logits: np.ndarray, labels: np.ndarray, slope: float, intercept: float
) -> list[tuple[float, float, int]]:
    """Mean probability, share of positives and size of ten equally wide bins."""
    chances = 1 / (1 + np.exp(-(slope * logits + intercept)))
    bins = np.minimum((chances * 10).astype(int), 9)
    return [
        (float(chances[bins == place].mean()), float(labels[bins == place].mean()), int((bins == place).sum()))
        for place in range(10)
        if (bins == place).any()
    ]


def calibration_error(logits: np.ndarray, labels: np.ndarray, slope: float, intercept: float) -> float:
    """Expected calibration error over ten bins (Guo et al. 2017)."""
    return sum(abs(said - found) * size for said, found, size in reliability(logits, labels, slope, intercept)) / len(
        labels
    )


def best_threshold(logits: np.ndarray, labels: np.ndarray, slope: float, intercept: float) -> float:
    """The probability that gives the best F1 of the check-worthy class, to two places."""
    chances = 1 / (1 + np.exp(-(slope * logits + intercept)))
    return max((f1_score(labels, chances >= value), value) for value in np.arange(0.2, 0.8, 0.01).round(2))[1]


def write_weights(base: Path, examples: list[Example], work: Path) -> None:
    """Train on everything and write the files that ship."""
    network, linear = fit(base, examples)
    torch.save(network.state_dict(), work / "checkworthiness.pt")
    export(network, work / "checkworthiness-float.onnx")
    quantize_dynamic(
        work / "checkworthiness-float.onnx",
        MODEL / "checkworthiness.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
    )
    weights = np.append(linear.coef_[0], linear.intercept_).astype("<f2")
    (MODEL / "lexical.f16").write_bytes(weights.tobytes())


def write_pins(work: Path) -> None:
    """Calibrate on held-out debates and write the numbers and checksums that the product reads."""
    held_out = np.load(work / "folds_debate.npz")
    logits, labels = held_out["logits"], held_out["labels"]
    slope, intercept = calibrate(logits, labels)
    threshold = best_threshold(logits, labels, slope, intercept)
    print(
        f"at the threshold {threshold}: {_figures(labels, slope * logits + intercept, np.log(threshold / (1 - threshold)))}"
    )
    PINS.write_text(
        '"""Numbers and checksums of the shipped weights. Written by training/train.py; do not edit."""\n\n'
        "from typing import Final\n\n"
        f'CHECKWORTHINESS_VERSION: Final = "{VERSION}"\n'
        f'NETWORK_SHA256: Final = "{_sha256(MODEL / "checkworthiness.onnx")}"\n'
        f'LINEAR_SHA256: Final = "{_sha256(MODEL / "lexical.f16")}"\n'
        f"LINEAR_SHARE: Final = {LINEAR_SHARE}\n"
        f"SLOPE: Final = {slope:.6f}\nINTERCEPT: Final = {intercept:.6f}\nTHRESHOLD: Final = {threshold}\n",
        encoding="utf-8",
    )


def export(network: finetune.Scorer, path: Path) -> None:
    """Write the network as ONNX, batch and length free."""
    torch.onnx.export(
        network,
        finetune.pad([[101, 2023, 102], [101, 102]]),
        path,
        input_names=["input_ids", "attention_mask", "token_type_ids"],
        output_names=["logit"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask", "token_type_ids")},
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(str(path))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
