"""The way of an article to a corrected verdict, told with a generated client; run by generated_client."""

# The client is generated while this runs, so nothing here can know its names beforehand.
# ruff: noqa: F405
import io
import json
import os
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from client import AuthenticatedClient
from client.api.articles import articles_create
from client.api.candidates import candidates_accept_create, candidates_dismiss_create, candidates_list
from client.api.claims import (
    claims_contacts_create,
    claims_evidence_create,
    claims_preflight_list,
    claims_retrieve,
    claims_revisions_list,
    claims_transitions_create,
    claims_verdict_retrieve,
    claims_verdict_update,
)
from client.api.imports import import_claims, import_result, imports_retrieve
from client.api.me import me
from client.api.publications import publications_list
from client.api.rating_scales import rating_scales_list
from client.api.runs import runs_list
from client.models import *  # noqa: F403
from client.types import File

TEXT = (
    "The council of Port Ellery spent 14.2 million pounds on buses in 2025, Mayor Rufus Haldane said on Monday.\n\n"
    "Ridership on the evening buses fell by 41 per cent in three years, according to the transit authority."
)


def good(response: Any) -> Any:
    """What an answer holds, where it is a success that the client could read."""
    if int(response.status_code) >= 400 or response.parsed is None:
        raise SystemExit(f"{int(response.status_code)}: {response.content[:500]!r}")
    return response.parsed


def main(url: str) -> None:
    """Article, extraction, triage, assignment, evidence, draft, submission, approval, publication, correction."""
    clients = {name: AuthenticatedClient(url, token) for name, token in json.loads(os.environ["TOKENS"]).items()}
    editor, reviewer, second, publisher = (clients[name] for name in ("hana", "ines", "tomasz", "mael"))
    move = ClaimsTransitionsCreateMove

    body = ArticleBody(text=TEXT, title="Buses again")
    added = good(articles_create.sync_detailed(client=editor, body=body, idempotency_key=str(uuid.uuid4())))
    print("article:", added.message)
    version = added.article.current.id
    while good(runs_list.sync_detailed(client=editor, version=version)).results[0].state != RunState.DONE:
        time.sleep(0.5)
    found = good(candidates_list.sync_detailed(client=editor, version=version)).results
    print("candidates:", [candidate.statement for candidate in found])
    best = max(found, key=lambda candidate: candidate.score)
    for candidate in found:
        tag = f'"v{candidate.version_lock}"'
        if candidate is best:
            taken = candidates_accept_create.sync_detailed(best.id, client=editor, body=NothingBody(), if_match=tag)
        else:
            reason = DismissBody(reason=next(iter(DismissReason)))
            good(candidates_dismiss_create.sync_detailed(candidate.id, client=editor, body=reason, if_match=tag))
    claim = good(taken).candidate.claim

    def make(who: AuthenticatedClient, what: Any, **details: Any) -> None:
        seen = claims_retrieve.sync_detailed(claim, client=who).headers["ETag"]
        answer = claims_transitions_create.sync_detailed(
            claim, what, client=who, body=MoveBody(**details), if_match=seen, idempotency_key=str(uuid.uuid4())
        )
        print(f"{what}:", good(answer).state)

    person = good(me.sync_detailed(client=reviewer)).id
    make(editor, move.ASSIGN, reviewer_id=person, due_at=datetime.now(UTC) + timedelta(days=2))
    make(reviewer, move.START)
    for kind, stance, site in (
        (SourceKind.PRIMARY, Stance.REFUTES, "audit"),
        (SourceKind.SECONDARY, Stance.SUPPORTS, "paper"),
    ):
        source = EvidenceBody(
            kind=kind,
            stance=stance,
            url=f"https://{site}.invalid/1",
            title=f"Accounts of the {site}",
            publisher=site.title(),
            text="The accounts for 2025 list bus spending of 9 million pounds in total.",
        )
        good(claims_evidence_create.sync_detailed(claim, client=reviewer, body=source))
    asked = ContactBody(
        whom="Press office",
        method=ContactMethod.EMAIL,
        asked_at=datetime.now(UTC) - timedelta(hours=3),
        answer="We stand by it.",
    )
    good(claims_contacts_create.sync_detailed(claim, client=reviewer, body=asked))
    scales = good(rating_scales_list.sync_detailed(client=reviewer)).results
    rating = next(rating.slug for scale in scales if scale.is_active for rating in scale.ratings if rating.is_active)
    draft = DraftBody(rating=rating, summary="The accounts show nine million.", explanation="Accounts [1], paper [2].")
    seen = claims_verdict_retrieve.sync_detailed(claim, client=reviewer).headers["ETag"]
    good(claims_verdict_update.sync_detailed(claim, client=reviewer, body=draft, if_match=seen))
    gates = good(claims_preflight_list.sync_detailed(claim, client=reviewer))
    print("against submitting:", [gate.sentence for gate in gates if gate.severity == SeverityEnum.BLOCK])
    make(reviewer, move.SUBMIT)
    frozen = good(claims_revisions_list.sync_detailed(claim, client=second)).results[0].content_hash
    make(second, move.APPROVE, content_hash=frozen)
    make(publisher, move.PUBLISH)
    make(publisher, move.OPEN_CORRECTION, reason="correction", note="The year in the short answer is wrong.")
    for page in good(publications_list.sync_detailed(client=publisher, claim=claim)).results:
        print("publication:", page.number, page.kind, page.is_current)

    table = File(io.BytesIO(b"statement\nThe bridge cost 9 million\n"), "claims.csv", "text/csv")
    batch = good(import_claims.sync_detailed(client=editor, body=ImportBody(file=table, dry_run=True))).id
    while good(imports_retrieve.sync_detailed(batch, client=editor)).state != ImportShapeStateEnum.CHECKED:
        time.sleep(0.5)
    print("import:", good(import_result.sync_detailed(batch, client=editor)).splitlines()[1])
    refused = claims_transitions_create.sync_detailed(
        claim, move.PUBLISH, client=editor, body=MoveBody(), if_match='"v1"'
    )
    print("refused:", int(refused.status_code), refused.parsed.code, refused.parsed.detail)


if __name__ == "__main__":
    main(sys.argv[1])
