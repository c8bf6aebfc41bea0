"""Pages that answer as if all were well and are no article: consent, missing, sign-in, robot checks, empty shells.

Each is told by what it says to its visitor, and only while the page is short: a story about cookies is a story.
"""

import re
from collections.abc import Sequence
from typing import Final

import lxml.html

from claims.articles.reading.document import NoArticle
from claims.articles.reading.report import Doubt
from claims.sentences import mark

CONSENT: Final = mark(
    "That page asks for consent to cookies and is no article. Open it in a browser, then paste the text."
)
MISSING: Final = mark(
    "The site says that there is no such page, although it answered. Check the address, or paste the text."
)
SIGN_IN: Final = mark("That page asks for a sign-in and is no article. Paste the text instead.")
ROBOTS: Final = mark(
    "The site wants to see a person first and showed no article. Open it in a browser, then paste the text."
)
SCRIPTS: Final = mark("That page is shown by scripts only, so there is no story in it to read. Paste its text instead.")
CAPTION: Final = mark("There is no more than a picture caption on that page. Paste the article's text instead.")

_SHORT: Final = 150
_RATHER_SHORT: Final = 450
_FEW: Final = 40
_VERY_FEW: Final = 20

_CONSENT_TITLE: Final = re.compile(
    r"^(?:before you continue|your privacy|we (?:value|care about|respect) your privacy|cookie|consent|privacy (?:settings|"
    r"notice|choices|preferences)|manage (?:your )?(?:cookies|consent|privacy)|bevor sie (?:fortfahren|weiter)|"
    r"ihre (?:privatsphäre|daten|einwilligung)|datenschutz|(?:wir|nous) .{0,20}(?:privatsphäre|vie privée)|avant de continuer|"
    r"votre vie privée|gestion des cookies|antes de continuar|su privacidad|tu privacidad|sua privacidade|"
    r"prima di continuare|la tua privacy|voordat je verdergaat|jouw privacy|uw privacy|innan du fortsätter|din integritet|"
    r"før du fortsætter|før du fortsetter|zanim przejdziesz|(?:szanujemy )?twoj[aą] prywatność|ennen kuin jatkat|"
    r"(?:kişisel verileriniz|gizliliğinize|gizlilik)|az ön adat|adatvédelem|vážíme si (?:vašeho )?soukromí|vaše soukromí|"
    r"(?:vi )?respekter\w+ dit privatliv|dit privatliv|σεβόμαστε|το απόρρητό σας|プライバシー|クッキー|我们重视您的隐私|您的隐私|"
    r"개인정보|(?:نحن )?نقدر خصوصيتك|خصوصيتك|respectăm confidențialitatea|мы (?:ценим|используем)|ваша конфиденциальность)",
    re.IGNORECASE,
)
_CONSENT_PHRASE: Final = re.compile(
    r"\b(?:we and (?:our|\d+)|(?:we|this (?:web)?site|our (?:web)?site) uses? cookies|wir und (?:unsere|\d+)|"
    r"(?:wir|diese (?:web)?seite) (?:verwenden|verwendet|nutzen|nutzt|setzen) cookies|nous et nos|nous utilisons des cookies|"
    r"nosotros y nuestros|utilizamos cookies|usamos cookies|nós e (?:os )?nossos|noi e i nostri|utilizziamo i? ?cookie|"
    r"wij en onze|wij gebruiken cookies|vi och våra|vi använder cookies|vi og vores|vi bruger cookies|vi og våre|"
    r"my i nasi|my a naši|biz ve|mi és (?:a )?partnereink|εμείς και οι|noi și|používáme (?:soubory )?cookie|sütiket használ|"
    r"çerez(?:ler)? kullan|χρησιμοποιούμε cookies|folosim cookie|używamy plików cookie|me ja kumppanimme|käytämme evästeitä|мы (?:и наши партн|используем (?:файлы )?cookie)|نحن وشركاؤنا)|"
    r"(?:当社|弊社)と(?:その|当社の)?パートナー|我们和我们的合作伙伴|당사와 파트너",
    re.IGNORECASE,
)
_CONSENT_WORDS: Final = (
    r"cookies?|evästeitä|çerez\w*|süti\w*|ملفات تعريف الارتباط|クッキー",
    r"consent|einwilligung|zustimm\w*|consentement|consentimiento|consentimento|consenso|toestemming|samtycke|zgod\w+|соглас\w+|souhlas\w*|hozzájárul\w*|συγκατάθεσ\w+|samtykke|consimțăm\w+|الموافقة|onay\w*",
    r"partners?|partnern?|partenaires|socios|parceiros|partnerów|partnerzy|partneři|partnereink|partnere|"
    r"партн\w+|συνεργάτες|iş ortağ\w+|parteneri\w*|شركاؤنا",
    r"personal data|personenbezogene\w*|données (?:personnelles|à caractère)|datos personales|dados pessoais|dati personali|"
    r"persoonsgegevens|personuppgifter|personoplysninger|dane osobowe|danych osobowych|"
    r"персональн\w+|osobní údaje|személyes adat\w*|προσωπικά δεδομένα|kişisel veri\w*|date personale|البيانات الشخصية",
    r"legitimate interest|berechtigt\w+ interesse\w*|intérêt légitime|interés legítimo|interesse legittimo|interesse legítimo",
    r"accept|akzeptier\w+|accepter|aceptar|aceitar|accetta\w*|accepteren|acceptera|accepter|zaakceptuj|принять|přijmout|elfogad\w*|αποδεχτείτε|kabul|قبول|acceptați",
    r"device|gerät|appareil|dispositivo|apparaat|enhet|enhed|urządzeni\w+|zařízení|eszköz\w*|συσκευή|cihaz\w*|dispozitiv|الجهاز",
    r"choices|preferences|einstellungen|choix|préférences|preferencias|preferenze|voorkeuren|preferências|inställningar|"
    r"indstillinger|ustawieni\w+|nastavení|beállítás\w*|επιλογές|tercihler\w*|настройк\w+|خياراتك",
    r"privacy|datenschutz\w*|confidentialité|privacidad|privacidade|integritet",
)
_CONSENT_KINDS: Final = (
    *(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in _CONSENT_WORDS),
    # Written without spaces between words.
    re.compile("個人データ|个人数据|개인정보"),
    re.compile("同意|동의"),
    re.compile("デバイス|设备|기기"),
    re.compile("クッキー|Cookieなど|쿠키"),
)
_MISSING: Final = re.compile(
    r"\b(?:error )?404\b|\b410 gone\b|\b(?:page|article|story|document|content|file|link|url)\b.{0,30}\b(?:not (?:be )?found|"
    r"(?:does|did)(?:n[o'’]t| not) exist|no longer (?:exists?|available|here)|(?:is|was|been) (?:missing|gone|removed|deleted|withdrawn)|has (?:expired|moved)|not available|isn['’]t available|unavailable)|"
    r"^(?:article|story|page) (?:removed|deleted|expired|unavailable)$|^(?:service|temporarily|site) unavailable|"
    r"^(?:an? )?(?:unexpected |server |internal )*error(?: occurred\b|$)|^something went wrong|^we['’](?:ll|re) (?:be right back|down|offline)|"
    r"(?:down|offline) for maintenance|^(?:under |site )?maintenance$|^(?:410|500|502|503)\b|"
    r"^(?:sorry|oops|uh[- ]oh)\b.{0,60}(?:find|found|exist|wrong|missing|gone)|nothing (?:was )?found|"
    r"\b(?:can[’']?t|cannot|can not|could(?:n[’']t| not)|unable to|didn[’']t|did not) find (?:that|the|this|your|a|any) (?:page|article|story|file|link)\b|"
    r"(?:seite|artikel|beitrag|inhalt)\b.{0,40}\b(?:nicht (?:\w+ )?(?:gefunden|vorhanden|verfügbar|existiert)|existiert nicht)|"
    r"(?:page|article|contenu)\b.{0,40}\b(?:introuvable|non trouvée?|n['’]existe (?:pas|plus)|n['’]est (?:pas|plus) disponible|pas (?:été )?trouvée?)|"
    r"(?:página|artículo|artigo|contenido|conteúdo)\b.{0,40}\b(?:no (?:encontrad|existe|disponible|se ha encontrado)|não (?:encontrad|existe|foi encontrad|está disponível))|"
    r"\b(?:no|não) (?:hemos encontrado|encontramos|se (?:ha )?encontr\w+) (?:la|a|el|o|esta|este) (?:página|artículo|artigo|noticia)|"
    r"(?:pagina|articolo)\b.{0,40}\b(?:non (?:trovat|esiste|disponibile|è stata trovata)|niet (?:gevonden|beschikbaar)|bestaat niet|nu (?:a fost găsită|există))|"
    r"(?:σελίδα|άρθρο)\b.{0,20}\bδεν (?:βρέθηκε|υπάρχει)|(?:الصفحة|المقال)\b.{0,20}(?:غير موجود|لم يتم العثور)|페이지를? 찾을 수 없|"
    r"(?:sidan|artikeln|siden|artiklen|sida)\b.{0,30}\b(?:hittades inte|finns inte|inte hittas|kunde inte hittas|(?:blev |ble )?ikke (?:funnet|fundet|findes))|"
    r"(?:strona|artykuł)\b.{0,20}\bnie (?:istnieje|została znaleziona|znaleziono)|stron[ya] nie znaleziono|nie znaleziono strony|"
    r"(?:страница|статья)\b.{0,20}\bне (?:найден|существует)|сторінк[ау] не знайдено|sayfa bulunamadı|sivua ei löyty|"
    r"stránk[ay] (?:nebyla nalezena|nenalezena|neexistuje)|az oldal nem található|ページ[がは](?:見つかり|存在し|あり)ません|(?:页面|頁面|网页|網頁|文章).{0,8}(?:不存在|未找到)|"
    r"(?:siden|sida|sidan|artikkelen|artiklen)\b.{0,20}\b(?:finn|find)(?:e?s|as) (?:ikke|inte|ikkje)|(?:finner|finde[rs]?|hittar) (?:ikke|inte) (?:siden|sidan|den side)|"
    r"(?:страниц[аы]|стать[ия]|материала?)\b.{0,30}\b(?:не (?:найден|существует|обнаружен)|удален|отсутствует)|такой страницы нет|"
    r"no se (?:pudo|puede|ha podido) encontrar (?:la|esta|el|este) (?:página|artículo|noticia)|impossible de trouver (?:la|cette|cet|l[’']) ?(?:page|article)|"
    r"(?:impossibile|non riusciamo a) trovare (?:la|questa) pagina|(?:הדף|העמוד).{0,20}(?:לא נמצא|לא קיים)|पृष्ठ नहीं मिला|找不到(?:網頁|頁面|页面)",
    re.IGNORECASE,
)
_SIGN_IN: Final = re.compile(
    r"^(?:please )?(?:sign|log)[ -]?(?:in|on|into)\b|\b(?:must|need to|have to) (?:be )?(?:sign|log)(?:ged|ned)?[ -]?in\b|"
    r"^(?:register|sign up|create (?:a |your )?(?:free )?account) to (?:continue|read|go on|view)|^(?:members?|subscribers?) (?:sign|log)[ -]?in|^welcome back|^create an account|"
    r"^(?:bitte )?(?:anmelden|anmeldung|einloggen|login|jetzt anmelden)\b|^(?:connexion|se connecter|connectez-vous|identifiez-vous)\b|"
    r"^(?:iniciar? sesión|inicie sesión|acceder|entrar|fazer login|iniciar sessão)\b|^(?:accedi|effettua (?:il|l['’])\s?(?:login|accesso))\b|"
    r"^(?:inloggen|log in|aanmelden)\b|^(?:logga in|log ind|logg inn|zaloguj|kirjaudu|přihlášení|bejelentkezés|giriş yap)|^(?:вход|войти|войдите|увійти)\b",
    re.IGNORECASE,
)
_ROBOTS: Final = re.compile(
    r"just a moment|checking (?:your browser|if the site)|verify(?:ing)? (?:that )?you(?: are|['’]re) (?:a )?human|are you (?:a )?(?:robot|human)|"
    r"i['’]?m not a robot|not a robot|unusual traffic|access (?:to this page )?(?:has been )?denied|attention required|ddos protection|"
    r"security check|press (?:&|and) hold|you have been blocked|request (?:was )?blocked|captcha|sicherheitsüberprüfung|"
    r"zugriff verweigert|accès refusé|acceso denegado|доступ (?:ограничен|запрещен)",
    re.IGNORECASE,
)
_NEEDS_SCRIPTS: Final = re.compile(
    r"(?:enable|turn on|requires?|needs?|without|activate|allow) java ?script|java ?script (?:is |must be |needs to be |to be )?"
    r"(?:disabled|enabled|required|not enabled|turned off|off)|java ?script (?:aktivier|einschalt|ist deaktiviert)\w*|"
    r"aktivieren sie (?:bitte )?java ?script|activer (?:le )?java ?script|(?:habilitar?|active|activar|ative|ativar) (?:o )?java ?script|abilita(?:re)? java ?script|"
    r"java ?script (?:inschakelen|aktivera|włącz)|включите java ?script",
    re.IGNORECASE,
)
_UNFILLED: Final = re.compile(
    r"\{\{[^{}]{1,200}\}\}|<%[^%]{1,200}%>|\$\{[\w.]{1,80}\}|\[\[[\w.]{1,80}\]\]|\{%[^%{}]{1,200}%\}|"
    r"%%\w{1,80}%%|\b__[A-Z][A-Z_]{1,80}__\b|@Model\.[\w.]{1,80}"
)
_EMPTY_WORDS: Final = frozenset({"undefined", "null", "nan", "[object", "object]"})
_LOADING: Final = re.compile(
    r"^(?:loading|please wait|one moment|bitte warten|wird geladen|chargement|veuillez patienter|cargando|carregando|"
    r"caricamento|laden|laddar|загрузка)\b",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(
    r"\b(?:photos?|fotos?|images?|bild(?:er)?|pictures?|imagen|immagine|imagem|credits?|crédit|foto(?:grafía|grafia|graf)?|"
    r"photograph|illustration|archivbild|symbolbild|zdjęcie|fot|фото|kuva|kép)\b\.?\s*+(?:(?:credit|by|von|de|av|af|di|door)\s*+)?[:/|©]"
    r"|©|\((?:ap|afp|reuters|dpa|getty|epa|pa)[^)]{0,30}\)\s*$",
    re.IGNORECASE,
)


def why_no_article(tree: lxml.html.HtmlElement, *, title: str, heading: str, blocks: Sequence[str]) -> NoArticle | None:
    """Why a page is no article, with a sentence that says so; None where it may be one."""
    text = " ".join(" ".join(blocks).split())
    words = len(text.split())
    named = [name for name in (heading.strip(), title.strip()) if name]
    if _is_unfilled(text, named):
        return NoArticle(SCRIPTS)
    if words <= _RATHER_SHORT and _is_consent(text, named):
        return NoArticle(CONSENT, Doubt.CONSENT.value)
    if words > _SHORT:
        return None
    if any(_MISSING.search(name) for name in named) or (words <= _FEW and _MISSING.search(text)):
        return NoArticle(MISSING, Doubt.MISSING.value)
    if (any(_SIGN_IN.search(name) for name in named) and words <= 2 * _FEW) or (words <= _FEW and _has_password(tree)):
        return NoArticle(SIGN_IN, Doubt.SIGN_IN.value)
    if any(_ROBOTS.search(name) for name in named) or (words <= 2 * _FEW and _ROBOTS.search(text)):
        return NoArticle(ROBOTS)
    if words <= 2 * _FEW and _NEEDS_SCRIPTS.search(text):
        return NoArticle(SCRIPTS)
    if words <= _FEW / 2 and _LOADING.search(text) and tree.xpath("//script[@src]"):
        return NoArticle(SCRIPTS)
    story = [block for block in blocks if block not in named]
    if story and words <= 2 * _FEW and all(_is_caption(block) for block in story):
        return NoArticle(CAPTION, Doubt.SHORT.value)
    return None


def doubts_about(tree: lxml.html.HtmlElement, *, title: str, heading: str, blocks: Sequence[str]) -> tuple[str, ...]:
    """What a page may be instead of an article, though not plainly enough to refuse it (`Doubt`)."""
    text = " ".join(" ".join(blocks).split())
    words = len(text.split())
    named = [name for name in (heading.strip(), title.strip()) if name]
    kinds = sum(bool(kind.search(text)) for kind in _CONSENT_KINDS)
    told = {
        Doubt.CONSENT: words <= _RATHER_SHORT and (kinds >= 4 or (kinds >= 2 and bool(_CONSENT_PHRASE.search(text)))),
        Doubt.MISSING: words <= _SHORT and bool(_MISSING.search(text)),
        Doubt.SIGN_IN: words <= _SHORT and (_has_password(tree) or any(_SIGN_IN.search(name) for name in named)),
        Doubt.SHORT: words <= _VERY_FEW,
    }
    return tuple(doubt.value for doubt, holds in told.items() if holds)


def why_empty(tree: lxml.html.HtmlElement) -> NoArticle | None:
    """The reason for a page without a word of a story, where it says itself that scripts would bring it."""
    said = " ".join(" ".join(tree.xpath("//noscript//text()")).split())
    shell = tree.xpath("//*[@id='root' or @id='app' or @id='__next' or @id='__nuxt']") and tree.xpath("//script[@src]")
    return NoArticle(SCRIPTS) if _NEEDS_SCRIPTS.search(said) or shell else None


def _is_unfilled(text: str, named: Sequence[str]) -> bool:
    if named and _UNFILLED.search(named[0]):
        return True
    if text and _EMPTY_WORDS.issuperset(text.lower().split()):
        return True
    return sum(len(found) for found in _UNFILLED.findall(text)) > 0.2 * len(text)


def _is_consent(text: str, named: Sequence[str]) -> bool:
    kinds = sum(bool(kind.search(text)) for kind in _CONSENT_KINDS)
    titled = any(_CONSENT_TITLE.match(name) for name in named)
    return kinds >= (2 if titled else 4) and (titled or bool(_CONSENT_PHRASE.search(text)))


def _has_password(tree: lxml.html.HtmlElement) -> bool:
    return bool(tree.xpath("//form//input[@type='password']"))


def _is_caption(block: str) -> bool:
    return len(block.split()) <= 2 * _FEW and bool(_CREDIT.search(block[:20]) or _CREDIT.search(block[-90:]))
