"""What stands in a pasted article and is no story: notes, captions, calls to subscribe, headings."""

import re

from claims.dates import read_date
from claims.extraction.organisations import organisations

_PERSON = r"[A-Z][\w.'’-]+(?: (?:[A-Z][\w.'’-]*|de|van|von|der|al|bin|la|le|du))*(?: [A-Z][\w'’-]+)"
_ROLE = (
    r"(?:reporter|editor|writer|columnist|correspondent|journalist|author|contributor|fellow|professor|producer|"
    r"analyst|director|blogger|commentator|critic|freelancer|researcher|host|photographer|scholar|lecturer|novelist|"
    r"intern|bureau chief|staff|staffer|contributing|managing|founder|co-founder|publisher|historian|attorney|veteran)"
)

AUTHOR_NOTE = re.compile(
    rf"^(?:(?i:about the authors?\b)|{_PERSON},? (?:is|was|has been|serves as|works as)\b[^.!?]{{0,80}}?\b(?i:{_ROLE}s?)\b"
    rf"|{_PERSON} (?:covers|writes|reports|blogs|lives|can be (?:reached|contacted|followed)|(?:currently )?works)\b"
    rf"|[—–-]?\s*(?:{_PERSON}|The Associated Press|[A-Z][\w .,&’'-]{{2,80}}) contributed (?:to this|reporting)|(?:Follow|Email|E-mail|Contact|Write to|Reach) {_PERSON}"
    r"|(?i:(?:follow|email|e-mail|contact|write to|reach) (?:him|her|them|the (?:author|reporter|writer|editors?|newsroom)|me|us)\b"
    r"|(?:he|she|they) (?:can be (?:reached|contacted|followed)|(?:tweets|blogs|posts|writes|covers)\b)"
    r"|(?:additional |with )?(?:reporting|writing|editing|edited|compiled|produced|photographs?|photography) by\b"
    r"|the (?:author|writer) is\b|editor[’']?s['’]? note\b|note to readers\b"
    r"|(?:the )?(?:views|opinions) expressed|this (?:article|story|piece|post|report|column|essay)"
    r" (?:was|has been|originally|first|appeared|appears|contains|may)\b))"
)

_NAMED_NOTE = re.compile(rf"^(?P<name>{_PERSON}),? (?:is|was|has been|serves|works|covers|writes|reports)\b")

BOILERPLATE = re.compile(
    r"^[\W_]*(?:(?:please )?(?:subscribe|sign up|sign in|log in|log on|register|donate|join (?:us|our|the)|follow (?:us|our|@)|like us|"
    r"click|tap|swipe|scroll down|download (?:our|the)|share (?:this|on|your)|tweet this|e?-?mail this|print this|"
    r"support (?:our|independent|us|this|quality|local)|become a (?:member|subscriber|supporter|patron)|"
    r"enjoying this|enjoyed this|like this article|if you (?:liked|enjoyed|like|value|appreciate)|"
    r"get (?:the latest|our|unlimited|breaking|news|more|all the|your|stories)|never miss|stay (?:informed|up to date|connected)|"
    r"read (?:more|also|next|the (?:full|rest|original|entire)|on\b|our\b)|continue reading|keep reading|see also|more (?:from|on|stories|about|news)|"
    r"related(?: (?:articles?|stories|story|posts?|content|links?|news|coverage|reading|topics))?\s*(?::|$)|"
    r"recommended(?: for you)?\s*(?::|$)|trending|most (?:read|popular|viewed)|watch(?: (?:now|live|more|the video|below|video))?\s*(?::|$)|"
    r"listen (?:to (?:this|the)|now|live)|advertisement|sponsored|promoted|story continues|article continues|"
    r"(?:copyright|©|\(c\)) ?\d*|all rights reserved|terms (?:of|and)|privacy policy|cookie|we use cookies|"
    r"already (?:a (?:subscriber|member)|have an account|subscribed)|comments?(?: \(\d+\))?$|leave a (?:comment|reply)|post a comment|view comments|tags?:|filed under|topics:|categories:|"
    r"some (?:of the )?information (?:in|for|came|comes)|(?:with|additional) information from|for immediate release|embargoed|(?:media|press) contacts?\b|contacts?(?: for (?:media|press|the media|journalists))?\s*(?::|$)|"
    r"notes? to editors|this material may not be published|skip to|back to top|loading|share$|menu$|home$|"
    r"(?:our|the|this|your) (?:free )?(?:daily |weekly |morning |evening )?newsletter)(?!\w))",
    re.IGNORECASE,
)
_BOILERPLATE_ANYWHERE = re.compile(
    r"\b(?:(?:subscribe|sign up) (?:to|for) (?:our|the|a|this|free|daily)|(?:our|free|daily|weekly) newsletter|all rights reserved|"
    r"follow us on|click here|read more (?:here|at|about)|terms of (?:service|use)|privacy policy|unsubscribe|subscribe (?:now|today|here)|"
    r"your (?:inbox|subscription)|make a (?:one-off |monthly |tax-deductible )?(?:contribution|donation)|support our journalism)\b",
    re.IGNORECASE,
)

