"""The words of a letter without what mail programs put around them: forwarded heads, quotation marks, signatures."""

import re
from typing import Final

NOTE_WORDS: Final = 40
"""Above a forwarded or quoted story, so few words are a note to the desk and no part of it."""

_FROM: Final = (
    "from von de da van från fra od от від 差出人 发件人 寄件者 보낸사람 من kimden lähettäjä feladó expéditeur"
    " remitente mittente afzender"
).split()
_DATE: Final = (
    "date sent datum gesendet envoyé fecha enviado data inviato verzonden skickat sendt wysłano дата надіслано"
    " отправлено 日付 送信日時 发送时间 日期 날짜 التاريخ tarih lähetetty dátum dato odesláno"
).split()
_TO: Final = (
    "to an à para a aan till til do кому 宛先 收件人 抄送 받는사람 إلى alıcı kime"
    " vastaanottaja címzett cc kopie copie kopi копия reply-to"
).split()
_SUBJECT: Final = (
    "subject betreff objet asunto assunto oggetto onderwerp ämne emne temat тема 件名 主题 主旨 제목 الموضوع konu"
    " aihe tárgy předmět sujet"
).split()
_KEYS: Final = dict.fromkeys(_FROM, "from") | dict.fromkeys(_DATE, "date") | dict.fromkeys(_TO, "to")
_KEYS_ALL: Final = _KEYS | dict.fromkeys(_SUBJECT, "subject")
_HEAD_LINE: Final = re.compile(
    r"^[*_ ]{0,3}(?P<key>[^\W\d_][\w-]{0,19})(?: (?:el|le|am|den|on|op|em|il|кого))?[*_]{0,2}\s?[:：][*_]{0,2}(?=\s|$)"
)
_RULE: Final = re.compile(r"^[-_=*]{5,}$|^-{2,}[^-]{3,60}-{2,}$|^[^.!?]{5,60}\s?:$")
_QUOTED: Final = re.compile(r"^(?:[>|] ?)+")
_DEVICE: Final = re.compile(
    r"^(?:sent (?:from|with|via)\b|get outlook\b|von (?:meinem|unterwegs)\b.{0,40}gesendet|gesendet (?:von|mit)\b|"
    r"envoyé (?:de|depuis|à partir)\b|enviado (?:desde|do|de|a partir)\b|inviato da\b|"
    r"ver(?:zonden|stuurd) (?:vanaf|met|vanuit)\b|"
    r"skickat från\b|sendt fra\b|wysłane z\b|отправлено (?:с|из)\b|надіслано з\b|lähetetty\b|"
    r"(?:iphone|ipad|android)\w*から送信|发自我的|outlook für\b)"
    r".{0,60}$",
    re.IGNORECASE,
)
_IN_BROWSER: Final = re.compile(
    r"(?:view|read|open|see|display|trouble|problems?)\b.{0,40}\b(?:in|with) (?:your |a |the )?(?:web ?)?browser|"
    r"(?:view|read) (?:it |this )?(?:e-?mail |newsletter )?online|web version|"
    r"(?:im|in ihrem) (?:web)?browser|online(?:-version)? (?:ansehen|anzeigen|lesen)|dans (?:votre|un|le) navigateur|"
    r"version en ligne|en (?:su|tu|el) navegador|no (?:seu )?navegador|nel (?:tuo )?browser|in (?:je|uw) browser|"
    r"i (?:din )?(?:webbläsare|browser)|w przeglądarce|в браузере",
    re.IGNORECASE,
)
_TRAILER: Final = re.compile(
    r"confidential|intended (?:only|solely)|addressee|recipient|privileged|vertraulich|empfänger|adressat|confidentiel|"
    r"destinataire|confidencial|destinatari|riservat|vertrouwelijk|geadresseerde|konfidentiell|mottagare|poufn|adresat|"
    r"mailing list|unsubscribe|mailman|listinfo|virus[- ]?(?:free|checked|scanned)|конфиденциальн",
    re.IGNORECASE,
)
_LONGEST_TRAILER: Final = 2_500
_DEEPEST: Final = 5


