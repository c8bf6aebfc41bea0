"""A published check put into another language by programs, with the rules of the desk."""

import pytest

from claims.accounts.tokens import Scope
from claims.verdicts.site_settings import keep_newsroom
from tests.public.newsroom import corrected, published
from tests.public.translated import SPANISH, in_spanish
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db

WORDS = {
    "translates": 1,
    "statement": "El consejo recortó su gasto en un 22 por ciento",
    "rating_label": "Falso",
    "summary": "Subió un 9 por ciento.",
    "explanation": "Las cuentas auditadas dan ambas cifras [1].",
}


@pytest.fixture
def publication(db):
    keep_newsroom(actor=None, language="en", more_languages=["es"])
    return published(crew())


def test_it_is_written_submitted_and_approved(program_of, ana, apa, publication):
    address = f"claims/{publication.claim_id}/translations/"
    apa.reads = ["es"]
    apa.save()
    writer, approver = program_of(ana), program_of(apa)
    assert writer.put(f"{address}es/", WORDS).status_code == 428
    written = writer.put(f"{address}es/", WORDS, seen=0)
    assert (written.status_code, written.json()["state"]) == (200, "draft")
    assert writer.put(f"{address}es/", WORDS | {"summary": "Otra"}, seen=0).status_code == 412
    submitted = writer.post(f"{address}es/submit/", seen=written.headers["ETag"]).json()
    assert (submitted["state"], len(submitted["content_hash"])) == ("submitted", 64)
    seen, words = submitted["version_lock"], {"content_hash": submitted["content_hash"]}
    assert writer.post(f"{address}es/approve/", words, seen=seen).status_code == 403
    # What readers will see needs the scope for it.
    without = program_of(apa, (Scope.READ, Scope.WRITE))
    assert without.post(f"{address}es/approve/", words, seen=seen).status_code == 403
    assert approver.post(f"{address}es/approve/", {"content_hash": "0" * 64}, seen=seen).status_code == 422
    assert approver.post(f"{address}es/approve/", words, seen=seen).json()["state"] == "published"
    assert [row["language"] for row in writer.get(address).json()] == ["es"]


def test_it_is_sent_back_and_taken_back(program_of, ana, apa, publication):
    address = f"claims/{publication.claim_id}/translations/es/"
    apa.reads = ["es"]
    apa.save()
    writer = program_of(ana)
    seen = writer.put(address, WORDS, seen=0).json()["version_lock"]
    seen = writer.post(f"{address}submit/", seen=seen).json()["version_lock"]
    assert [row["state"] for row in writer.get("translations/").json()["results"]] == ["submitted"]
    back = program_of(apa).post(f"{address}send-back/", {"note": "Falta el año."}, seen=seen).json()
    assert (back["state"], back["sent_back"]) == ("draft", "Falta el año.")
    seen = writer.post(f"{address}submit/", seen=back["version_lock"]).json()["version_lock"]
    assert writer.post(f"{address}take-back/", seen=seen).json()["state"] == "draft"


def test_what_is_behind_is_listed(program_of, ana, apa):
    keep_newsroom(actor=None, language="en", more_languages=["es"])
    people = crew()
    publication = published(people)
    in_spanish(publication, ana, apa, SPANISH)
    program = program_of(ana)
    assert program.get("translations/").json()["results"] == []
    corrected(publication, people)
    rows = program.get("translations/").json()["results"]
    assert [(row["claim"], row["translates"], row["is_behind"]) for row in rows] == [(publication.claim_id, 1, True)]


def test_a_language_of_another_site_is_refused_in_a_sentence(program_of, ana, publication):
    answer = program_of(ana).put(f"claims/{publication.claim_id}/translations/fr/", WORDS, seen=0)
    assert answer.status_code == 422
    assert "The site is not offered in this language." in answer.json()["detail"]
