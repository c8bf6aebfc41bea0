"""What somebody says to readers about herself, and whether they may see it."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from claims.accounts.author_models import BACKGROUND_LIMIT, ROLE_LIMIT
from claims.accounts.models import AuthorPage, User
from claims.audit.services import record
from claims.errors import Blocked
from claims.verdicts import normalise_input
from claims.verdicts.authors import note_authors


def author_page_of(person: User) -> AuthorPage:
    """The person's page as it is kept, or an empty one that nobody sees."""
    return AuthorPage.objects.filter(person=person).first() or AuthorPage(person=person)


def keep_author_page(*, actor: User, is_public: bool, role: str, background: str) -> AuthorPage:
    """Show readers a page about oneself, or no longer; what was written stays for another time.

    It is gone for readers at once: the page, the picture on it, and every link from a byline.
    """
    role, background = normalise_input.line(role), normalise_input.lines(background).strip()
    reasons = []
    if len(role) > ROLE_LIMIT:
        reasons.append(_("Say your role in at most %(limit)s characters.") % {"limit": ROLE_LIMIT})
    if len(background) > BACKGROUND_LIMIT:
        reasons.append(
            _("Your background has %(count)s characters; bring it down to %(limit)s.")
            % {"count": f"{len(background):,}", "limit": f"{BACKGROUND_LIMIT:,}"}
        )
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))
    with transaction.atomic():
        person = User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
        page = author_page_of(person)
        before = (page.is_public, page.role, page.background)
        if before == (is_public, role, background):
            return page
        page.slug = page.slug or _free_slug(person)
        page.is_public, page.role, page.background = is_public, role, background
        page.changed_at = timezone.now()
        page.save()
        note_authors()
        record(
            actor=actor, action="author_page_changed", target=person, data={"was": before[0], "is_public": is_public}
        )
    return page


def _free_slug(person: User) -> str:
    base = slugify(str(person))[:70] or f"person-{person.pk}"
    return f"{base}-{person.pk}" if AuthorPage.objects.filter(slug=base).exists() else base
