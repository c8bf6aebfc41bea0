"""A newsroom's own list of claims: what its columns are, known by plain words, and its rows in the words of an import.

What a claim has no place for, such as who checked it and with what verdict, is kept as a remark on the claim.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Final

from claims.dates import Order, is_two_days, read_date, read_day
from claims.tracking.enums import SheetColumn
from claims.tracking.limits import WHERE_LIMIT
from claims.tracking.models import Topic
from claims.tracking.tables import Line

LOOKED_AT: Final = 200
SAMPLES: Final = 3
SAMPLE_CHARACTERS: Final = 80
REMARK_LIMIT: Final = 5_000
# The first row of words is English; the others are German, French, Spanish and Portuguese.
WORDS: Final[Mapping[SheetColumn, str]] = MappingProxyType(
    {
        SheetColumn.STATEMENT: "statement|claim|claims|the claim|wording|quote|what was said|claim text|to check|"
        "aussage|behauptung|zitat|affirmation|déclaration|citation|afirmación|declaración|afirmação|alegação",
        SheetColumn.CLAIMANT: "claimant|who said it|who|said by|speaker|person|politician|source of claim|by whom|"
        "who said|sprecher|sprecherin|wer|urheber|auteur|qui|locuteur|quién|autor|quem",
        SheetColumn.SAID_ON: "said on|date|when|date said|date of claim|claim date|day|said|datum|wann|"
        "date de la déclaration|quand|fecha|cuándo|data|quando",
        SheetColumn.SAID_WHERE: "said where|where|place|event|medium|occasion|programme|wo|ort|où|lieu|dónde|lugar|"
        "onde",
        SheetColumn.LINK: "link|url|address|source|source link|link to claim|web address|where found|quelle|lien|"
        "enlace|fuente|fonte",
        SheetColumn.TOPICS: "topics|topic|subject|theme|category|beat|tags|tag|thema|themen|ressort|sujet|thème|"
        "tema|temas",
        SheetColumn.PRIORITY: "priority|urgency|importance|priorität|priorité|prioridad|prioridade",
        SheetColumn.DUE_AT: "due at|due|deadline|due date|until|frist|fällig|échéance|plazo|prazo",
        SheetColumn.KEY: "key|id|no|nr|number|reference|ref|nummer|numéro|número",
        SheetColumn.STATUS: "status|state|progress|stage|stand|statut|état|estado",
        SheetColumn.CHECKER: "checker|checked by|fact checker|factchecker|assigned to|assignee|reviewer|who checks|"
        "reporter|prüfer|prüferin|bearbeiter|vérificateur|verificador|verificadora",
        SheetColumn.VERDICT: "verdict|rating|result|conclusion|finding|bewertung|urteil|ergebnis|note|resultado|"
        "veredicto",
        SheetColumn.OUR_ARTICLE: "our article|our link|our url|fact check|factcheck|fact check link|published|"
        "published at|article|unser artikel|notre article|nuestro artículo|nosso artigo",
        SheetColumn.NOTES: "notes|note|comment|comments|remarks|remark|notizen|bemerkung|notes internes|notas|"
        "observaciones",
    }
)
_NOT_A_WORD: Final = re.compile(r"[^\w]+|_+")
_KNOWN: Final = {words: column for column, some in reversed(list(WORDS.items())) for words in some.split("|")}
_REMARKED: Final = (
    SheetColumn.LINK,
    SheetColumn.STATUS,
    SheetColumn.CHECKER,
    SheetColumn.VERDICT,
    SheetColumn.OUR_ARTICLE,
    SheetColumn.NOTES,
)
_DAYS: Final = (SheetColumn.SAID_ON, SheetColumn.DUE_AT)


@dataclass(frozen=True)
class Column:
    """A column of a file: its name, what it seems to be or was said to be, and some of its cells."""

    name: str
    is_: SheetColumn
    samples: tuple[str, ...]


def guess(names: Iterable[str]) -> dict[str, SheetColumn]:
    """What each column is by its name; what no word is known for is a remark, and nothing is there twice."""
    found: dict[str, SheetColumn] = {}
    for name in names:
        column = _KNOWN.get(plain_name(name), SheetColumn.REMARK)
        found[name] = SheetColumn.REMARK if column in found.values() else column
    return found


def look_at(lines: Iterable[Line], said: Mapping[str, str]) -> tuple[list[Column], bool]:
    """The columns of a file, and whether a day in it may be two days; `said` is what a person said the columns are."""
    rows = [line.values for line in islice(lines, LOOKED_AT) if not line.problem]
    names = list(dict.fromkeys(name for values in rows for name in values))
    are = _said(said) if said else guess(names)
    columns = [
        Column(name, are.get(name, SheetColumn.REMARK), samples(values.get(name, "") for values in rows))
        for name in names
    ]
    days = [column.name for column in columns if column.is_ in _DAYS]
    return columns, any(is_two_days(values.get(name, "")) for values in rows for name in days)


def translate(
    line: Line, columns: Mapping[str, str], order: Order | None, topics: Mapping[str, Topic], file: str
) -> tuple[dict[str, str], str]:
    """A row in the columns of an import, and what else it holds as a remark; days are ISO 8601 where they are read."""
    are = _said(columns)
    cells: dict[SheetColumn, str] = {}
    remarks: list[str] = []
    for name, cell in line.values.items():
        column = are.get(name, SheetColumn.REMARK)
        if not cell.strip() or column is SheetColumn.LEFT_OUT:
            continue
        if column is SheetColumn.REMARK:
            remarks.append(f"{name}: {cell.strip()}")
        else:
            cells[column] = cell.strip()
    values = {column.value: cells[column] for column in cells if column not in _REMARKED}
    known, strange = _topics(cells.get(SheetColumn.TOPICS, ""), topics)
    values["topics"] = ";".join(known)
    for column in _DAYS:
        if column in cells:
            values[column.value] = _iso(cells[column], order, with_time=column is SheetColumn.DUE_AT)
    link = cells.get(SheetColumn.LINK, "")
    if link and len(link) <= WHERE_LIMIT:
        values.setdefault("said_where", link)
    told = [f"{column.label}: {cells[column]}" for column in _REMARKED if column in cells]
    told += [f"{SheetColumn.TOPICS.label}: {', '.join(strange)}"] if strange else []
    remark = "\n".join([*told, *remarks])
    return values, f"{file}, {line.place}\n{remark}"[:REMARK_LIMIT] if remark else ""


def _said(columns: Mapping[str, str]) -> dict[str, SheetColumn]:
    return {name: SheetColumn(column) for name, column in columns.items()}


def plain_name(name: str) -> str:
    """A column's name in lower case and without signs, as the tables of words have it."""
    return " ".join(_NOT_A_WORD.sub(" ", name.casefold()).split())


def samples(cells: Iterable[str]) -> tuple[str, ...]:
    """The first cells that hold anything, cut short."""
    filled = filter(None, (cell.strip() for cell in cells))
    return tuple(cell[:SAMPLE_CHARACTERS] for cell in islice(filled, SAMPLES))


def _topics(cell: str, topics: Mapping[str, Topic]) -> tuple[list[str], list[str]]:
    """The topics of a cell that the desk has, and the others."""
    named = [part.strip() for part in re.split("[;,/]", cell) if part.strip()]
    return [name for name in named if name.lower() in topics], [name for name in named if name.lower() not in topics]


def _iso(cell: str, order: Order | None, *, with_time: bool) -> str:
    if with_time and (moment := read_date(cell, order)):
        return moment.at.isoformat()
    day = read_day(cell, order)
    return day.isoformat() if day else cell