# A line under which a release or a page goes on with what is no story.
END_MARK = re.compile(
    r"^[\W_]{0,8}(?:#\s?#\s?#|-\s?30\s?-|ends|notes? to editors|about (?:us|the (?:company|organi[sz]ation))|"
    r"(?:more|other|latest|related|top|further) (?:news|stories|headlines|articles)|next (?:article|story)|you (?:may|might) also like|"
    r"also in (?:the )?news|from (?:our|the) archive|more on this story)[\W_]{0,12}$",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(
    r"(?<![\d.,])(?:\+\d{1,3}[ (]|\(0|\(\d{3}\) )[\d ()/-]{6,16}\d|\b\d{3}[-. ]\d{3,4}[-. ]\d{3,4}\b|\b[\w.]+@[\w-]+\.\w+"
)

CAPTION = re.compile(
    r"^[\W_]*(?:(?:file )?(?:photo(?:graph)?s?|image|picture|pic|video|graphic|illustration|chart|map|figure|photo credit|image credit|"
    r"picture credit|credit|caption|pictured|above|below|left|right|top|(?:in )?this (?:file |undated )?(?:photo|image|picture|frame))"
    r"(?: (?:by|credit|courtesy|from|illustration))?\s*(?::|\||/|—|–| - )|(?:photo|image|picture|illustration|video|graphic)s? (?:by|courtesy|credit)\b)"
    r"|(?:\(|\[|/|\||©|: ?)\s*(?:file )?(?:photo|image|ap photo|getty(?: images)?|reuters|afp|epa|shutterstock|alamy|istock|associated press|pa wire|"
    r"screenshot|handout|courtesy)[^.]{0,60}[)\]]?\.?\s*$|\b(?:Getty Images|AP Photo|AFP via Getty|Shutterstock|iStock)\b[^.]{0,40}[)\].]*\s*$"
    r"|,? (?:is |are )?(?:pictured|seen) (?:here|above|below|left|right)\b"
    r"|\((?:far |second from |third from |top |bottom )?(?:left|right|cent(?:er|re)|pictured)\)|^(?:counter)?clockwise from\b"
    r"|^(?:from|top|bottom) (?:the )?(?:left|right|row)(?: to (?:left|right|bottom))?[:,]|\b(?:Images?|Photos?|Pictures?): [A-Z][^.]{2,60}\.?$",
    re.IGNORECASE,
)

BYLINE = re.compile(
    rf"^(?i:by|words by|story by|written by|text by|posted by)[: ]\s*"
    rf"(?P<name>{_PERSON}(?:(?:, | and | & ){_PERSON})*|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){{0,4}})"
    r"(?P<rest>(?:\s*[,|•·—–(-].{0,80})?)$"
)
AUTHOR_LINE = re.compile(
    r"^(?:authors?|writer|reporter|byline|written by)\s*:\s*(?P<name>\S.{0,120}?)\s*$", re.IGNORECASE
)

# What stands before a name under a headline in other languages; below the headline only, since these are common words.
_BY_ELSEWHERE = frozenset(
    "von par por di da de av af door przez od från fra от автор автора від autor autorin autora auteur auteure autrice autore"
    " text: texte: texto: testo: tekst: autor: autorin: autora: auteur: autore: redactie: redaktion: автор: автори: авторы:"
    " door: von: par: por: di: av: skriver: skribent: szerző: kirjoittaja: yazan: συντάκτης: γράφει: του της".split()
)
_NAME_JOINS = frozenset(
    "von van de der den del della di da dos do du la le el al bin ben zu zur y e i et und og och en ja и та".split()
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DATE_LINE = re.compile(
    rf"^(?:(?:date|published|posted|updated|last (?:updated|modified)|first published|publication date)(?: on| at)?\s*+(?::\s*+)?)?"
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\.?,? \d{{4}}|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})"
    rf"(?:[ ,T|•·at-]*\d{{1,2}}[:.]\d\d.{{0,20}})?(?:\s*[|•·-]\s*.{{0,40}})?$"
    r"|^\d+ min(?:ute)?s? read$|^updated? \d+ (?:minutes|hours|days) ago.*$",
    re.IGNORECASE,
)

