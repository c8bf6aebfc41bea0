"""No model leads to a claim or an article and is forgotten by what holds restricted claims back."""

from django.apps import apps

from claims.audit.models import AuditEvent
from claims.restrictions.hidden import COLUMNS, KINDS, Visible, VisibleActs

OF_PUBLISHED_CHECKS = "A claim that readers see cannot be restricted."
EXCEPT = {
    "verdicts.Explainer": OF_PUBLISHED_CHECKS,
    "verdicts.OldCheck": OF_PUBLISHED_CHECKS,
    "verdicts.Publication": OF_PUBLISHED_CHECKS,
    "verdicts.ShelfLife": OF_PUBLISHED_CHECKS,
    "verdicts.SiteFetch": OF_PUBLISHED_CHECKS,
    "verdicts.Translation": OF_PUBLISHED_CHECKS,
    "verdicts.WatchedPassage": OF_PUBLISHED_CHECKS,
    "claims.ClaimWords": "It is only ever joined from claims, by which these are searched.",
    "articles.ArticleWords": "It is only ever joined from articles.",
    "claims.ImportedClaim": "The key of a row, by which an import knows it again.",
    "claims.Claim_topics": "It is read for claims that were read before.",
    "verdicts.Revision_authors": "It is read for revisions that were read before.",
    "delivery.AccountLetter": "A worker reads it, and it says no more than that a letter leaves.",
    "restrictions.Restriction_people": "What holds back is read whole.",
    "restrictions.Restriction_articles": "What holds back is read whole.",
}


def lead_to_a_claim():
    """The models from which a chain of foreign keys leads to a claim or an article."""
    models = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("claims.")]
    found = {"claims.Claim", "articles.Article"}
    while True:
        more = {
            model._meta.label
            for model in models
            for field in model._meta.fields
            if field.related_model and field.related_model._meta.label in found - set(EXCEPT)
        }
        if more <= found:
            return found
        found |= more


def test_each_model_that_leads_to_a_claim_holds_back_or_has_a_reason_not_to():
    assert sorted(lead_to_a_claim() | {"claims.Claimant", "claims.GroupMembership"}) == sorted({*COLUMNS, *EXCEPT})


def test_each_model_of_the_table_reads_by_its_manager():
    assert [label for label in COLUMNS if not isinstance(apps.get_model(label)._default_manager, Visible)] == []
    assert isinstance(AuditEvent._default_manager, VisibleActs)


def test_each_column_of_the_table_is_there():
    for label, columns in COLUMNS.items():
        assert set(columns) <= {field.attname for field in apps.get_model(label)._meta.fields}, label


def test_the_record_knows_each_kind_by_its_name():
    names = {model._meta.model_name for model in apps.get_models()}
    assert set(KINDS) <= names
