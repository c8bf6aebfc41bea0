"""The page of a translation: that of the number it translates, with the words that were translated in their places."""

import datetime
from collections.abc import Mapping
from typing import Any, Final

from claims.languages import nearest
from claims.verdicts import markdown
from claims.verdicts.content import Content
from claims.verdicts.figures import anchors_by_formula
from claims.verdicts.models import TranslationRevision
from claims.verdicts.models.verdict import points_in

IF_WRITTEN: Final = ("key_points", "why_checked")
"""Parts that stand on a page only where somebody wrote them, so never in the words of another language."""


def content_of_translation(
    *, number: str, language: str, translates: int, original_hash: str, words: Mapping[str, str]
) -> Content:
    """Everything a second person judges of a translation, as JSON data."""
    return {
        "number": number,
        "language": language,
        "translates": translates,
        "original_hash": original_hash,
        **{name: words[name] for name in ("statement", "rating_label", "rating_definition", "summary", "explanation")},
        **({"key_points": points} if (points := points_in(words["key_points"])) else {}),
        **({"why_checked": words["why_checked"]} if words["why_checked"] else {}),
        "note": words["note"],
    }


def translated_page(
    revision: TranslationRevision,
    *,
    earlier: TranslationRevision | None,
    names: Mapping[str, Any],
    now: datetime.datetime,
) -> Content:
    """Everything the page of the revision shows; `earlier` is the translation readers saw until now.

    `names` are those that readers may see: `translated_by` and `approved_by`.
    """
    original, content = revision.translates.page, revision.content
    instant = now.astimezone(datetime.UTC).isoformat(timespec="seconds")
    before = earlier.page["translation"] if earlier else None
    anchors = [source["anchor"] for source in original["evidence"]]
    figures = anchors_by_formula(original, content["explanation"])
    return {
        **{part: value for part, value in original.items() if part not in IF_WRITTEN},
        **{part: content[part] for part in IF_WRITTEN if part in content},
        "site": {**original["site"], "language": content["language"]},
        "language": content["language"],
        "statement": content["statement"],
        "summary": content["summary"],
        "explanation": str(markdown.render(content["explanation"], anchors, figures=figures)),
        "rating": _rating(original["rating"], content),
        "scale": [_rating(step, content) if _is_given(step, original) else step for step in original["scale"]],
        "content_hash": revision.content_hash,
        "translation": {
            "source_language": nearest(original["site"]["language"]),
            "claim_language": original.get("language", ""),
            "translates": original["publication"],
            "first_published_at": before["first_published_at"] if before else instant,
            "published_at": instant,
            **names,
            "history": [
                *(before["history"] if before else []),
                {"at": instant, "note": content["note"], "translates": original["publication"]},
            ],
        },
    }


def _rating(rating: Mapping[str, Any], content: Mapping[str, Any]) -> Content:
    return {**rating, "label": content["rating_label"], "definition": content["rating_definition"]}


def _is_given(step: Mapping[str, Any], original: Mapping[str, Any]) -> bool:
    return bool(step["slug"] == original["rating"]["slug"])
