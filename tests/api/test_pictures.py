"""Pictures for readers, by programs."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.picture_files import a_picture, bomb
from tests.public.newsroom import ready
from tests.workflow.stories import crew


def test_programs_add_word_and_remove_a_picture(program_of):
    people = crew()
    claim = ready(people)
    reviewer = program_of(people.reviewer)
    file = SimpleUploadedFile("post.png", a_picture(600, 400, "PNG"), content_type="image/png")
    added = reviewer.client.post(f"/api/v1/claims/{claim.pk}/pictures/", {"file": file, "alt": "A street."})
    assert (added.status_code, added.json()["alt"], added.json()["credit"]) == (201, "A street.", ""), added.content
    assert [file["width"] for file in added.json()["files"]] == [480, 600]
    body = {"alt": "A street.", "credit": "ana", "licence": "CC0", "stamped": True}
    address = f"claims/{claim.pk}/pictures/{added.json()['id']}/"
    changed = reviewer.put(address, body, seen=added["ETag"])
    assert (changed.status_code, changed.json()["stamped"]) == (200, True), changed.content
    assert reviewer.put(address, body | {"alt": "Other."}, seen=added["ETag"]).status_code == 412
    assert len(reviewer.get(f"claims/{claim.pk}/pictures/").json()["results"]) == 1
    assert reviewer.delete(address, seen=changed["ETag"]).status_code == 204
    refused = SimpleUploadedFile("post.png", bomb(), content_type="image/png")
    assert reviewer.client.post(f"/api/v1/claims/{claim.pk}/pictures/", {"file": refused}).status_code == 422
