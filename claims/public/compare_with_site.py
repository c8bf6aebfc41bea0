"""Comparing an evidence pack with the site it came from: the newsroom's keys, and the words readers are shown there."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from claims.fetching import FetchError, Limits, fetch
from claims.public.check_evidence_pack import Checked, keys_in
from claims.verdicts.addresses import check_path
from claims.verdicts.enums import PublicationKind
from claims.verdicts.signing import KEYS_PATH

LIMITS: Final = Limits(max_bytes=16 * 1024 * 1024, total_seconds=30)


def keys_of(site: str) -> set[str]:
    """The public keys that a site says the newsroom signs with; FetchError where it cannot be asked."""
    return keys_in(_get(site + KEYS_PATH).decode("utf-8", "replace"))


def differences_from(site: str, checked: Checked) -> Iterator[str]:
    """What the site shows otherwise than the pack, as sentences."""
    for publication in checked.published:
        number = publication["number"]
        path = f"{check_path(publication['page']['slug'])}{number}/check.json"
        try:
            shown = json.loads(_get(site + path))["check"]
        except (FetchError, ValueError, KeyError, TypeError):
            yield _("The site does not show number %(number)s of this check.") % {"number": number}
            continue
        if not _says_the_same(shown, publication):
            yield _("Number %(number)s has other words on the site.") % {"number": number}


def _says_the_same(shown: Mapping[str, Any], publication: Mapping[str, Any]) -> bool:
    if publication["kind"] == PublicationKind.RETRACTION:
        return bool(shown.get("retracted")) and shown.get("note") == publication["page"]["note"]
    return bool(shown.get("content_hash") == publication["content_hash"])


def _get(address: str) -> bytes:
    return fetch(address, limits=LIMITS, allow_networks=settings.FETCH_ALLOW_NETWORKS).content
