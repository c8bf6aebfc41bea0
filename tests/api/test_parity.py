"""What editors do on the desk's pages, done by their programs with the same rights."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from claims.api.views.documents import current_schema
from claims.delivery.models import Notification
from claims.desk.urls import urlpatterns as desk_addresses
from claims.tracking.enums import ClaimState
from claims.tracking.models import Candidate, Claim, SavedView
from claims.tracking.tips import Reported, receive_tip
from claims.verdicts.models import Evidence
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory
from tests.public.newsroom import published
from tests.workflow.stories import claim_in, crew

pytestmark = pytest.mark.django_db


# Behind each address of the desk's pages: the operations of the API that do the same, or why there are none.
BY_THE_API = {
    "article": "articles_retrieve candidates_list matches_list",
    "article-add": "articles_create articles_upload_create",
    "article-drop": "articles_drop_create",
    "article-jobs": "runs_list",
    "article-language": "articles_language_update",
    "article-mark": "candidates_create",
    "article-matches": "matches_list",
    "article-paste": "articles_paste_create",
    "article-read": "versions_read_again_create",
    "article-run": "runs_retrieve",
    "article-stop": "runs_stop_create",
    "articles": "articles_list",
    "articles-download": "export_articles",
    "before-print": "lint",
    "brief": "brief brief_email_retrieve brief_email_update",
    "candidate": "candidates_retrieve",
    "candidate-accept": "candidates_accept_create",
    "candidate-assign": "candidates_accept_create claims_transitions_create",
    "candidate-dismiss": "candidates_dismiss_create",
    "candidate-merge": "candidates_merge_create",
    "candidate-split": "candidates_split_create",
    "candidate-undo": "candidates_undo_create",
    "candidate-wording": "candidates_reword_create",
    "candidates-bulk": "candidates_bulk",
    "candidates-undo": "candidates_bulk",
    "claim": "claims_retrieve claims_preflight_list claims_assignments_list",
    "claim-access": "claims_access_retrieve claims_access_update",
    "claim-begin": "claims_transitions_create",
    "claim-draft": "claims_verdict_retrieve claims_verdict_update",
    "claim-evidence": "claims_evidence_list",
    "claim-history": "audit_list",
    "claim-move": "claims_transitions_list claims_transitions_create",
    "account-author": "author_page_retrieve author_page_update",
    "claim-old-words": "claims_old_words_retrieve",
    "claim-related": "claims_related_retrieve claims_related_update",
    "claim-organise": "claims_due_update claims_priority_update claims_topics_update",
    "claim-precedents": "claim_precedents claim_precedents_reason",
    "claim-preview": "claim_preview claims_figures_list",
    "claim-review": "claims_revisions_list claims_transitions_create",
    "claim-submit": "claims_transitions_create",
    "claim-translation": "claims_translations_list claims_translations_update claims_translations_submit_create",
    "claim-waiver": "claims_reasons_update claims_reasons_destroy",
    "claim-wording": "claims_partial_update",
    "comment-add": "claims_comments_create claims_comments_list",
    "comment-colleagues": "people_list",
    "comment-resolve": "comments_resolve_create comments_reopen_create",
    "contact-add": "claims_contacts_create",
    "picture-add": "claims_pictures_create",
    "picture-edit": "claims_pictures_update",
    "picture-remove": "claims_pictures_destroy",
    "picture-show": "claims_pictures_list",
    "table": "claims_tables_retrieve",
    "table-choose": "claims_tables_create claims_tables_found_list",
    "table-name": "claims_tables_cells_create",
    "table-newest": "claims_tables_newest_create",
    "table-remove": "claims_tables_destroy",
    "table-unname": "claims_tables_unname_create",
    "contact-edit": "claims_contacts_update",
    "contact-remove": "claims_contacts_destroy",
    "copy-download": "copy_file",
    "copy-view": "evidence_retrieve",
    "desk": "claims_list notifications_list runs_list",
    "evidence-add": "claims_evidence_create",
    "evidence-copy": "evidence_copy_again_create",
    "evidence-edit": "evidence_partial_update",
    "evidence-impossible": "evidence_mark_impossible_create",
    "evidence-remove": "evidence_destroy",
    "evidence-up": "claims_evidence_order_update",
    "evidence-upload": "evidence_upload_create",
    "fairness": "fairness",
    "fairness-group": "claimant_groups_members_list claimant_groups_members_create claimant_groups_retrieve",
    "fairness-groups": "claimant_groups_list claimant_groups_create",
    "fairness-member": "claimant_groups_members_update claimant_groups_members_destroy",
    "feed": "feeds_retrieve feeds_polls_list",
    "feed-ask": "feeds_ask_create",
    "feed-follow": "feeds_partial_update",
    "feeds": "feeds_list feeds_create",
    "newsroom": "newsrooms_retrieve newsrooms_checks_list newsrooms_refusals_list",
    "newsroom-ask": "newsrooms_ask_create",
    "newsroom-change": "newsrooms_partial_update",
    "newsroom-keys": "newsrooms_trust_keys_create",
    "newsrooms": "newsrooms_list newsrooms_create newsrooms_conflicts_list",
    "find": "claims_list articles_list people_list publications_list",
    "hook": "hooks_messages_list",
    "hook-end": "hooks_destroy",
    "hooks": "hooks_list hooks_create",
    "import": "imports_retrieve imports_rows_list",
    "import-carry-out": "imports_carry_out_create",
    "import-result": "import_result",
    "import-columns": "import_columns",
    "import-old-addresses": "old_checks_list",
    "import-ratings": "import_ratings",
    "import-stop": "imports_stop_create",
    "imports": "imports_list import_articles import_claims import_archive",
    "match-confirm": "matches_confirm_create",
    "match-reject": "matches_reject_create",
    "match-reopen": "matches_reopen_create",
    "nav-counts": "claims_list articles_list",
    "notification-choices": "notifications_choices_retrieve notifications_choices_update",
    "notifications": "notifications_list",
    "notifications-read": "notifications_read_create notifications_read_all",
    "people": "people_load people_list",
    "people-give": "claims_bulk",
    "published": "publications_list",
    "queue": "claims_list views_list",
    "queue-bulk": "claims_bulk claims_bulk_preview",
    "queue-counts": "claims_list",
    "queue-delete": "views_destroy",
    "queue-download": "export_claims",
    "queue-save": "views_create",
    "queue-share": "views_partial_update",
    "reports": "reports",
    "setup-alerts": "alerts_retrieve alerts_update",
    "setup-alerts-erase": "alerts_erase",
    "claim-guests": "claims_experts_list claims_experts_create",
    "claim-guest-revoke": "claims_experts_revoke_create",
    "claim-guest-show": "claims_experts_show_create",
    "claim-second-verdict": "claim_second_verdict claim_second_verdict_give",
    "claim-seal-open": "claim_second_verdict_open",
    "claim-second-take-first": "claim_second_verdict_first",
    "claim-second-third": "claim_second_verdict_third",
    "claim-second-settle": "claim_second_verdict_settle",
    "precedents": "precedents_rated",
    "precedents-rated": "precedents_rated",
    "second-verdicts": "second_verdict_rules_list second_verdict_rules_create reports",
    "second-verdict-remove": "second_verdict_rules_destroy",
    "shelf-life": "shelf_life_rules_list shelf_life_rules_create reports",
    "shelf-life-remove": "shelf_life_rules_destroy",
    "threshold": "threshold_retrieve threshold_update",
    "tip-accept": "tips_accept_create",
    "tip-answer": "tips_answer_create",
    "tip-decline": "tips_decline_create",
    "explainer": "explainers_retrieve explainers_update explainers_submit_create",
    "explainer-back": "explainers_take_back_create",
    "explainer-judge": "explainers_approve_create explainers_send_back_create",
    "explainer-new": "explainers_create",
    "explainer-retract": "explainers_retract_create",
    "explainers": "explainers_list",
    "translation-back": "claims_translations_take_back_create",
    "translation-judge": "claims_translations_approve_create claims_translations_send_back_create",
    "translations": "translations_list",
    "watch": "watch_list",
    "watch-again": "watch_again_create",
    "watch-correct": "watch_correct_create",
    "watch-holds": "watch_holds_create",
    "watch-impossible": "watch_impossible_create",
    "watch-source": "watch_retrieve",
    "tips": "tips_list",
}
ON_THE_DESK_ALONE = {
    "account": "a person's own page",
    "article-save": "the bookmark's page; a program posts the address itself",
    "article-threshold": "how one person looks at one article",
    "bookmarklet": "a browser's",
    "account_login": "signing in",
    "account_reauthenticate": "signing in",
    "keys": "the keyboard map",
    "login": "signing in",
    "logout": "signing out",
    "mfa_activate_totp": "signing in",
    "mfa_add_webauthn": "signing in",
    "mfa_authenticate": "signing in",
    "mfa_deactivate_totp": "signing in",
    "mfa_download_recovery_codes": "signing in",
    "mfa_generate_recovery_codes": "signing in",
    "mfa_index": "signing in",
    "mfa_list_webauthn": "signing in",
    "mfa_login_webauthn": "signing in",
    "mfa_reauthenticate": "signing in",
    "mfa_reauthenticate_webauthn": "signing in",
    "mfa_remove_webauthn": "signing in",
    "mfa_view_recovery_codes": "signing in",
    "password-change": "signing in",
    "provider": "signing in",
    "provider-back": "signing in",
    "password-reset": "signing in",
    "password-reset-confirm": "signing in",
    "password-reset-sent": "signing in",
    "published-open": "the way from a reader's page to the desk's",
    "report-card": "figures of the extractor on its own gold set",
    "invitation-again": "an admin's, who is a person; a token gives nobody a role",
    "invitation-link": "an admin's, who is a person; a token gives nobody a role",
    "invitation-revoke": "an admin's, who is a person; a token gives nobody a role",
    "invited-person": "an admin's, who is a person; a token gives nobody a role",
    "person-second-step-reset": "an admin's, who is a person; a token resets nobody's sign-in",
    "person-sign-out": "an admin's, who is a person; a token ends nobody's sign-ins",
    "person-switch": "an admin's, who is a person; a token gives nobody a role",
    "program-end": "a token makes and ends no tokens",
    "setup-people": "an admin's, who is a person; a token gives nobody a role",
    "setup-person": "an admin's, who is a person; a token gives nobody a role",
    "roles-decide": "an admin's, who is a person; a token gives nobody a role",
    "person-data": "an admin's, who is a person; a token takes out nobody's data",
    "privacy": "an admin's, who is a person; a token says not how long people's data is kept",
    "privacy-sender": "an admin's, who is a person; a token erases nobody",
    "account-data": "a person's own page",
    "security-log": "an admin's, who is a person; programs read the server's log",
    "setup": "leads through what people fill in once",
    "setup-facts": "filled in once, before programs have tokens; what it says is in newsroom.json",
    "setup-lists": "filled in once, before programs have tokens",
    "setup-newsroom": "filled in once, before programs have tokens",
    "setup-ratings": "chosen once, before programs have tokens",
    "setup-scale": "chosen once, before programs have tokens",
    "setup-scale-take": "chosen once, before programs have tokens",
    "setup-scale-use": "chosen once, before programs have tokens",
    "setup-texts": "filled in once, before programs have tokens",
    "sign-ins": "a person's own page",
    "sign-ins-end": "a person's own page",
    "status": "how the servers do: programs ask /health/ready and /metrics",
    "help": "words of the software, which are the same on every desk",
    "help-page": "words of the software, which are the same on every desk",
    "account-language": "one person's choice; a program asks for a language by Accept-Language",
    "account-languages-read": "what one person says about herself",
    "account-name": "what one person changes about herself",
    "account-picture": "what one person changes about herself",
    "account-quiet-hours": "when one person wants no e-mail",
    "logo": "a picture of the frame",
    "portrait": "a picture of the frame",
    "theme": "the look of a browser",
    "token-revoke": "a token makes and ends no tokens",
    "watch-copy": "the bytes behind a decision; their hash and outcome are in the record",
    "tokens": "a token makes and ends no tokens",
    "welcome": "a link for one person",
}


def test_every_page_of_the_desk_has_its_way_through_the_api():
    pages = {pattern.name for pattern in desk_addresses}
    assert pages == set(BY_THE_API) | set(ON_THE_DESK_ALONE)
    operations = {each["operationId"] for item in current_schema()["paths"].values() for each in item.values()}
    named = {operation for row in BY_THE_API.values() for operation in row.split()}
    assert named - operations == set()


def tip(words="Ridership fell by 41 per cent", email="reader@example.org"):
    return receive_tip(words=words, speaker="", url="", more="", email=email, address="192.0.2.1")


def test_tips_are_taken_up_and_declined(program_of, edo, ana):
    editor, reviewer = program_of(edo), program_of(ana)
    one, two = tip(), tip("The bus is too slow")
    assert [row["id"] for row in editor.get("tips/?state=new").json()["results"]] == [two.pk, one.pk]
    assert reviewer.get(f"tips/{one.pk}/").json()["email"] == ""
    assert editor.get(f"tips/{one.pk}/").json()["email"] == "reader@example.org"
    assert reviewer.post(f"tips/{one.pk}/accept/", {"statement": "Ridership fell"}).status_code == 403
    taken = editor.post(f"tips/{one.pk}/accept/", {"statement": "Ridership fell by 41 per cent"}).json()
    assert (taken["state"], Claim.objects.get().pk) == ("accepted", taken["claim"])
    assert editor.post(f"tips/{one.pk}/accept/", {"statement": "Again"}).status_code == 409
    declined = editor.post(f"tips/{two.pk}/decline/", {"reason": "opinion", "reply": "Thank you."}).json()
    assert (declined["state"], declined["reason"], declined["reply"]) == ("declined", "opinion", "Thank you.")
    assert editor.post(f"tips/{two.pk}/decline/", {"reason": "boring"}).status_code == 400


def test_error_reports_are_answered(program_of, edo, ana):
    editor, reviewer, check = program_of(edo), program_of(ana), published(crew())
    about = Reported(check.claim_id, 1)
    one = receive_tip(words="It is 9 per cent", url="", email="", address="192.0.2.1", about=about)
    tip("Buses are late")
    rows = editor.get(f"tips/?about={check.claim_id}").json()["results"]
    assert [(row["id"], row["about"], row["about_number"]) for row in rows] == [(one.pk, check.claim_id, 1)]
    right = {"outcome": "no_error", "reply": "The table has 8 per cent."}
    assert reviewer.post(f"tips/{one.pk}/answer/", right).status_code == 403
    assert editor.post(f"tips/{one.pk}/answer/", {"outcome": "no_error", "reply": ""}).status_code == 400
    assert editor.post(f"tips/{one.pk}/answer/", right | {"outcome": "corrected"}).status_code == 422
    answered = editor.post(f"tips/{one.pk}/answer/", right).json()
    assert (answered["state"], answered["reply"]) == ("no_error", "The table has 8 per cent.")
    assert editor.post(f"tips/{one.pk}/answer/", right).status_code == 409


def test_views_are_saved_shared_and_deleted_by_their_owner(program_of, edo, ana):
    editor, reviewer = program_of(edo), program_of(ana)
    body = {"name": "Transport, late", "query": "topic=transport&due=late"}
    made = editor.post("views/", body)
    assert (made.status_code, made.json()["shared"]) == (201, False)
    assert reviewer.get("views/").json()["results"] == []
    address = f"views/{made.json()['id']}/"
    assert editor.patch(address, {"shared": True}).json()["shared"] is True
    assert reviewer.get("views/").json()["results"][0]["owner"]["username"] == "edo"
    assert reviewer.patch(address, {"shared": False}).status_code == 403
    assert reviewer.delete(address).status_code == 403
    assert editor.delete(address).status_code == 204
    assert SavedView.objects.count() == 0


def test_candidates_are_triaged_many_at_once_and_taken_back(program_of, edo, ana):
    editor = program_of(edo)
    version = ArticleFactory().current
    rows = [CandidateFactory(version=version), CandidateFactory(version=version, exact="disputed that")]
    items = [{"candidate": row.pk, "version": row.lock_version} for row in rows]
    items[1]["version"] = 9
    order = {"act": "dismiss", "reason": "opinion", "items": items}
    assert program_of(ana).post("candidates/bulk/", order).status_code == 403
    done = editor.post("candidates/bulk/", order).json()
    assert ([row["id"] for row in done["changed"]], len(done["skipped"])) == ([rows[0].pk], 1)
    undo = [{"candidate": row["id"], "version": row["version_lock"]} for row in done["changed"]]
    assert len(editor.post("candidates/bulk/", {"act": "undo", "items": undo}).json()["changed"]) == 1
    assert set(Candidate.objects.values_list("state", flat=True)) == {"pending"}
    assert editor.post("candidates/bulk/", {"act": "dismiss", "items": undo}).status_code == 422


def test_notifications_are_read_all_at_once_and_their_letters_chosen(program_of, edo):
    editor, claim = program_of(edo), ClaimFactory()
    for _ in range(3):
        Notification.objects.create(recipient=edo, kind="late", claim=claim, text="is late", at=timezone.now())
    assert editor.post("notifications/read/").status_code == 204
    assert editor.get("notifications/?unread=true").json()["results"] == []
    assert editor.get("notifications/choices/").json()["choices"]["assigned"] == "at_once"
    chosen = editor.put("notifications/choices/", {"choices": {"assigned": "never"}}).json()["choices"]
    assert (chosen["assigned"], chosen["published"]) == ("never", "digest")
    for wrong in ({"gone": "never"}, {"assigned": "sometimes"}, ["assigned"]):
        assert editor.put("notifications/choices/", {"choices": wrong}).status_code == 400


def test_reports_and_load_are_figures(program_of):
    people = crew()
    claim_in(ClaimState.PUBLISHED, people)
    reader = program_of(people.editor)
    report = reader.get("reports/").json()
    assert (len(report["weeks"]), report["weeks"][-1]["published"], report["agreement"]["percent"]) == (12, 1, None)
    assert reader.get("reports/?topic=none").json()["weeks"][-1]["published"] == 0
    load = reader.get("people/load/").json()
    assert {"person", "open", "late", "limit", "free"} == set(load[0])


def test_a_copy_is_uploaded_and_its_file_read_again(program_of):
    people = crew()
    claim = claim_in(ClaimState.IN_REVIEW, people)
    reviewer = program_of(people.reviewer)
    source = reviewer.post(
        f"claims/{claim.pk}/evidence/", {"kind": "primary", "stance": "refutes", "title": "Accounts on paper"}
    ).json()
    file = SimpleUploadedFile("accounts.txt", b"Spending fell by 9 per cent.", content_type="text/plain")
    kept = reviewer.client.post(f"/api/v1/evidence/{source['id']}/upload/", {"file": file})
    assert (kept.status_code, kept.json()["copy"]["state"]) == (200, "kept"), kept.content
    answer = reviewer.get(f"copies/{kept.json()['copy']['id']}/file/")
    assert b"".join(answer.streaming_content) == b"Spending fell by 9 per cent."
    assert answer["Content-Disposition"].startswith("attachment")
    assert reviewer.get("copies/999999/file/").status_code == 404
    exe = SimpleUploadedFile("accounts.exe", b"MZ")
    assert reviewer.client.post(f"/api/v1/evidence/{source['id']}/upload/", {"file": exe}).status_code == 422
    assert Evidence.objects.get(pk=source["id"]).copies.filter(state="kept").count() == 1


def test_what_would_be_published_can_be_read_before(program_of):
    people = crew()
    reader = program_of(people.second)
    bare = reader.get(f"claims/{ClaimFactory().pk}/preview/").json()
    assert bare["content"] == {}
    assert bare["missing"]
    approved = claim_in(ClaimState.APPROVED, people)
    page = reader.get(f"claims/{approved.pk}/preview/").json()
    assert (page["missing"], page["content"]["statement"]) == ([], approved.statement)


def test_the_threshold_of_the_newsroom_is_set_by_editors(program_of, edo, ana):
    editor = program_of(edo)
    seen = editor.get("threshold/")
    assert program_of(ana).put("threshold/", {"threshold": 0.7}, seen=seen["ETag"]).status_code == 403
    changed = editor.put("threshold/", {"threshold": 0.7}, seen=seen["ETag"])
    assert (changed.status_code, changed.json()["threshold"]) == (200, 0.7), changed.content
    assert editor.put("threshold/", {"threshold": 0.6}, seen=seen["ETag"]).status_code == 412
    assert editor.put("threshold/", {"threshold": 7}, seen=changed["ETag"]).status_code == 400
