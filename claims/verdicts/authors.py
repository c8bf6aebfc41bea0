"""The people readers may look up: who agreed to a page, and which checks she wrote."""

from collections.abc import Sequence

from django.db.models import QuerySet

from claims.accounts.models import AuthorPage
from claims.verdicts.models import Newsroom, Publication, Revision
from claims.verdicts.models.site import ONLY
from claims.verdicts.site_settings import locked_newsroom, touch


def public_authors() -> QuerySet[AuthorPage]:
    """The pages of those who agreed and can sign in."""
    return AuthorPage.objects.filter(is_public=True, person__is_active=True, person__removed_at__isnull=True)


def note_authors() -> None:
    """Keep with the newsroom who has a page now, inside the caller's transaction.

    That row is read for every public page, so that a byline leads there, or no longer does, without asking again.
    """
    locked_newsroom()
    slugs = {str(person): slug for person, slug in public_authors().values_list("person_id", "slug")}
    Newsroom.objects.filter(pk=ONLY).update(authors=slugs)
    touch()


def shown_authors(room: Newsroom) -> dict[str, str]:
    """The slugs of those with a page, by person; none where the newsroom prints no names."""
    return room.authors if room.show_names else {}


def byline_slugs(publication: Publication, room: Newsroom) -> list[str]:
    """The slug of each name in the byline, in the order in which they are printed; empty for who has no page."""
    shown = shown_authors(room)
    if not shown or publication.revision_id is None:
        return []
    authors = Revision.objects.filter(pk=publication.revision_id).order_by("authors")
    return [shown.get(str(pk), "") for pk in authors.values_list("authors", flat=True)]


def checks_by(person_id: int, *, before: int, limit: int) -> Sequence[Publication]:
    """The current checks with this person in their printed byline, below the sequence `before`, the newest first."""
    rows = Publication.objects.filter(listed=True, revision__authors=person_id, sequence__lt=before)
    rows = rows.exclude(page__written_by=[]).defer("page", "content", "claim_review")
    return list(rows.order_by("-sequence")[:limit])
