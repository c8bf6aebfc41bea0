"""Rating scales: what verdicts have used keeps its meaning."""

import pytest
from django.core.exceptions import ValidationError

from claims.accounts.models import User
from claims.audit.models import AuditEvent
from claims.errors import Blocked, NotAllowed
from claims.publishing.rating_scales import save_rating, use_scale
from claims.review.drafting import save_draft
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts.content import content_of
from claims.verdicts.models import Rating, RatingScale, Revision
from tests.workflow.stories import claim_in, crew


def test_an_unused_rating_can_be_reworded(scale: RatingScale, ada: User):
    rating = scale.ratings.get(slug="false")
    rating.definition = "The evidence contradicts it."
    save_rating(rating=rating, actor=ada)
    assert Rating.objects.get(pk=rating.pk).definition == "The evidence contradicts it."
    assert AuditEvent.objects.get(object_type="ratingscale").data["fields"] == ["definition"]


@pytest.mark.parametrize(
    ("field", "value"), [("label", "Wrong"), ("definition", "Nearly right."), ("value", 3), ("slug", "x")]
)
def test_a_used_rating_keeps_its_words_and_number(
    claim: Claim, scale: RatingScale, ana: User, ada: User, field: str, value: object
):
    save_draft(claim_id=claim.pk, rating="false", summary="", explanation="", expected_version=0, actor=ana)
    rating = scale.ratings.get(slug="false")
    setattr(rating, field, value)
    with pytest.raises(ValidationError) as refusal:
        rating.full_clean()
    assert list(refusal.value.message_dict) == [field]
    with pytest.raises(Blocked, match="Verdicts have used “False”, so this stays as it is."):
        save_rating(rating=rating, actor=ada)
    assert Rating.objects.filter(label="False", definition="What False means.", value=1, slug="false").exists()
    assert not AuditEvent.objects.filter(object_type="ratingscale").exists()


def test_a_used_rating_can_be_moved_and_no_longer_offered(claim: Claim, scale: RatingScale, ana: User, ada: User):
    save_draft(claim_id=claim.pk, rating="false", summary="", explanation="", expected_version=0, actor=ana)
    rating = scale.ratings.get(slug="false")
    rating.order, rating.is_active = 9, False
    save_rating(rating=rating, actor=ada)
    assert not Rating.objects.get(pk=rating.pk).is_active


def test_a_used_scale_keeps_its_ends(claim: Claim, scale: RatingScale, ana: User, ada: User):
    save_draft(claim_id=claim.pk, rating="false", summary="", explanation="", expected_version=0, actor=ana)
    with pytest.raises(Blocked, match="in use with the numbers 1 to 5"):
        save_rating(
            rating=Rating(scale=scale, slug="gold", label="Gold", definition="Truer.", order=0, tone=1, value=6),
            actor=ada,
        )
    save_rating(
        rating=Rating(scale=scale, slug="half", label="Half", definition="Half.", order=2, tone=3, value=3), actor=ada
    )


def test_published_words_stay_whatever_becomes_of_the_draft(db: None, ada: User):
    people = crew()
    published = claim_in(ClaimState.PUBLISHED, people)
    rating = Rating.objects.get(slug="false")
    published.verdict.rating = None
    published.verdict.save()
    rating.definition = "Something else."
    with pytest.raises(Blocked):
        save_rating(rating=rating, actor=ada)
    assert Revision.objects.get(claim=published).content["rating"]["definition"] == "Contradicted by the evidence."
    assert content_of(published)["rating"] is None


def test_one_scale_is_in_use_and_the_switch_is_recorded(claim: Claim, scale: RatingScale, ana: User, ada: User):
    save_draft(claim_id=claim.pk, rating="false", summary="", explanation="", expected_version=0, actor=ana)
    other = RatingScale.objects.create(name="Two steps")
    with pytest.raises(Blocked, match="at least two ratings"):
        use_scale(scale_id=other.pk, actor=ada)
    for slug in ("right", "wrong"):
        Rating.objects.create(scale=other, slug=slug, label=slug.title(), definition=slug, order=1, tone=1)
    use_scale(scale_id=other.pk, actor=ada)
    assert list(RatingScale.objects.filter(is_active=True)) == [other]
    assert AuditEvent.objects.get(action="scale_in_use").data == {"before": [scale.pk]}
    kept = save_draft(claim_id=claim.pk, rating="false", summary="9.", explanation="", expected_version=1, actor=ana)
    assert kept.rating is not None
    assert kept.rating.scale == scale


def test_only_an_admin_changes_scales(scale: RatingScale, edo: User, apa: User):
    for person in (edo, apa):
        with pytest.raises(NotAllowed):
            use_scale(scale_id=scale.pk, actor=person)
        with pytest.raises(NotAllowed):
            save_rating(rating=scale.ratings.get(slug="false"), actor=person)
