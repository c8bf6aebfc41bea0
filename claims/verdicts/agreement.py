"""How well two people who judge by themselves agree: raw agreement, weighted kappa, Krippendorff's alpha.

Kappa is Cohen's with quadratic weights over the places of the scale (Cohen 1968); alpha is Krippendorff's for two
coders with the ordinal metric (Krippendorff, Content Analysis, 2013, 12.3). The interval of the raw share is Wilson's;
those of kappa and alpha are the middle 95 of 100 of 1,000 resamples of the cases, drawn with a fixed seed, so that the
same record gives the same figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST: Final = 20
"""Of fewer cases than this no figure is given."""

RESAMPLES: Final = 1000
SEED: Final = 1042
NORMAL: Final = 1.959963984540054
"""Within so many standard deviations lie 95 of 100."""

type Table = NDArray[np.float64]
type Pair = tuple[int | None, int | None]
"""The places of two ratings on the scale, counted from 0; None for one beside the scale."""


@dataclass(frozen=True)
class Figure:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """What came of so many cases; `ordered` are those in which both ratings stand on the scale.

    A figure is None of fewer than 20 cases, and where everybody always gave one rating, of which nothing follows.
    """

    cases: int
    agreed: int
    ordered: int
    raw: Figure | None
    kappa: Figure | None
    alpha: Figure | None


def agreement_of(pairs: Sequence[tuple[Any, Any, Pair]], places: int) -> Agreement:
    """The agreement in these cases: the two ratings by any name, and their places on a scale of so many."""
    agreed = sum(first == second for first, second, _places in pairs)
    table = table_of([place for _first, _second, place in pairs], places)
    ordered = round(table.sum())
    enough = ordered >= FEWEST
    return Agreement(
        cases=len(pairs),
        agreed=agreed,
        ordered=ordered,
        raw=share(agreed, len(pairs)) if len(pairs) >= FEWEST else None,
        kappa=_with_interval(weighted_kappa, table) if enough else None,
        alpha=_with_interval(ordinal_alpha, table) if enough else None,
    )


def table_of(pairs: Sequence[Pair], places: int) -> Table:
    """How often the first person gave the rating of the row while the second gave that of the column."""
    import numpy as np  # noqa: PLC0415 - takes a while to load

    table = np.zeros((places, places))
    for first, second in pairs:
        if first is not None and second is not None:
            table[first, second] += 1
    return table


def share(part: int, whole: int) -> Figure:
    """A share with Wilson's interval."""
    found, spread = part / whole, NORMAL**2 / whole
    centre = (found + spread / 2) / (1 + spread)
    half = NORMAL * ((found * (1 - found) / whole + spread / (4 * whole)) ** 0.5) / (1 + spread)
    return Figure(found, max(0.0, centre - half), min(1.0, centre + half))


def weighted_kappa(tables: Table) -> Table:
    """Cohen's kappa with quadratic weights of each table (the last two axes); NaN where it says nothing."""
    import numpy as np  # noqa: PLC0415 - takes a while to load

    places = np.arange(tables.shape[-1])
    weights = (places[:, None] - places[None, :]) ** 2
    whole = tables.sum(axis=(-2, -1))
    seen = (tables * weights).sum(axis=(-2, -1))
    by_chance = (tables.sum(axis=-1)[..., :, None] * tables.sum(axis=-2)[..., None, :] * weights).sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(by_chance > 0, 1 - seen * whole / by_chance, np.nan)


def ordinal_alpha(tables: Table) -> Table:
    """Krippendorff's alpha of each table (the last two axes) for ordered ratings; NaN where it says nothing."""
    import numpy as np  # noqa: PLC0415 - takes a while to load

    coincidences = tables + np.swapaxes(tables, -2, -1)
    counts = coincidences.sum(axis=-1)
    below = np.cumsum(counts, axis=-1) - counts / 2
    distances = (below[..., :, None] - below[..., None, :]) ** 2
    seen = (coincidences * distances).sum(axis=(-2, -1))
    by_chance = (counts[..., :, None] * counts[..., None, :] * distances).sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(by_chance > 0, 1 - (counts.sum(axis=-1) - 1) * seen / by_chance, np.nan)


def _with_interval(measure: Any, table: Table) -> Figure | None:
    import numpy as np  # noqa: PLC0415 - takes a while to load

    value = float(measure(table))
    if np.isnan(value):
        return None
    cases = round(table.sum())
    drawn = np.random.default_rng(SEED).multinomial(cases, (table / cases).ravel(), size=RESAMPLES)
    found = measure(drawn.reshape(RESAMPLES, *table.shape).astype(float))
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return Figure(value, float(low), float(high))
