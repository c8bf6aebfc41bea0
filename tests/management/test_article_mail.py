"""Articles by e-mail, as a mail server hands them to the command: exit codes it understands, sentences for senders."""

import io
import os
import sys
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from claims.articles.mail import NoLetter, read_letter
from claims.articles.models import Article
from tests.factories import STORY, PersonFactory
from tests.fetching.local_site import start_site

pytestmark = pytest.mark.django_db


def letter(text=STORY, sender="Edo Baker <edo@desk.example>", subject="Fwd: Haldane defends bus plan", **headers):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "articles@desk.example", subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def sent(message, monkeypatch, *options):
    """The exit code, and what was said on both streams."""
    data = message if isinstance(message, bytes) else message.as_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("receive_article_mail", *options, stdout=out, stderr=err)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, out.getvalue() + err.getvalue()


def test_an_editors_letter_is_an_article_once(edo, monkeypatch):
    code, said = sent(letter(), monkeypatch)
    assert (code, "Added “Haldane defends bus plan”" in said) == (os.EX_OK, True), said
    article = Article.objects.get()
    assert (article.origin, article.added_by, article.current.text) == ("email", edo, STORY)
    code, said = sent(letter(), monkeypatch)
    assert (code, "here already" in said, Article.objects.count()) == (os.EX_OK, True, 1)


def test_a_page_in_the_letter_is_read_as_pages_are(edo, monkeypatch):
    message = letter("See the page.")
    paragraphs = "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))
    message.add_alternative(f"<html><body><article>{paragraphs}</article></body></html>", subtype="html")
    assert sent(message, monkeypatch)[0] == os.EX_OK
    assert Article.objects.get().current.source_format == "html"


def test_attached_documents_are_the_articles_and_one_bad_one_stops_nothing(edo, monkeypatch):
    message = letter("Both attached.")
    message.add_attachment(f"# Ferry stops\n\n{STORY}".encode(), "text", "markdown", filename="a.md")
    message.add_attachment(b"%PDF-1.4 broken", "application", "pdf", filename="../b.pdf")
    message.add_attachment(b"\xff\xd8", "image", "jpeg", filename="photo.jpg")
    code, said = sent(message, monkeypatch)
    assert code == os.EX_OK
    assert [article.current.title for article in Article.objects.all()] == ["Ferry stops"]
    assert "b.pdf: " in said
    assert "../" not in said


def test_a_link_alone_is_read_from_its_address(edo, monkeypatch, settings):
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)
    site = start_site()
    paragraphs = "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))
    page = f"<html><head><title>Bus plan</title></head><body><article>{paragraphs}</article></body></html>"
    address = site.page("/story", page.encode(), Content_Type="text/html")
    assert sent(letter(f"{address}\n\n-- \nEdo"), monkeypatch)[0] == os.EX_OK
    assert Article.objects.get().url == address
    site.server.shutdown()


def test_who_may_send(edo, ana, monkeypatch):
    agency = letter(sender="wire@agency.example")
    assert sent(letter(sender=ana.email), monkeypatch)[0] == os.EX_NOPERM
    code, said = sent(agency, monkeypatch)
    assert (code, "only from its editors" in said) == (os.EX_NOPERM, True)
    assert sent(agency, monkeypatch, "--allow", "@agency.example")[0] == os.EX_USAGE
    assert sent(agency, monkeypatch, "--allow", "@other.example", "--as", "edo")[0] == os.EX_NOPERM
    assert sent(agency, monkeypatch, "--allow", "@agency.example", "--as", "ana")[0] == os.EX_NOPERM
    assert Article.objects.count() == 0
    assert sent(agency, monkeypatch, "--allow", "@agency.example", "--as", "edo")[0] == os.EX_OK
    assert Article.objects.get().added_by == edo


def test_somebody_who_has_left_sends_nothing(monkeypatch):
    PersonFactory(username="gone", is_active=False)
    assert sent(letter(sender="gone@desk.example"), monkeypatch)[0] == os.EX_NOPERM


def test_answers_of_programs_are_not_answered(edo, monkeypatch):
    assert sent(letter(Auto_Submitted="auto-replied"), monkeypatch)[0] == os.EX_OK
    assert sent(letter(Return_Path="<>"), monkeypatch)[0] == os.EX_OK
    assert Article.objects.count() == 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff\xfe" * 100,
        b"Subject: no sender\n\nWords",
        b"From: a@b.example, c@d.example\n\nWords",
        b"From: edo@desk.example\nContent-Type: text/plain; charset=no-such\n\n\xff\xff\x00\x01",
        b"From: edo@desk.example\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nA\n" * 200 + b"--x--\n",
        b"From: edo@desk.example\n\n",
        b"From: edo@desk.example\n\n" + b"a" * 30_000_001,
    ],
    ids=range(8),
)
def test_what_is_no_letter_bounces_with_a_sentence(edo, monkeypatch, data):
    code, said = sent(data, monkeypatch)
    assert code == os.EX_DATAERR, said
    assert said.strip().endswith(".")
    assert Article.objects.count() == 0


def test_a_letter_in_a_letter_in_a_letter_ends():
    data = b"From: edo@desk.example\nContent-Type: message/rfc822\n\n" * 3000
    with pytest.raises(NoLetter):
        read_letter(data)
