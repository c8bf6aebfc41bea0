"""German."""

from claims.extraction.languages.table import LanguageTable

TABLE = LanguageTable(
    code="de",
    small="der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über so zum war haben nur oder aber vor zur bis mehr durch man sein wurde",
    abbreviations="dr prof hr hrn fr nr str ca bzw z.b z d.h d u.a u i.d.r usw evtl ggf inkl exkl max min mio mrd tsd st abs art bd s vgl v.a jh jhd geb gest hbf tel dipl ing rd sog zzt zt lt u.ä o.ä st.-",
    months="januar jänner februar feber märz april mai juni juli august september oktober november dezember jan feb mär apr jun jul aug sept okt nov dez",
    saying="sagte|sagt|sagten|sagen|erklärte|erklärten|erklärt|behauptete|behauptet|behaupten|behaupteten|betonte|betont|betonten|kündigte|meldete|meldet|meldeten|berichtete|berichtet|berichteten|bestätigte|bestätigt|bestätigten|"
    "bestritt|bestreitet|dementierte|räumte|warnte|warnt|warnten|kritisierte|kritisiert|kritisierten|teilte|teilten|mitteilte|mitteilten|gab|gaben|fügte|ergänzte|schrieb|schreibt|schreiben|meinte|meint|forderte|fordert|schätzt|schätzen|schätzte|"
    "antwortete|erwiderte|entgegnete|versicherte|versprach|verspricht|beklagte|nannte|äußerte|mahnte|argumentierte|rechnete|stellte|hob|wies|zeigt|zeigen|"
    "(?:hat|haben|hatte|hatten)(?= [^.,;:]{0,60}(?:gesagt|erklärt|behauptet|betont|angekündigt|gemeldet|berichtet|bestätigt|bestritten|dementiert|eingeräumt|gewarnt|mitgeteilt|angegeben|versichert))",
    that="dass|daß|ob|wonach",
    according="laut|nach angaben|nach aussage|nach ansicht|nach einschätzung|nach informationen|gemäß|nach worten|nach den worten|den angaben",
    according_after="zufolge",
    pronouns="er sie es ihm ihr ihnen diese dieser dieser dieselbe",
    articles="der die das dem den des ein eine einem einen einer eines ihr ihre sein seine mehrere zwei drei",
    of="von vom der des aus für und zu van de im",
    ends="am im in bei vor nach auf gegenüber während heute gestern seit unter aus mit zu zum zur dass ob und aber wenn weil dem ein an bei über sowie kürzlich zuvor daraufhin montag dienstag mittwoch donnerstag freitag samstag sonntag sei seien habe hätten hätte",
    leads="aber und doch auch gestern heute zudem außerdem dagegen dennoch denn so dann jedoch",
    figures="zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|fünfzig|hundert\\w*|tausend\\w*|million(?:en)?|milliarden?|hälfte|drittel|viertel|doppelt\\w*|dreifach\\w*|dutzend\\w*",
    shares="prozent|prozentpunkte?n?",
    comparisons="\\w{3,}er als|mehr als|weniger als|höher\\w*|niedriger\\w*|größer\\w*|kleiner\\w*|besser\\w*|schlechter\\w*|höchste\\w*|niedrigste\\w*|größte\\w*|kleinste\\w*|meisten?|wenigsten?|beste\\w*|schlimmste\\w*|rekord\\w*|erste[nrsm]?|erstmals",
    absolutes="der einzige|die einzige|das einzige|einzigen|niemand\\w*|keine?r?|kein einzige\\w*|nie|niemals|nichts|alle|immer|als jede[rs]? andere\\w*|in der geschichte",
    present="ist|sind|hat|haben|kostet|kosten|gibt|kann|können|lebt|leben|liegt|sei|seien|habe|hätten|wird|werden",
    past="war|waren|wurde|wurden|hatte|hatten|hat|haben|ist \\w+ge\\w+|starb|starben|gewann|verlor|stimmte|stimmten|schloss|kostete|kosteten|zahlte|zahlten|erhielt|erhielten|log|gab|gaben|ging|kam|kamen|\\w{4,}(?:te|ten)",
    trend="stieg\\w*|gestiegen|steigt|steigen|sank|sanken|gesunken|sinkt|fiel|fielen|gefallen|wuchs|gewachsen|wächst|verdoppel\\w+|verdreifach\\w+|zugenommen|abgenommen|erhöh\\w+|gekürzt|kürzte\\w*|zurückgegangen",
    matters="gesetz\\w*|gericht\\w*|richter\\w*|bundestag|parlament|regierung|steuern?|schulden|defizit|haushalt\\w*|arbeitslos\\w*|inflation|studie|bericht|umfrage|impf\\w+|virus|krebs|tote[nr]?|opfer|straftat\\w*|kriminalität|"
    "l[oö]hne?|rente\\w*|bevölkerung|emissionen|vertr[aä]g\\w*|korruption|euro|dollar|franken|wohnungen|haushalte",
    future="wird|werden|werde|wollen|will|soll|sollen|dürfte|dürften|könnte|könnten|voraussichtlich|künftig|nächste[ns]? (?:jahr|woche|monat)|plant|planen|verspreche",
    opinion="ich glaube|ich finde|ich meine|ich denke|wir müssen|muss|müssen|sollte|sollten|müsste|hoffe|hoffen|hoffentlich|leider|schade|schande|skandal|wunderbar|schrecklich|furchtbar|schön|wichtig|nötig|ungerecht|danke|vielleicht|"
    "bitte|meiner meinung|wünsche",
    hedges="angeblich\\w*|mutmaßlich\\w*|vermutlich|offenbar|anscheinend|soll(?:en)? \\w+ haben|gerüchte\\w*",
    nouns_in_capitals=True,
)
