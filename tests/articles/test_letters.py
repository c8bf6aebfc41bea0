"""Letters as mail programs write them, in several languages; every word and name in them is invented."""

from email.message import EmailMessage, MIMEPart

import pytest

from claims.articles.mail import Letter, read_letter
from claims.articles.reading import Unreadable, read_document

STORY = (
    "The town of Marrow opened its new bridge on Monday after three years of work, and hundreds walked across it.\n\n"
    "The council says it cost 3.2 million crowns, twice what was planned in 2023, and blames the price of steel.\n\n"
    "Engineer Ilse Brandt called the bridge the safest in the country. No toll will be asked, the mayor promised."
)
FIRST, SECOND, THIRD = STORY.split("\n\n")
LINK = "https://post.example/town/bridge-opens"


def letter(text: str = "", *, html: str = "", subject: str = "Bridge opens") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ilka Ferro <ilka@post.example>", "desk@desk.example", subject
    if text:
        message.set_content(text)
    if html:
        (message.add_alternative if text else message.set_content)(html, subtype="html")
    return message


def read(message: EmailMessage) -> Letter:
    return read_letter(message.as_bytes())


def texts(message: EmailMessage) -> list[str]:
    return [part.read().text for part in read(message).parts]


def inline(message: EmailMessage, text: str, subtype: str = "plain") -> None:
    part = MIMEPart()
    part.set_content(text, subtype=subtype)
    message.make_mixed() if message.get_content_type() != "multipart/mixed" else None
    message.attach(part)


def picture(message: EmailMessage) -> None:
    message.add_attachment(b"\xff\xd8\xff", "image", "jpeg", filename="bridge.jpg", disposition="inline")


def test_a_text_goes_on_below_its_pictures() -> None:
    message = letter(FIRST)
    picture(message)
    inline(message, SECOND)
    picture(message)
    inline(message, THIRD)
    assert texts(message) == [STORY]


def test_pages_around_a_picture_are_one_story() -> None:
    message = letter(html=f"<html><body><p>{FIRST}</p></body></html>")
    picture(message)
    inline(message, f"<html><body><div>{SECOND}</div><div><br></div><div>{THIRD}</div></body></html>", "html")
    assert texts(message) == [STORY]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ATT00002.txt", "_____\nThis e-mail is confidential and for the addressee only."),
        ("disclaimer.html", "<p>Diese Nachricht ist vertraulich und nur für den Empfänger bestimmt.</p>"),
        ("note.txt", "Ce message est confidentiel. Si vous n'êtes pas le destinataire, détruisez-le."),
        ("Untitled attachment 7.txt", "-- \nPost of Marrow, 4 Bridge Street"),
    ],
)
def test_what_a_server_hangs_on_is_no_article(name: str, words: str) -> None:
    message = letter(STORY)
    message.add_attachment(words, subtype="html" if name.endswith("html") else "plain", filename=name)
    assert texts(message) == [STORY]


def test_the_footer_of_a_list_is_left_out() -> None:
    message = letter(STORY)
    inline(message, "_______\nTown mailing list\nhttps://lists.example/listinfo/town")
    assert texts(message) == [STORY]


def test_a_story_with_a_document_is_two_articles_and_a_cover_note_is_none() -> None:
    other = "The ferry of Marrow stops in April, the harbour office said on Friday, after 115 years of crossing."
    message = letter(STORY)
    message.add_attachment(other, filename="ferry.txt")
    assert texts(message) == [STORY, other]
    message = letter("Please find attached, kind regards, Ilka")
    message.add_attachment(other, filename="ferry.txt")
    assert texts(message) == [other]


@pytest.mark.parametrize("name", ["winmail.dat", "story.pages", "table.numbers", "recording.bin"])
def test_an_attachment_that_cannot_be_read_is_told_and_its_cover_note_is_no_article(name: str) -> None:
    kind = ("application", "ms-tnef") if name == "winmail.dat" else ("application", "octet-stream")
    message = letter("Please find the story attached. Ilka")
    message.add_attachment(b"x\x9f>\x22\x00", *kind, filename=name)
    (part,) = read(message).parts
    assert part.name == name
    with pytest.raises(Unreadable, match="winmail.dat|can't be read"):
        part.read()


