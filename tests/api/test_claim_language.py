"""The language of a claim as a field of the API, settable, and a filter of its list."""

from tests.factories import ClaimFactory


def test_a_program_reads_sets_and_filters_by_it(program_of, edo):
    claim = ClaimFactory(language="es")
    ClaimFactory(language="fr")
    ClaimFactory()
    program = program_of(edo)
    assert program.get(f"claims/{claim.pk}/").json()["language"] == "es"
    assert [row["id"] for row in program.get("claims/?language=ES").json()["results"]] == [claim.pk]
    answer = program.patch(f"claims/{claim.pk}/", {"language": "pt"}, seen=claim.lock_version)
    assert answer.status_code == 200
    assert answer.json()["language"] == "pt"
    assert answer.json()["statement"] == claim.statement
    refused = program.patch(f"claims/{claim.pk}/", {"language": "xq"}, seen=answer.json()["version_lock"])
    assert refused.status_code == 422
    assert "Choose one of the languages" in refused.json()["detail"]