# "WASHINGTON (AP) — ", "Oslo, 4 May - ": where and for whom a report was filed.
DATELINE = re.compile(
    r"^(?:[A-Z][A-Z.'’-]{2,}(?:[ ,]+[A-Z][A-Za-z.'’-]+){0,4}|[A-Z][\w.'’-]+(?:,? [A-Z][\w.'’-]+){0,4}(?= ?[(,]))"
    rf"(?:, (?i:{_MONTH}\.? \d{{1,2}}|\d{{1,2}} {_MONTH}\.?))?(?: ?\([A-Z][\w .'’&/-]{{1,30}}\))? ?(?:—|–|--|-) ?(?=\S)",
)
# Never given back once taken (++): nothing follows, and to remember the way costs more than the length of a line.
LIST_MARK = re.compile(r"^(?:[-*•‣▪◦–—·>]+\s+|\(?\d{1,3}[.)]\s+|\(?[a-zA-Z][.)]\s+)++")
# "@pvang 3/ ", "4/7 ", "(2/n) ": the number of a post in a thread.
THREAD_MARK = re.compile(r"^(?:@\w{1,30}:?\s+)*\(?\d{1,2}\s?/\s?(?:\d{1,2}|n|x)?\)?[.:]?\s+(?=[\"“‘A-Z0-9])")
SPEAKER_LABEL = re.compile(
    r"^(?:>{1,3}\s*)?[\"“]?(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*+(?:[-–]\s*+)?)?"
    r"(?P<name>(?:[A-Z][A-Z.'’-]*[A-Z.](?:[ ,]+[A-Z(][A-Z.'’()-]*){0,5})|(?:[A-Z][\w.'’-]+ ){0,4}[A-Z][\w.'’-]+(?: \([^)]{1,40}\))?)"
    r"\s?(?P<mark>:)\s+(?=[\"“‘\w$€£(\[—…])"
)
# Words that stand before a colon and are no one's name.
_NOT_A_SPEAKER = re.compile(
    r"^(?:note|by|thread|contacts?|members?|update|correction|question|answer|q|a|background|summary|source|fact|verdict|claim|rating|example|warning|"
    r"read more|watch|listen|photo|image|video|results?|conclusion|analysis|opinion|breaking|exclusive|live|also|"
    r"present|apologies|attending|absent|however|remember|but|and|so|still|because|first|second|third|finally|consider|this|that|these|here|"
    r"related|transcripts?|polls?|reports?|study|survey|review|timeline|explainer|editorial|letters?|podcast|recap|factbox|profile|obituary|interview|"
    r"inside|revealed|explained|http|https|date|published|author|title|deck|tel|email|part|chapter|step|key|number|total|p\.?s)\b",
    re.IGNORECASE,
)

_HEADING_MARK = re.compile(r"^\s*(?:#{1,6}\s|\*\*[^*]+\*\*\s*$|__[^_]+__\s*$|={3,}|-{3,}|<h\d)", re.IGNORECASE)
_ENDS_LIKE_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]*_]*\s*$")


def byline_elsewhere(line: str) -> tuple[int, int] | None:
    """Where the names are in a line that is "by NAME" in another language than English and nothing else, or None.

    A day behind the names is no part of them. Organisations need no "by": a line that names an agency and nothing
    besides says who wrote what stands below.
    """
    if len(line) > 120:
        return None
    words = list(re.finditer(r"\S+", _without_day(line)))
    if not words:
        return None
    opens = words[0].group().lower() in _BY_ELSEWHERE | {"by"}
    unsigned = words[1:] if opens and len(words) > 1 else words
    if organisations(line[unsigned[0].start() : unsigned[-1].end()]):
        return unsigned[0].start(), unsigned[-1].end()
    if not 3 <= len(words) <= 12 or words[0].group().lower() not in _BY_ELSEWHERE:
        return None
    names = [word.group().strip(",.;") for word in words[1:]]
    named = [name for name in names if name[:1].isupper()]
    fits = all(name[:1].isupper() or name.lower() in _NAME_JOINS or name == "&" for name in names)
    plain = all(character.isalpha() or character in "'’.-& " for name in names for character in name)
    if not (fits and plain and len(named) >= 2) or names[0].lower() in _NAME_JOINS - {
        "von",
        "van",
        "de",
        "al",
        "el",
        "la",
    }:
        return None
    ends_as_sentence = line.rstrip().endswith((".", "!", "?", ":", "…")) and len(names[-1]) > 2
    return None if ends_as_sentence else (words[1].start(), words[-1].end())


def _without_day(line: str) -> str:
    """The line up to the day at its end, where a sign parts it from what stands before: Von NAME, 18. März 2026."""
    for sign in re.finditer(r"[,|•·–—]", line):
        if read_date(line[sign.end() :]):
            return line[: sign.start()].rstrip()
    return line


