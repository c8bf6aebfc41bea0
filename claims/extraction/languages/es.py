"""Spanish."""

from claims.extraction.languages.table import LanguageTable

TABLE = LanguageTable(
    code="es",
    small="el la los las de del que y en un una por con no se su para es al lo como más pero fue según ha sus este entre cuando",
    abbreviations="sr sra srta sres dr dra d dña da prof ing lic gral av avda art núm n.º pág págs cap ej p.ej aprox tel ud uds "
    "excmo ilmo mons ee.uu ee uu ayto dpto c s p a d.c a.c m h vs vol fig",
    months="enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre",
    saying="(?:ha|han|había|habían) (?:también |además )?(?:dicho|declarado|afirmado|asegurado|explicado|anunciado|señalado|indicado|admitido|"
    "reconocido|negado|denunciado|advertido|informado|confirmado|revelado|manifestado|añadido|insistido|sostenido|acusado|estimado|calculado)|"
    "dijo|dice|dicen|dijeron|declaró|declararon|afirma|afirmó|afirman|afirmaron|aseguró|asegura|aseguran|aseguraron|explicó|explica|explicaron|"
    "anunció|anuncia|anunciaron|señaló|señala|señalaron|indicó|indica|indicaron|admitió|admite|reconoció|reconoce|negó|niega|denunció|denuncia|denunciaron|"
    "advirtió|advierte|informó|informa|informaron|confirmó|confirma|confirmaron|reveló|revela|manifestó|añadió|agregó|insistió|sostuvo|sostiene|"
    "contó|relató|respondió|replicó|subrayó|destacó|recordó|aclaró|apuntó|precisó|comentó|criticó|escribió|concluyó|concluye|estima|estimó|calcula|alegó|expuso|matizó|matiza|lamentó|lamenta|zanjó|sentenció|ironizó|reprochó|celebró|remató|apostilló|criticaron|replicaron|negaron|añadiendo|asegurando|afirmando|explicando",
    that="que",
    according="según|de acuerdo con|de acuerdo a|conforme a|a juicio de|en palabras de",
    pronouns="él ella ellos ellas este esta quien",
    articles="el la los las un una unos unas su sus varios varias dos tres fuentes",
    of="de del para y e von van",
    ends="en durante ante tras al a el este esta por que este con y pero mientras cuando donde desde sobre hoy ayer anoche lunes martes miércoles jueves "
    "viernes sábado domingo mediante antes después",
    leads="pero y además también sin embargo ayer hoy entonces mientras aunque porque así por",
    figures="dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|veinte|treinta|cincuenta|cien|cientos|mil|miles|millón|millones|billones|mitad|tercio|doble|triple|docenas?|decenas?",
    shares="por ciento|por cien|puntos porcentuales",
    comparisons="más \\w+ que|menos \\w+ que|más de|menos de|más que|menos que|mayor|menor|mejor|peor|el más|la más|los más|las más|el menos|la menos|máximo|mínimo|récord|superior|inferior|primera vez|primer[oa]?",
    absolutes="el único|la única|los únicos|las únicas|nadie|ningún|ninguna|ninguno|nunca|jamás|ni un solo|ni una sola|todos los|siempre|cualquier otr[oa]|en la historia",
    present="es|son|está|están|tiene|tienen|hay|cuesta|cuestan|puede|pueden|sigue|vive|viven",
    past="fue|fueron|era|eran|había|hubo|ha|han|hizo|hicieron|tuvo|tuvieron|murió|murieron|ganó|perdió|votó|votaron|cerró|abrió|pagó|gastó|gastaron|recibió|robó|mintió|vendió|\\w{3,}(?:ó|aron|ieron)",
    trend="aument\\w+|subi\\w+|sube\\w*|creci\\w+|crece\\w*|baj(?:ó|aron|a|an)|cay(?:ó|eron)|cae\\w*|disminuy\\w+|redu(?:jo|jeron|ce|cido)|duplic\\w+|triplic\\w+|descend\\w+|increment\\w+",
    matters="ley|leyes|tribunal|juez|congreso|parlamento|gobierno|impuestos?|deuda|déficit|presupuesto|paro|desempleo|inflación|estudio|informe|encuesta|vacunas?|virus|cáncer|muert[eo]s?|"
    "víctimas|delitos?|crimen|salarios?|pensiones|población|emisiones|contratos?|corrupción|euros|dólares|pesos",
    future="va a|van a|vamos a|voy a|\\w{3,}(?:ará|erá|irá|arán|erán|irán|aremos|eremos|iremos|aré|eré|iré)|prevé|prevén|podría|podrían|se espera|próxim[oa]s? (?:año|mes|semana)|prometo|promete",
    opinion="creo|creemos|pienso|opino|debería|deberían|debemos|hay que|ojalá|espero|lamentable|vergüenza|vergonzoso|maravillos[oa]|terrible|horrible|hermos[oa]|"
    "importante|necesari[oa]|injust[oa]|gracias|quizá|quizás|tal vez|me gusta|quiero|queremos|tenemos que|es hora de",
    hedges="presuntamente|supuestamente|presunt[oa]s?|supuest[oa]s?|al parecer|aparentemente|habría|habrían|se cree que|se sospecha",
)
