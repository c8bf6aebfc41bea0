"""Train, measure and export the check-worthiness weights.

In an environment of its own (see requirements.txt beside this file), from the
repository's root:

    python -m claims.extraction.training.train --data DIR --work DIR folds --by sentence
    python -m claims.extraction.training.train --data DIR --work DIR folds --by debate
    python -m claims.extraction.training.train --data DIR --work DIR checkthat
    python -m claims.extraction.training.train --data DIR --work DIR weights
    python -m claims.extraction.training.train --data DIR --work DIR pins

`--data` holds `claimbuster/` (and `clef2019_t1/` for `checkthat`, which only measures).
`folds` keeps its logits in `--work`; with `--kept` it prints the figures from them again.
`weights` writes the ONNX file and the linear model; `pins` calibrates on the logits of
`folds --by debate` and on the labelled news (NEWS.md), prints both and writes
`claims/extraction/pins.py` and `model/reliability.svg`. Seeded, on one thread: the same machine and versions give the
same files.
"""

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score

from claims.extraction import pins
from claims.extraction.calibration import Bin, Calibration, calibration_error, reliability
from claims.extraction.encoder import session
from claims.extraction.trained import linear_model, mixed_logits
from claims.extraction.training import finetune
from claims.extraction.training.data import (
    Example,
    checkthat_2019,
    claimbuster,
    folds,
    labelled_news,
    news_halves,
    same_words,
)
from claims.extraction.training.reliability_plot import reliability_svg

MODEL = Path(__file__).parents[1] / "model"
PINS = Path(__file__).parents[1] / "pins.py"
# The linear model's part of the mixed logit; settled after a look at the first debate fold.
LINEAR_SHARE = 0.25
FOLDS = 4
VERSION = "MiniLM-ClaimBuster 1.0"