def test_cards_calendars_and_signatures_are_no_attachments() -> None:
    message = letter(STORY)
    message.add_attachment(b"BEGIN:VCARD", "text", "vcard", filename="ilka.vcf")
    message.add_attachment(b"-----BEGIN", "application", "pgp-signature", filename="signature.asc")
    message.add_attachment(b"GIF89a", "image", "gif", filename="logo.gif")
    assert texts(message) == [STORY]


@pytest.mark.parametrize(
    "message",
    [
        letter(LINK),
        letter(f"{LINK}\n\nVon meinem Mobiltelefon gesendet"),
        letter(f"Worth checking?\n\n<{LINK}>\n\n-- \nIlka Ferro\nMarrow Post, https://post.example"),
        letter(f"Regardez ceci : {LINK}.\n\nEnvoyé de mon téléphone"),
        letter(html=f'<div dir="ltr"><a href="{LINK}">{LINK}</a></div>'),
        letter(html=f'<p>Please look at <a href="{LINK}">this story</a></p>'),
        letter(LINK, html=f'<html><body><a href="{LINK}">{LINK}</a><br><br>Get Outlook for Android</body></html>'),
    ],
    ids=range(7),
)
def test_a_letter_that_is_a_link_leads_to_the_page(message: EmailMessage) -> None:
    found = read(message)
    assert (found.link, found.parts) == (LINK, ())


def test_a_newsletter_is_read_itself_and_not_by_its_copy_on_the_web() -> None:
    paragraphs = "".join(f"<tr><td><p>{part}</p></td></tr>" for part in STORY.split("\n\n"))
    html = (
        f"<html><body><table><tr><td><a href='{LINK}'>View in browser</a></td></tr>{paragraphs}</table></body></html>"
    )
    assert texts(letter(f"View this email in your browser: {LINK}", html=html)) == [STORY]
    assert texts(letter(f"Ansicht im Browser öffnen: {LINK}\n\n{STORY}")) == [STORY]


FORWARDED = [
    "---------- Forwarded message ---------\nFrom: Odd Fell <odd@other.example>\nDate: Tue, 3 Mar 2026 at 21:04\n"
    "Subject: Bridge\nTo: <ilka@post.example>\n\n\n",
    "Begin forwarded message:\n\nFrom: Odd Fell <odd@other.example>\nSubject: Bridge\nDate: 3 March 2026 at 21:04\n"
    "To: Ilka Ferro <ilka@post.example>\n\n",
    "________________________________\nFrom: Odd Fell\nSent: Tuesday, March 3, 2026 9:04 PM\nTo: Ilka Ferro\n"
    "Cc: A <a@b.example>; C <c@d.example>;\n D <d@e.example>\nSubject: Bridge\n\n",
    "-----Ursprüngliche Nachricht-----\nVon: Odd Fell <odd@other.example>\nGesendet: Dienstag, 3. März 2026 21:04\n"
    "An: Ilka Ferro\nBetreff: Brücke\n\n",
    "Début du message réexpédié :\n\nDe: Odd Fell <odd@other.example>\nObjet: Pont\nDate: 3 mars 2026 à 21:04\n"
    "À: Ilka Ferro\n\n",
    "*De:* Odd Fell <odd@other.example>\n*Enviado el:* martes, 3 de marzo de 2026\n*Para:* Ilka\n*Asunto:* Puente\n\n",
    "-------- Пересылаемое сообщение --------\nОт: Odd Fell <odd@other.example>\nДата: 3 марта 2026\nТема: Мост\n\n",
]


@pytest.mark.parametrize("head", FORWARDED, ids=range(len(FORWARDED)))
def test_the_head_of_a_forwarded_letter_is_no_text(head: str) -> None:
    assert texts(letter(f"Worth a look?\n\n{head}{STORY}\n")) == [STORY]
    assert texts(letter(f"{head}{FORWARDED[0]}{STORY}\n")) == [STORY]


def test_a_forwarded_page_is_read_without_its_head() -> None:
    html = (
        '<div>Worth a look?</div><div class="gmail_quote"><div class="gmail_attr">------- Forwarded message -------'
        "<br>From: <strong>Odd Fell</strong> &lt;odd@other.example&gt;<br>Date: Tue, 3 Mar 2026<br>Subject: Bridge<br>"
        f"To: ilka@post.example<br></div><br>{''.join(f'<p>{part}</p>' for part in STORY.split('\n\n'))}</div>"
    )
    assert texts(letter(html=html)) == [STORY]


