"""Organisations that sign reports in the place of a person: news agencies, and a paper's own desk in its language."""

import re
from typing import Final

_AGENCIES: Final = frozenset(
    name.strip()
    for name in """
    dpa, afp, ap, apa, epd, kna, sid, sda, ats, reuters, reuters staff, thomson reuters, associated press, bloomberg,
    bloomberg news, upi, united press international, agence france-presse, deutsche presse-agentur, dpa-afx, dts, ansa,
    agi, adnkronos, askanews, lapresse, efe, agencia efe, europa press, colpisa, servimedia, télam, telam, notimex, lusa,
    agência lusa, agência brasil, agencia brasil, estadão conteúdo, folhapress, anp, belga, novum, tt, ntb, ritzau, stt,
    stt-lehtikuva, pap, čtk, ctk, tasr, sita, mti, agerpres, mediafax, bta, hina, tanjug, beta, sta, bns, leta, elta,
    ana-mpa, απε-μπε, απε, anadolu, anadolu ajansı, anadolu agency, aa, dha, iha, interfax, tass, ria novosti, тасс,
    риа новости, интерфакс, укринформ, укрінформ, уніан, xinhua, 新华社, kyodo, kyodo news, 共同通信, 時事通信, 共同,
    yonhap, yonhap news agency, 연합뉴스, 뉴시스, pti, press trust of india, ani, ians, pa, pa media, press association,
    aap, australian associated press, cp, canadian press, keystone-sda, keystone-ats, antara, bernama, vna, wam, spa,
    petra, mena, irna, qna, وكالات, رويترز, أ ف ب, فرانس برس, وام, واس, الأناضول
    """.replace("\n", " ").split(",")
)
_DESKS: Final = frozenset(
    name.strip()
    for name in """
    redaktion, onlineredaktion, online-redaktion, redaktionsteam, newsdesk, news desk, news-desk, web desk, online desk,
    newsroom, staff, news staff, newsroom staff, our staff, staff and agencies, staff and wire reports, wire reports,
    news services, agencies, agency staff, editorial board, editorial team, editorial staff, editors, rédaction,
    rédaction web, la rédaction web, redacción, redacción digital, agencias, redação, redazione, redazione online,
    redazione web, redactie, onze redactie, webredactie, nieuwsredactie, redaktionen, nyhetsredaktionen, redaksjonen,
    redakcja, redakce, redakcia, redakcija, szerkesztőség, redacția, toimitus, редакция, редакція, редакцията, редакција,
    σύνταξη, συντακτική ομάδα, haber merkezi, dış haberler, 編集部, 本报编辑部, 편집부, هيئة التحرير, التحرير
    """.replace("\n", " ").split(",")
)
_ARTICLES: Final = frozenset(
    "the der die das unserer unsere la le les il el a de den det our notre nuestra nostra".split()
)
_JOINED: Final = re.compile(r"[,;/|+•·&]| (?:and|und|et|y|e|i|og|och|en|mit|with|avec|con|met|и|та) ")
_MOST: Final = 5
"""More parts than that are a list of something else."""


def organisations(words: str) -> str:
    """The organisations that these words name and nothing besides, with commas between: "dpa/AFP" is "dpa, AFP".

    An article before one in lower case is left out: "der Redaktion" is "Redaktion". Empty where anything else is named.
    """
    parts = _JOINED.split(" ".join(words.split()).strip(".:()"))
    named = [_named(part.strip()) for part in parts]
    return ", ".join(dict.fromkeys(named)) if len(named) <= _MOST and all(named) else ""


def _named(part: str) -> str:
    article, _blank, rest = part.partition(" ")
    bare = rest if article.lower() in _ARTICLES and rest else part
    known = bare.casefold()
    # An agency of two or three letters is a common word in small ones: "pa", "sta", "aa".
    if known in _AGENCIES and (len(known) > 3 or bare.isupper() or bare in ("dpa", "epd", "sda", "dts", "afp", "apa")):
        return bare
    if known not in _DESKS:
        return ""
    if bare == part:
        return bare
    return part if article[:1].isupper() else bare[:1].upper() + bare[1:]
