"""Dutch."""

from claims.extraction.languages.table import LanguageTable

TABLE = LanguageTable(
    code="nl",
    small="de het een en van in is dat op te zijn voor met die niet aan er om ook als dan maar bij nog uit door over ze naar heeft hij wordt tot je was werd worden volgens deze wel zich meer hebben",
    abbreviations="dhr mevr mw mr dr drs prof ing ir st nr blz art ca bijv bv d.w.z o.a m.b.t t.o.v i.p.v e.d enz incl excl max min mln mrd tel vgl jl a.s resp burg fig",
    months="januari februari maart april mei juni juli augustus september oktober november december",
    saying="zei|zegt|zeggen|zeiden|verklaarde|verklaart|verklaarden|beweerde|beweert|beweren|beweerden|benadrukte|benadrukt|meldde|meldt|melden|meldden|bevestigde|bevestigt|bevestigden|ontkende|ontkent|ontkennen|"
    "waarschuwde|waarschuwt|waarschuwen|waarschuwden|schreef|schrijft|schrijven|stelde|stelt|stellen|stelden|vertelde|vertelt|noemde|noemt|voegde|antwoordde|reageerde|reageert|erkende|erkent|schatte|schat|schatten|vindt|vond|"
    "concludeerde|concludeert|concluderen|berekende|liet|lieten|laat|kondigde|beloofde|belooft|klaagde|beschuldigde|rapporteerde|rapporteert|toont|toonde|"
    "(?:heeft|hebben|had|hadden)(?= [^.,;:]{0,60}(?:gezegd|verklaard|beweerd|gemeld|bevestigd|ontkend|gewaarschuwd|verteld|aangekondigd|erkend|laten weten))",
    that="dat|of",
    according="volgens|aldus|naar zeggen van",
    pronouns="hij zij ze hem haar hen deze",
    articles="de het een zijn haar hun enkele twee drie diverse meerdere",
    of="van der den voor en uit de het",
    ends="op in tijdens voor na vandaag gisteren maandag dinsdag woensdag donderdag vrijdag zaterdag zondag tegen aan bij over met dat of en maar terwijl toen sinds vanmorgen vanochtend vorige afgelopen",
    leads="maar en ook gisteren vandaag toch echter bovendien daarnaast dan dus want verder",
    figures="twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|twintig|dertig|vijftig|honderd\\w*|duizend\\w*|miljoen(?:en)?|miljard(?:en)?|helft|derde|kwart|dubbele?|tientallen|dozijn",
    shares="procent|procentpunt(?:en)?",
    comparisons="\\w{3,}er dan|meer dan|minder dan|hoger\\w*|lager\\w*|groter\\w*|kleiner\\w*|beter|slechter|hoogste|laagste|grootste|kleinste|meeste|minste|beste|slechtste|record\\w*|eerste|voor het eerst",
    absolutes="de enige|het enige|niemand|geen enkele?|geen|nooit|niets|alle|altijd|dan elke? andere?|in de geschiedenis",
    present="is|zijn|heeft|hebben|kost|kosten|kan|kunnen|leeft|leven|wordt|worden",
    past="was|waren|werd|werden|had|hadden|heeft|hebben|stierf|stierven|overleed|overleden|won|verloor|stemde|stemden|sloot|kostte|kostten|betaalde|kreeg|kregen|loog|gaf|gaven|ging|kwam|kwamen|\\w{3,}(?:de|den|te|ten)(?= )",
    trend="steeg|stegen|gestegen|stijgt|stijgen|daalde\\w*|gedaald|daalt|groeide\\w*|gegroeid|groeit|verdubbel\\w+|verdrievoudig\\w+|toegenomen|afgenomen|verhoog\\w+|verlaagd\\w*|kromp",
    matters="wet|wetten|rechtbank|rechter|kamer|parlement|regering|kabinet|belasting\\w*|schuld\\w*|tekort|begroting|werkloos\\w*|inflatie|onderzoek|rapport|peiling|vaccin\\w*|virus|kanker|doden|slachtoffers|misdrijven|criminaliteit|"
    "l[o]+n\\w*|pensioen\\w*|bevolking|uitstoot|contract\\w*|corruptie|euro|dollar|woningen|huishoudens",
    future="zal|zullen|gaat|gaan|wil|willen|zou|zouden|kan|kunnen|verwacht\\w*|waarschijnlijk|volgend(?:e)? (?:jaar|week|maand)|van plan|beloof",
    opinion="ik vind|ik denk|ik geloof|wij vinden|moet|moeten|zouden moeten|hoop|hopen|hopelijk|helaas|jammer|schande|schandalig|prachtig|verschrikkelijk|vreselijk|mooi|belangrijk|nodig|oneerlijk|bedankt|dank|misschien|"
    "graag|wens|naar mijn mening",
    hedges="vermoedelijk|vermeende?|naar verluidt|mogelijk|kennelijk|blijkbaar|zou(?:den)? \\w+ hebben|geruchten",
)