def story_in(text: str) -> str:
    """What was written or forwarded: no heads of forwarded letters, no marks of quoting, no signature.

    A short note above a forwarded or quoted story is left out; a longer text stays, and so does the story below it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for _ in range(_DEEPEST):
        before = text
        text = _without_head(_unquoted(text))
        if text == before:
            break
    return _without_end(_without_browser_line(text)).strip()


def is_trailer(text: str) -> bool:
    """Whether a part of a letter is only what a mail server hangs on: a disclaimer, a list's footer, a virus note."""
    text = text.strip()
    return len(text) <= _LONGEST_TRAILER and (not any(map(str.isalnum, text)) or bool(_TRAILER.search(text)))


def _without_head(text: str) -> str:
    """The text without the first block of lines that names sender, date and subject of a forwarded letter."""
    lines = text.split("\n")
    for start in range(len(lines)):
        if (end := _head_end(lines, start)) > start:
            note_end = start
            while note_end and (not lines[note_end - 1].strip() or _RULE.match(lines[note_end - 1].strip())):
                note_end -= 1
            return _with_note("\n".join(lines[:note_end]), "\n".join(lines[end:]))
    return text


def _head_end(lines: list[str], start: int) -> int:
    """The line after the head that begins at `start`; `start` itself where none does."""
    found: set[str] = set()
    last, place, blank = start, start, 0
    while place < len(lines) and place < start + 24:
        line = lines[place].strip()
        key = _HEAD_LINE.match(line)
        kind = _KEYS_ALL.get(key["key"].lower(), "") if key else ""
        if kind:
            found.add(kind)
            last, blank = place + 1, 0
        elif not line and found and blank == 0:
            blank = 1  # heads made out of HTML may have a blank line between theirs
        elif not found or blank or not _goes_on(lines[place]):
            break
        else:
            last = place + 1
        place += 1
    is_head = ("from" in found and len(found) >= 3) or (
        {"from", "date"} <= found and _names_somebody(lines[start:last])
    )
    return last if is_head else start


def _goes_on(line: str) -> bool:
    """Whether a line of a head is the rest of the one above: a folded list of addresses."""
    return "@" in line or line.startswith((" ", "\t"))


def _names_somebody(lines: list[str]) -> bool:
    return any("@" in line for line in lines)


def _unquoted(text: str) -> str:
    """The text without marks of quoting, where most of it is quoted; the line "… wrote:" above goes too."""
    lines = text.split("\n")
    quoted = [place for place, line in enumerate(lines) if _QUOTED.match(line.lstrip())]
    if not quoted:
        return text
    words = sum(len(lines[place].split()) for place in quoted)
    others = sum(len(line.split()) for place, line in enumerate(lines) if place not in set(quoted))
    if words <= others and others > NOTE_WORDS:
        return text
    first, last = quoted[0], quoted[-1]
    inside = [_QUOTED.sub("", line.lstrip(), count=1) for line in lines[first : last + 1]]
    above = lines[:first]
    while above and not above[-1].strip():
        above.pop()
    # "On Tue, 17 Mar 2026 at 21:04, Odd Fjelland\n<odd@other.example> wrote:"
    if above and above[-1].rstrip().endswith(":"):
        above.pop()
        while above and above[-1].strip() and len(above[-1]) < 200 and re.search(r"\d{4}|@", above[-1]):
            above.pop()
    return _with_note("\n".join(above), "\n".join([*inside, *lines[last + 1 :]]))


def _with_note(note: str, story: str) -> str:
    note = _without_end(note).strip()
    if not story.strip():
        return note
    return story if len(note.split()) < NOTE_WORDS else f"{note}\n\n{story}"


def _without_browser_line(text: str) -> str:
    """The text without the line of a newsletter that leads to its copy on the web."""
    lines = text.lstrip("\n").split("\n")
    for place, line in enumerate(lines[:6]):
        if len(line) < 160 and _IN_BROWSER.search(line):
            return "\n".join(lines[:place] + lines[place + 1 :])
    return text


def _without_end(text: str) -> str:
    """The text without a signature below `-- ` (RFC 3676, 4.3) and without the line that praises a telephone."""
    lines = text.split("\n")
    marks = [place for place, line in enumerate(lines) if line in ("-- ", "--")]
    if marks and len(lines) - marks[-1] <= 25:
        lines = lines[: marks[-1]]
    while lines and (not lines[-1].strip() or _DEVICE.match(lines[-1].strip().lstrip("<*_ "))):
        lines.pop()
    return "\n".join(lines)
