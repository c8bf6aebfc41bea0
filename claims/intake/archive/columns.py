"""What the columns of a newsroom's old checks are, known by plain words, and a row in the words of the archive."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Final

from claims.dates import is_two_days
from claims.intake.tracking_sheet import LOOKED_AT, REMARK_LIMIT, plain_name, samples
from claims.tracking.enums import ArchiveColumn
from claims.tracking.tables import Line

C = ArchiveColumn
NEEDED: Final = (C.STATEMENT, C.ADDRESS, C.RATING, C.PUBLISHED)
DAYS: Final = (C.PUBLISHED, C.CORRECTED, C.SAID_ON)
ONCE: Final = frozenset(C) - {C.REMARK, C.LEFT_OUT}
# In each row, what stands first is taken first; a ClaimReview inside a post knows better than the post around it.
WORDS: Final[Mapping[ArchiveColumn, str]] = MappingProxyType(
    {
        C.STATEMENT: "claimreview statement|statement|claim|claims|claim reviewed|claimreviewed|the claim|wording|"
        "quote|what was said|title|headline|aussage|behauptung|zitat|affirmation|déclaration|afirmación|declaración|"
        "afirmação|alegação|titel|titre|título",
        C.ADDRESS: "address|claimreview address|link|url|permalink|web address|page|old address|old url|our article|"
        "adresse|lien|enlace|dirección|endereço",
        C.RATING: "claimreview rating|rating|verdict|result|conclusion|finding|reviewrating|textual rating|bewertung|"
        "urteil|ergebnis|note|verdict final|calificación|resultado|veredicto|classificação",
        C.PUBLISHED: "claimreview published|published|published at|published on|date published|datepublished|pubdate|"
        "publication date|date|veröffentlicht|datum|date de publication|publié|fecha|publicado|data",
        C.CORRECTED: "claimreview corrected|corrected|updated|modified|date modified|datemodified|last corrected|"
        "updated at|corrected on|aktualisiert|korrigiert|mis à jour|corregido|actualizado|corrigido|atualizado",
        C.CHECKED_BY: "checked by|checker|fact checker|factchecker|author|byline|reviewer|claimreview checked by|"
        "autor|autorin|prüfer|prüferin|auteur|vérificateur|verificador|verificadora",
        C.CLAIMANT: "claimreview claimant|claimant|who said it|who said|who|said by|speaker|person|politician|"
        "sprecher|sprecherin|urheber|locuteur|quién|quem",
        C.SAID_ON: "claimreview said on|said on|when|date said|date of claim|claim date|said|wann|quand|cuándo|quando",
        C.SAID_WHERE: "claimreview said where|said where|where|place|event|medium|occasion|source|first appearance|"
        "wo|ort|où|lieu|dónde|lugar|onde",
        C.SUMMARY: "claimreview summary|summary|short answer|excerpt|description|review body|reviewbody|deck|"
        "kurzfassung|zusammenfassung|résumé|resumen|resumo",
        C.EXPLANATION: "explanation|content|text|body|article|claimreview explanation|article body|begründung|"
        "erklärung|texte|explicación|texto|explicação",
        C.TOPICS: "topics|topic|category|categories|subject|theme|beat|tags|tag|post tag|thema|themen|ressort|sujet|"
        "thème|tema|temas",
    }
)


@dataclass(frozen=True)
class Column:
    """A column of a file: its name, what it seems to be or was said to be, and some of its cells."""

    name: str
    is_: ArchiveColumn
    samples: tuple[str, ...]


def guess(names: Iterable[str]) -> dict[str, ArchiveColumn]:
    """What each column is by its name; nothing is there twice, and what no word is known for is a remark."""
    known = {plain_name(name): name for name in names}
    found = dict.fromkeys(names, C.REMARK)
    for column, words in WORDS.items():
        name = next((known[word] for word in words.split("|") if known.get(word, "") in found), None)
        if name is not None and found[name] is C.REMARK:
            found[name] = column
    return found


def look_at(lines: Sequence[Line], said: Mapping[str, str]) -> tuple[list[Column], bool]:
    """The columns of a file, and whether a day in it may be two days; `said` is what a person said the columns are."""
    rows = [line.values for line in lines if not line.problem]
    names = list(dict.fromkeys(name for values in rows for name in values))
    are = {name: ArchiveColumn(column) for name, column in said.items()} if said else guess(names)
    filled = {name: [values[name] for values in rows if values.get(name, "").strip()] for name in names}
    columns = [Column(name, are.get(name, C.REMARK), samples(islice(filled[name], LOOKED_AT))) for name in names]
    days = [column.name for column in columns if column.is_ in DAYS]
    return columns, any(is_two_days(cell) for name in days for cell in filled[name])


def cells_of(line: Line, columns: Mapping[str, str], file: str) -> tuple[dict[ArchiveColumn, str], str]:
    """What a row says in each column, and what else it holds as a remark."""
    cells: dict[ArchiveColumn, str] = {}
    remarks = []
    for name, cell in line.values.items():
        column = ArchiveColumn(columns.get(name, C.REMARK))
        if not cell.strip() or column is C.LEFT_OUT:
            continue
        if column is C.REMARK:
            remarks.append(f"{name}: {cell.strip()}")
        else:
            cells[column] = cell.strip()
    told = "\n".join(remarks)
    return cells, f"{file}, {line.place}\n{told}"[:REMARK_LIMIT] if told else ""
