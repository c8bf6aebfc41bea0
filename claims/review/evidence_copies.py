"""Making the dated copies of evidence: fetching, keeping, and telling the claim what came of it."""

import logging
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.audit.services import record
from claims.fetching import BadStatus, Fetched, FetchError, Limits, TooSlow, Unreachable, fetch
from claims.jobs import services as jobs
from claims.sentences import mark, say
from claims.tracking.enums import ClaimState
from claims.verdicts import copies
from claims.verdicts.copies import Content
from claims.verdicts.models import Evidence, EvidenceCopy
from claims.verdicts.passages import Page, read_page
from claims.verdicts.table_differences import note_differences, tables_for
from claims.verdicts.uploads import MAX_FILE_BYTES
from claims.workflow.perform import locked_claim

FETCH_LIMITS: Final = Limits(max_bytes=MAX_FILE_BYTES, total_seconds=20)

# A copy that comes now would change what somebody submitted or stands behind.
FROZEN: Final = frozenset(
    {
        ClaimState.SUBMITTED,
        ClaimState.APPROVED,
        ClaimState.PUBLISHED,
        ClaimState.REVISITING,
        ClaimState.RETRACTED,
    }
)
NAME_LIMIT: Final = 120
TOO_LATE: Final = mark("The verdict was submitted before this copy was made. Take the verdict back to make it again.")

logger = logging.getLogger(__name__)


def tidy() -> None:
    """Remove the files that a killed process left."""
    strays = copies.remove_strays()
    if strays:
        logger.warning("%d files that belonged to no evidence were removed.", strays)


def make_copy(copy: EvidenceCopy) -> None:
    """Fetch the source of a leased copy and keep it."""
    evidence = copy.evidence
    if evidence.removed_at is not None:
        raise jobs.GiveUp(_("The source was removed."))
    try:
        answer = fetch(evidence.url, limits=FETCH_LIMITS, allow_networks=settings.FETCH_ALLOW_NETWORKS)
    except FetchError as error:
        raise _try_later_or_give_up(error) from error
    if not answer.content:
        raise jobs.GiveUp(
            _("That address answered with an empty page. Open it in a browser, then upload what you see.")
        )
    jobs.renew(copy)
    page = _read(answer)
    content = Content(
        data=answer.content,
        content_type=answer.content_type,
        copied_at=answer.fetched_at,
        text=page.text,
        final_url=answer.url,
        doubt=page.doubt,
    )
    _keep(copy, content, page)


def _keep(copy: EvidenceCopy, content: Content, page: Page) -> None:
    """Write the file, then let the row, the source and the claim's history say so in one transaction."""
    tables = tables_for(copy.evidence, content.data, content.content_type)
    name = copies.write_file(content)
    try:
        with transaction.atomic():
            claim = locked_claim(copy.evidence.claim_id)
            if claim.state in FROZEN:
                raise jobs.GiveUp(say(TOO_LATE))
            copies.complete(copy, name, content)
            evidence = Evidence.objects.get(pk=copy.evidence_id)
            filled = _fill_in(evidence, page)
            found = copies.look_up_quote(evidence, content.text)
            note_differences(evidence, tables)
            record(
                actor=None,
                action="evidence_copied",
                target=claim,
                from_state=claim.state,
                to_state=claim.state,
                data={
                    "evidence": evidence.pk,
                    "name": str(evidence)[:NAME_LIMIT],
                    "copy": copy.pk,
                    "sha256": content.sha256,
                    "filled": list(filled),
                    "quote": found.value,
                },
            )
    except BaseException:
        copies.forget_file(name)
        raise


def _read(answer: Fetched) -> Page:
    """The page's words; a page that cannot be read is kept all the same."""
    try:
        return read_page(data=answer.content, content_type=answer.content_type, url=answer.url, charset=answer.charset)
    except Exception:  # whatever a hostile document leads its parser into
        logger.exception("The copy of %s could not be read and is kept without its words.", answer.url)
        return Page("")


def said_by(page: Page) -> dict[str, Any]:
    """What a page says of itself, as the fields of a source: title, publisher, published_on."""
    return {
        "title": " ".join(page.title.split())[:500],
        "publisher": " ".join(page.publisher.split())[:200],
        "published_on": page.published_on if page.published_on and page.published_on <= timezone.localdate() else None,
    }


def _fill_in(evidence: Evidence, page: Page) -> list[str]:
    """Take over what the page says of itself, where a person has said nothing; the names of what was filled in."""
    said = said_by(page)
    filled = [name for name, value in said.items() if value and not getattr(evidence, name)]
    for name in filled:
        setattr(evidence, name, said[name])
    if filled:
        evidence.lock_version += 1
        evidence.save(update_fields=[*filled, "lock_version"])
    return filled


def _try_later_or_give_up(error: FetchError) -> jobs.TryLater | jobs.GiveUp:
    """Try again later where that may help: no answer, too slow, or a server in trouble."""
    passing = isinstance(error, TooSlow | Unreachable) or (
        isinstance(error, BadStatus) and (error.status >= 500 or error.status in (408, 425, 429))
    )
    return jobs.TryLater(error.message, error=error.message) if passing else jobs.GiveUp(error.message)
