"""Portuguese."""

from claims.extraction.languages.table import LanguageTable

TABLE = LanguageTable(
    code="pt",
    small="o a os as de do da dos das que e em um uma para com não no na por mais se foi ao como mas ele ela são à seu sua ou ser quando muito há nos já também pelo pela até isso entre é segundo",
    abbreviations="sr sra srs sras srta dr dra drs prof profa eng d exmo av r art n nº núm pág págs p pp cap vol tel aprox ex p.ex cia ltda gen cel mons fig",
    months="janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    saying="(?:tem|têm|tinha|tinham|havia) (?:também )?(?:dito|declarado|afirmado|garantido|explicado|anunciado|admitido|negado|denunciado|avisado|informado|confirmado|revelado)|"
    "disse|diz|dizem|disseram|declarou|declararam|declara|afirma|afirmou|afirmam|afirmaram|garantiu|garante|garantem|explicou|explica|explicaram|anunciou|anunciaram|anuncia|admitiu|admite|reconheceu|reconhece|negou|nega|"
    "denunciou|denuncia|denunciaram|alertou|alerta|avisou|informou|informaram|informa|confirmou|confirmaram|confirma|revelou|revela|acrescentou|adiantou|insistiu|sustentou|defendeu|defende|contou|relatou|respondeu|"
    "sublinhou|destacou|lembrou|esclareceu|ressaltou|comentou|criticou|escreveu|concluiu|conclui|estima|estimou|calcula|alegou|mostra|mostram|apontou|aponta|rebateu|rebate|lamentou|lamenta|reagiu|completou|ponderou|disparou|comemorou|criticaram|negaram|acrescentando|afirmando|garantindo|explicando",
    that="que",
    according="segundo|de acordo com|conforme|na opinião de|nas palavras de",
    pronouns="ele ela eles elas este esta quem",
    articles="o a os as um uma uns umas seu sua seus suas vários várias dois duas três fontes",
    of="de do da dos das para e",
    ends="em no na nos nas durante à ao após depois antes nesta neste esta este por que com e mas enquanto quando onde desde sobre hoje ontem segunda terça quarta quinta sexta sábado domingo a",
    leads="mas e além também no entanto ontem hoje então enquanto embora porque assim porém já",
    figures="dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|vinte|trinta|cinquenta|cem|centenas?|mil|milhares|milhão|milhões|bilhão|bilhões|metade|terço|dobro|triplo|dezenas?|dúzias?",
    shares="por cento|pontos percentuais",
    comparisons="mais \\w+ (?:do )?que|menos \\w+ (?:do )?que|mais de|menos de|(?:mais|menos) do que|maior(?:es)?|menor(?:es)?|melhor(?:es)?|pior(?:es)?|o mais|a mais|os mais|as mais|recorde|superior|inferior|primeira vez|primeir[oa]",
    absolutes="o único|a única|os únicos|as únicas|ninguém|nenhum|nenhuma|nunca|jamais|nem um só|nem uma só|todos os|sempre|qualquer outr[oa]|na história|da história",
    present="é|são|está|estão|tem|têm|há|custa|custam|pode|podem|vive|vivem",
    past="foi|foram|era|eram|tinha|houve|havia|fez|fizeram|teve|tiveram|morreu|morreram|ganhou|perdeu|votou|votaram|fechou|abriu|pagou|gastou|gastaram|recebeu|roubou|mentiu|vendeu|\\w{3,}(?:ou|aram|eram|iram)",
    trend="aument\\w+|subi\\w+|sobe\\w*|cresc\\w+|ca(?:iu|íram|i)|baix(?:ou|aram|a)|diminu\\w+|reduzi\\w+|duplic\\w+|dobr(?:ou|aram)|triplic\\w+|recu(?:ou|aram)",
    matters="lei|leis|tribunal|juiz|congresso|parlamento|governo|impostos?|dívida|déficit|défice|orçamento|desemprego|inflação|estudo|relatório|pesquisa|sondagem|vacinas?|vírus|cancro|câncer|mort[eo]s?|"
    "vítimas|crimes?|salários?|pensões|população|emissões|contratos?|corrupção|euros|dólares|reais",
    future="vai|vão|vamos|vou|\\w{3,}(?:ará|erá|irá|arão|erão|irão|aremos|eremos|iremos|arei|erei|irei)|poderá|poderia|poderiam|deverá|prevê|espera-se|próxim[oa]s? (?:ano|mês|semana)|prometo|promete",
    opinion="acho|acredito|penso|deveria|deveriam|devemos|temos de|temos que|é preciso|tomara|espero|esperamos|lamentável|vergonha|maravilhos[oa]|terrível|horrível|lind[oa]|bonit[oa]|importante|"
    "necessári[oa]|injust[oa]|obrigad[oa]|talvez|gosto|quero|queremos|infelizmente|felizmente",
    hedges="alegadamente|supostamente|supost[oa]s?|alegad[oa]s?|aparentemente|teria|teriam|ao que parece|suspeita-se",
)