@pytest.mark.parametrize(
    "above",
    [
        "On Tue, 3 Mar 2026 at 21:04, Odd Fell <odd@other.example> wrote:\n\n",
        "Worth a look?\n\nOn Tue, 3 Mar 2026 at 21:04, Odd Fell\n<odd@other.example> wrote:\n",
        "Am 3. März 2026 um 21:04 schrieb Odd Fell <odd@other.example>:\n\n",
        "Le mar. 3 mars 2026 à 21:04, Odd Fell <odd@other.example> a écrit :\n\n",
    ],
)
@pytest.mark.parametrize("mark", [">", "> ", ">> "])
def test_quoted_words_are_read_without_their_marks(above: str, mark: str) -> None:
    quoted = "\n".join(f"{mark}{line}" for line in STORY.split("\n"))
    assert texts(letter(f"{above}{quoted}\n")) == [STORY]


def test_a_letter_that_hangs_on_another_is_the_story() -> None:
    message = letter("See below.", subject="Fwd: something")
    message.add_attachment(letter(STORY, subject="Bridge opens on Monday"))
    (part,) = read(message).parts
    document = part.read()
    assert (document.title, document.text) == ("Bridge opens on Monday", STORY)


def test_a_long_letter_keeps_its_words_above_what_it_quotes() -> None:
    quoted = "\n".join(f"> {line}" for line in STORY.split("\n"))
    own = " ".join(["We looked at the figures of the harbour office again on Friday and they are right, it says."] * 6)
    (text,) = texts(letter(f"{own}\n\n{quoted}"))
    assert text.startswith(own)
    assert SECOND in text


def test_lines_that_only_look_like_a_head_stay() -> None:
    talk = "The mayor was asked on Monday why it took so long.\n\nFrom: the start there was no steel."
    talk += "\n\nA: The steel was late, the mayor said to the Courier on Monday evening.\n\nTo: be sure, it is."
    assert texts(letter(talk)) == [talk]


def test_a_signature_and_flowed_lines() -> None:
    message = letter()
    message.set_content(f"{FIRST[:40]} \n{FIRST[40:].lstrip()}\n\n{SECOND}\n\n-- \nIlka Ferro\nMarrow Post\n")
    message.set_param("format", "flowed")
    expected = f"{FIRST[:40].rstrip()} {FIRST[40:].lstrip()}\n\n{SECOND}"
    assert texts(message) == [expected]


def test_a_letter_saved_as_a_file_is_read_like_one_that_came() -> None:
    data = letter(f"{FORWARDED[3]}{STORY}", subject="WG: Bridge opens").as_bytes()
    document = read_document(data=data, filename="bridge.eml")
    assert (document.title, document.text, document.source_format) == ("Bridge opens", STORY, "letter")
    with pytest.raises(Unreadable):
        read_document(data=b"\x00\xff", filename="bridge.eml")


def test_a_saved_letter_that_only_outlook_can_open_says_so() -> None:
    message = letter("Please find the story attached.")
    message.add_attachment(b"\x78\x9f\x3e\x22", "application", "ms-tnef", filename="winmail.dat")
    with pytest.raises(Unreadable, match="only Outlook reads"):
        read_document(data=message.as_bytes(), filename="letter.eml")


@pytest.mark.parametrize(
    "head",
    [
        "От кого: Odd <odd@post.example>\nКому: desk@desk.example\nДата: 17 марта 2026\nТема: Мост",
        "差出人: Odd <odd@post.example>\n日付: 2026年3月17日\n件名: 橋\n宛先: desk@desk.example",
        "发件人: Odd <odd@post.example>\n发送时间: 2026年3月17日\n收件人: desk\n主题: 桥",
        "من: Odd <odd@post.example>\nالتاريخ: 17 مارس 2026\nالموضوع: جسر\nإلى: desk@desk.example",
    ],
)
def test_the_head_of_a_forwarded_letter_is_left_out_in_more_scripts(head: str) -> None:
    assert texts(letter(f"Please check.\n\n---------- Forwarded ----------\n{head}\n\n{STORY}")) == [STORY]
