"""Italian."""

from claims.extraction.languages.table import LanguageTable

TABLE = LanguageTable(
    code="it",
    small="il lo la i gli le di del della dei delle che e in un una per con non si è da al sono come più ma nel nella anche ha o se alla dal dalla sul questo questa secondo ed",
    abbreviations="sig sigg sig.ra sig.na dott dott.ssa dr prof prof.ssa avv ing on sen arch geom rag mons gen col cap art n nr pag pagg p pp vol tel ca ecc es p.es cfr d.lgs s.p.a via v.le p.za",
    months="gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    saying="(?:ha|hanno|aveva|avevano) (?:anche |inoltre |poi )?(?:detto|dichiarato|affermato|assicurato|spiegato|annunciato|ammesso|riconosciuto|negato|denunciato|avvertito|informato|confermato|rivelato|aggiunto|insistito|"
    "sostenuto|stimato|precisato|sottolineato|ricordato|raccontato|risposto|replicato|scritto|concluso|accusato|commentato|ribadito|promesso|riferito|osservato)|"
    "dice|dicono|disse|dissero|dichiara|dichiarano|afferma|affermano|affermò|assicura|spiega|spiegano|spiegò|annuncia|ammette|riconosce|nega|denuncia|denunciano|avverte|informa|conferma|confermano|rivela|rivelano|"
    "aggiunge|aggiunse|insiste|sostiene|sostengono|stima|stimano|precisa|sottolinea|ricorda|racconta|risponde|scrive|conclude|mostra|mostrano|riferisce|riferiscono|osserva|commenta|ribadisce|replica|replicano|ribatte|attacca|avvertono|promette|lamenta|critica|aggiungendo|affermando|spiegando|precisando|sostenendo",
    that="che",
    according="secondo quanto \\w+ da\\w{0,3}[’']?|secondo|stando a[lig]?\\w{0,2}[’']?|a detta di|a giudizio di",
    pronouns="lui lei loro egli ella essi questi quest’ultimo quest'ultimo",
    articles="il lo la i gli le l’ l' un uno una alcuni alcune due tre suo sua suoi sue fonti",
    of="di del dello della dei degli delle dell’ dell' d’ d' per e da",
    ends="in nel nella durante dopo prima a al alla ai alle su sul sulla ieri oggi lunedì martedì mercoledì giovedì venerdì sabato domenica che e ma mentre quando dove da dal con per",
    leads="ma e inoltre anche tuttavia ieri oggi poi quindi mentre perché così però intanto",
    figures="due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|venti|trenta|cinquanta|cento|centinaia|mille|mila|migliaia|milion[ei]|miliard[oi]|metà|terzo|doppio|triplo|decine|dozzin[ae]",
    shares="per cento|punti percentuali",
    comparisons="più \\w+ (?:di|che|del|della)|meno \\w+ (?:di|che|del|della)|più di|meno di|oltre|maggior[ei]?|minor[ei]?|miglior[ei]?|peggior[ei]?|il più|la più|i più|le più|record|superior[ei]|inferior[ei]|prima volta|prim[oa]",
    absolutes="l[’']unic[oa]|gli unici|le uniche|nessun[oa]?|nessun[’']|mai|neanche un[oa]?|tutti i|tutte le|sempre|qualsiasi altr[oa]|ogni altr[oa]|nella storia|della storia",
    present="è|sono|ha|hanno|c’è|costa|costano|può|possono|vive|vivono",
    past="era|erano|fu|furono|ha|hanno|aveva|avevano|(?:è|sono) (?:stat\\w|mort\\w|nat\\w|cadut\\w|diventat\\w|\\w+(?:ato|ata|ati|ate|uto|uta|uti|ute|ito|ita|iti|ite))|morì|vinse|perse|votò",
    trend="aument\\w+|salit\\w|sale|salgono|crescit\\w|cresciut\\w|cresce|cal(?:o|ato|ata|ati|ate|a|ano)|diminui\\w+|scende\\w*|sces[oaie]|ridott\\w|raddoppi\\w+|triplic\\w+|crollat\\w",
    matters="legge|leggi|tribunale|giudice|parlamento|governo|tass[ae]|imposte|debito|deficit|bilancio|disoccupazione|inflazione|studio|rapporto|sondaggio|vaccin[oi]|virus|cancro|tumore|mort[ei]|vittime|reati|crimini|"
    "stipendi|salari|pensioni|popolazione|emissioni|contratt[oi]|corruzione|euro|dollari",
    future="\\w{3,}(?:erà|irà|arà|eranno|iranno|aranno|eremo|iremo|aremo|erò|irò|arò)|sarà|saranno|avrà|avranno|farà|faranno|dovrebbe|dovrebbero|potrebbe|potrebbero|prevede|prossim[oaie] (?:anno|mese|settimana)|prometto|promette",
    opinion="credo|crediamo|penso|pensiamo|bisogna|dobbiamo|devono|deve|spero|speriamo|vergogna|vergognoso|scandaloso|meraviglios[oa]|terribile|orribile|bell[oa]|important[ei]|necessari[oa]|ingiust[oa]|grazie|forse|"
    "mi piace|voglio|vogliamo|purtroppo|per fortuna|è ora di|a mio parere",
    hedges="presunt[oaie]|avrebbe|avrebbero|sarebbe|sarebbero|a quanto pare|apparentemente|sembra che|pare che|si sospetta",
)