def is_author_note(text: str) -> bool:
    """Whether a paragraph tells of its author, its making or its disclaimers."""
    return bool(AUTHOR_NOTE.match(text))


# The same in other languages.
_BOILERPLATE_ELSEWHERE = re.compile(
    r"^\W*(?:le[ea] (?:también|más)|vea también|suscr[íi]b[ea]|todos los derechos|(?:à )?lire (?:aussi|plus)|à lire|abonnez-vous|tous droits|lesen sie (?:auch|mehr)|mehr zum thema|abonnieren sie|"
    r"alle rechte|lees (?:ook|meer|verder)|bekijk ook|abonneer|leggi (?:anche|tutto)|iscriviti|abbonati|tutti i diritti|le?ia (?:também|mais)|veja (?:também|mais)|saiba mais|assine|todos os direitos|"
    r"اقرأ (?:أيضا|أيضًا|المزيد)|جميع الحقوق|اشترك|यह भी पढ़ें|ये भी पढ़ें|और पढ़ें|"
    r"(?:fotos?|photos?|bild(?:er)?|imagen|imagem|immagine|afbeelding|quelle|fuente|fonte|crédits?|credits?|صورة|फोटो) ?:)",
    re.IGNORECASE,
)


def is_boilerplate(text: str) -> bool:
    """Whether a line is a call to subscribe, a link list head, a copyright line or the like."""
    kinds = (BOILERPLATE, _BOILERPLATE_ELSEWHERE)
    return len(text) < 250 and bool(any(kind.match(text) for kind in kinds) or _BOILERPLATE_ANYWHERE.search(text))


def is_contact(text: str) -> bool:
    """Whether a line gives a telephone number or an address to write to, and hardly anything else."""
    return len(text.split()) <= 30 and _TELEPHONE.search(text) is not None


def is_menu(text: str) -> bool:
    """Whether a line strings together headings without a sentence among them, as a page's menu does."""
    words = [word for word in text.split() if word[:1].isalpha()]
    return (
        len(words) >= 12
        and not _ENDS_LIKE_SENTENCE.search(text)
        and sum(word[0].isupper() for word in words) >= 0.75 * len(words)
    )


def is_caption(text: str) -> bool:
    """Whether a line describes or credits a picture."""
    return len(text) < 400 and bool(CAPTION.search(text))


def is_heading(paragraph: str) -> bool:
    """Whether a paragraph of its own is a heading and no sentence."""
    if _HEADING_MARK.match(paragraph):
        return True
    words = paragraph.split()
    if len(words) <= 14 and not _ENDS_LIKE_SENTENCE.search(paragraph):
        return True
    letters = [character for character in paragraph if character.isalpha()]
    return len(words) <= 20 and len(letters) >= 4 and all(character.isupper() for character in letters)


def speaker_label(text: str) -> re.Match[str] | None:
    """The `NAME:` that opens a line of a transcript, or None; group "name" is the speaker."""
    found = SPEAKER_LABEL.match(text)
    if found is None or _NOT_A_SPEAKER.match(found["name"]) or re.match(r"The [a-z]", found["name"]):
        return None
    return found


def marks_end(line: str) -> int:
    """Where a line goes on after its list mark, thread mark or dateline."""
    start = 0
    for pattern in (LIST_MARK, THREAD_MARK, DATELINE):
        found = pattern.match(line[start:])
        if found and start + found.end() < len(line):
            start += found.end()
    return start


# "... he is right.” — Ana Holt": a quotation signed after a dash.
SIGNED = re.compile(
    r"[\"”»’][.,]?\s*(?P<dash>[―—–]|--?)\s*(?P<name>(?:[A-Z][\w.'’-]+)(?: [A-Z][\w.'’-]+| (?:de|van|von|der|al|bin|of|the|and)){0,6}"
    r"(?:, [^.!?“\"]{1,60})?)\s*+(?:[.]\s*+)?$"
)


def author_names(byline: str) -> list[str]:
    """The names in a byline such as "Ana Holt and Bram Odum"."""
    names = re.split(r"(?:(?<!\s)\s++)?(?:,|&|\band\b)\s*", byline)
    return [name for name in names if name and (" " in name or len(names) == 1)]


def is_kicker(line: str) -> bool:
    """Whether a line is the word or two above a title that say what kind of piece it is: "OPINION"."""
    return line.isupper() and len(line.split()) <= 3 and not any(character.isdigit() for character in line)


def note_name(text: str) -> str:
    """The name that opens an author note, or an empty string."""
    found = _NAMED_NOTE.match(text)
    return found["name"] if found else ""