def main() -> None:
    """Run one command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    commands = parser.add_subparsers(dest="command", required=True)
    by_fold = commands.add_parser("folds")
    by_fold.add_argument("--by", choices=("sentence", "debate"), required=True)
    by_fold.add_argument("--kept", action="store_true", help="train nothing, print the figures of the kept logits")
    commands.add_parser("checkthat")
    commands.add_parser("weights")
    commands.add_parser("pins")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    base = finetune.base_model(options.work)
    examples = claimbuster(options.data / "claimbuster")
    if options.command == "folds":
        if not options.kept:
            measure_folds(base, examples, options.by, options.work)
        print_folds(examples, options.by, options.work)
    elif options.command == "checkthat":
        measure_checkthat(base, examples, options.data / "clef2019_t1")
    elif options.command == "weights":
        write_weights(base, examples, options.work)
    else:
        write_pins(examples, options.work)


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
    for fold in range(FOLDS):
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


def print_folds(examples: list[Example], by: str, work: Path) -> list[Bin]:
    """The figures of all folds; calibration and threshold are those of the other three folds each time."""
    kept = np.load(work / f"folds_{by}.npz")
    logits, labels = kept["logits"], kept["labels"]
    numbers = folds([item for item in examples if item.clean], by=by)
    print(f"all folds by {by}, logit 0: {_figures(labels, logits, 0.0)}")
    chances, found = np.zeros(len(logits)), np.zeros(len(logits), dtype=bool)
    for fold in range(FOLDS):
        held = numbers == fold
        calibration = fitted(logits[~held], labels[~held])
        chances[held] = calibration.probabilities(logits[held])
        found[held] = chances[held] >= calibration.threshold
        print(
            f"  fold {fold}: {held.sum()} sentences, {labels[held].mean():.3f} check-worthy; logit 0: "
            f"{_figures(labels[held], logits[held], 0.0)}; threshold {calibration.threshold} of the others: "
            f"{_f1s(labels[held], found[held])}"
        )
    print(f"at the others' thresholds: {_f1s(labels, found)}")
    return _print_bins("calibrated on the other folds", reliability(chances, labels))


def _print_bins(title: str, bins: list[Bin]) -> list[Bin]:
    print(f"{title}: ECE {calibration_error(bins):.4f}")
    for item in bins:
        print(f"  said {item.said:.2f}, found {item.found:.2f}, {item.size} sentences")
    return bins


def _f1s(labels: np.ndarray, found: np.ndarray) -> str:
    return f"macro-F1 {f1_score(labels, found, average='macro'):.4f}, CFS-F1 {f1_score(labels, found):.4f}"


def _figures(labels: np.ndarray, logits: np.ndarray, threshold: float) -> str:
    return f"{_f1s(labels, logits > threshold)}, AP {average_precision_score(labels, logits):.4f}"


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


def best_threshold(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """The probability that gives the best F1 of the check-worthy class, to two places."""
    return max((f1_score(labels, probabilities >= value), value) for value in np.arange(0.2, 0.8, 0.01).round(2))[1]


def fitted(logits: np.ndarray, labels: np.ndarray) -> Calibration:
    """Platt scaling and the best threshold for labelled logits."""
    slope, intercept = calibrate(logits, labels)
    unset = Calibration(round(slope, 6), round(intercept, 6), 0.5)
    return replace(unset, threshold=float(best_threshold(unset.probabilities(logits), labels)))


def lowest_cut(logits: np.ndarray, labels: np.ndarray, examples: list[Example]) -> Calibration:
    """Scaled on all folds by debate, cut at the lowest of the best cuts of three folds each.

    The F1 of a held-out fold hardly changes over their range, and later debates hold more that is worth a check.
    """
    numbers = folds([item for item in examples if item.clean], by="debate")
    cuts = [fitted(logits[numbers != fold], labels[numbers != fold]).threshold for fold in range(FOLDS)]
    return replace(fitted(logits, labels), threshold=min(cuts))


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


def write_pins(examples: list[Example], work: Path) -> None:
    """Calibrate on held-out debates and on the labelled news; write the numbers and checksums that the product reads."""
    held_out = np.load(work / "folds_debate.npz")
    debates = lowest_cut(held_out["logits"], held_out["labels"], examples)
    sentences = labelled_news()
    logits, labels = shipped_logits([item.text for item in sentences]), np.array([item.label for item in sentences])
    news = fitted(logits, labels)
    plot = reliability_svg(
        {
            "Debates never trained on": print_folds(examples, "debate", work),
            "News, as debates are calibrated": reliability(debates.probabilities(logits), labels),
            "News, calibrated on its other half": _print_news(logits, labels, news_halves(sentences), debates),
        }
    )
    (MODEL / "reliability.svg").write_text(plot, encoding="utf-8")
    codes = "".join(f'    "{code}",\n' for code in finetune.SIGNAL_CODES)
    PINS.write_text(
        '"""Numbers and checksums of the shipped weights. Written by training/train.py; do not edit."""\n\n'
        "from typing import Final\n\n"
        "from claims.extraction.calibration import Calibration\n\n"
        f'CHECKWORTHINESS_VERSION: Final = "{VERSION}"\n'
        f'NETWORK_SHA256: Final = "{_sha256(MODEL / "checkworthiness.onnx")}"\n'
        f'ENCODER_SHA256: Final = "{pins.ENCODER_SHA256}"\n'
        f'LINEAR_SHA256: Final = "{_sha256(MODEL / "lexical.f16")}"\n'
        f"LINEAR_SHARE: Final = {LINEAR_SHARE}\n"
        f"DEBATES: Final = {debates}\nNEWS: Final = {news}\n"
        f"SIGNAL_CODES: Final = (\n{codes})\n",
        encoding="utf-8",
    )


def shipped_logits(texts: Sequence[str]) -> np.ndarray:
    """The mixed logits of the files that ship, as the product computes them."""
    network = session(MODEL / "checkworthiness.onnx", _sha256(MODEL / "checkworthiness.onnx"))
    linear = linear_model((MODEL / "lexical.f16").read_bytes())
    return mixed_logits(network, linear, texts, share=LINEAR_SHARE, codes=finetune.SIGNAL_CODES)


def _print_news(logits: np.ndarray, labels: np.ndarray, halves: np.ndarray, debates: Calibration) -> list[Bin]:
    """What the debates' calibration does on news, and one half's calibration on the other half."""
    print(f"news: {len(labels)} sentences, AP {average_precision_score(labels, logits):.4f}")
    chances = debates.probabilities(logits)
    print(f"calibrated on debates, on all of news: {_f1s(labels, chances >= debates.threshold)}")
    _print_bins("calibrated on debates, on all of news", reliability(chances, labels))
    crossed, found = np.zeros(len(labels)), np.zeros(len(labels), dtype=bool)
    for half in (0, 1):
        test = halves == half
        calibration = fitted(logits[~test], labels[~test])
        crossed[test] = calibration.probabilities(logits[test])
        found[test] = crossed[test] >= calibration.threshold
        print(
            f"half {half}: {test.sum()} sentences, {labels[test].mean():.3f} check-worthy, "
            f"AP {average_precision_score(labels[test], logits[test]):.4f}; calibrated on the other half: "
            f"{_f1s(labels[test], found[test])}, "
            f"ECE {calibration_error(reliability(crossed[test], labels[test])):.4f}"
        )
    print(f"both halves, each calibrated on the other: {_f1s(labels, found)}")
    return _print_bins("both halves, each calibrated on the other", reliability(crossed, labels))


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
