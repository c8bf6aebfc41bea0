"""French."""

from claims.extraction.languages.table import LanguageTable

TABLE = LanguageTable(
    code="fr",
    small="le la les de des du et en un une que qui dans pour pas sur au aux avec ce est il elle ne se sont par plus été selon cette ses mais",
    abbreviations="m mm mme mmes mlle mlles dr drs pr prof me mgr st ste av bd boul art n no p pp vol chap env tél cf c.-à-d éd fig ex p.ex min max",
    months="janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    saying="(?:a|ont|avait|avaient)(?:-t-(?:il|elle|on)|-(?:ils|elles))? (?:également |aussi |encore |par ailleurs |notamment )?(?:dit|déclaré|affirmé|assuré|expliqué|annoncé|indiqué|admis|reconnu|nié|dénoncé|averti|prévenu|"
    "informé|confirmé|révélé|ajouté|insisté|soutenu|estimé|précisé|souligné|rappelé|raconté|répondu|répliqué|écrit|conclu|fait savoir|accusé|jugé|rétorqué|commenté|déploré|réagi|martelé|lancé|regretté|promis)|"
    "dit|disent|déclare|déclarent|déclara|affirme|affirment|assure|assurent|explique|expliquent|annonce|indique|indiquent|admet|reconnaît|nie|dénonce|dénoncent|avertit|"
    "informe|confirme|confirment|révèle|révèlent|ajoute|insiste|soutient|estime|estiment|précise|souligne|soulignent|rappelle|raconte|répond|écrit|conclut|juge|montre|montrent|rétorque|promet|promettent|lance|regrette|plaide|martèle|avance|réplique|prévient|commente|déplore|ajoutant|affirmant|assurant|précisant|expliquant|estimant|dénonçant|rappelant",
    that="que|qu[’']",
    according="selon|d[’']après|aux dires de|de l[’']avis de",
    pronouns="il elle ils elles on lui eux celui-ci celle-ci ce dernier cette dernière",
    articles="le la les un une des l’ l' son sa ses leur leurs plusieurs deux trois",
    of="de du des d’ d' la le l’ l' pour et aux au",
    ends="lundi mardi mercredi jeudi vendredi samedi dimanche hier aujourd’hui aujourd'hui ce cette en dans à au sur lors devant après avant pendant depuis "
    "que qui et mais tandis alors où par via dans",
    leads="mais et or donc hier aujourd’hui aujourd'hui ainsi puis enfin cependant pourtant car alors",
    figures="deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|vingt|trente|quarante|cinquante|cent|cents|mille|milliers?|millions?|milliards?|moitié|tiers|quart|double|triple|douzaines?|dizaines?|centaines?",
    shares="pour cent|points de pourcentage",
    comparisons="plus \\w+ que|moins \\w+ que|plus de|moins de|plus que|moins que|supérieure?s?|inférieure?s?|meilleure?s?|pire|le plus|la plus|les plus|le moins|la moins|record|première? fois|premier|première",
    absolutes="le seul|la seule|les seuls|les seules|personne n|aucune?|jamais|rien n|pas une? seule?|tous les|toujours|toute autre|tout autre|de l[’']histoire",
    present="est|sont|a|ont|coûte|coûtent|peut|peuvent|reste|vit|vivent|atteint|c’est|c'est",
    past="a|ont|avait|avaient|était|étaient|fut|furent|fit|eut|mourut|gagna|perdit|vota|(?:est|sont) (?:mort|morte|morts|mortes|né|née|devenu|devenue|tombé|tombée|tombés|resté)\\w*",
    trend="augment\\w+|hausse|baiss\\w+|chut\\w+|recul\\w+|diminu\\w+|progress\\w+|doubl\\w+|tripl\\w+|grimp\\w+|rédui\\w+|crû|accru\\w*",
    matters="lois?|tribunal|juge|parlement|assemblée|gouvernement|impôts?|dette|déficit|budget|chômage|inflation|étude|rapport|sondage|vaccins?|virus|cancer|morts?|"
    "victimes|délits?|crimes?|salaires?|retraites?|population|émissions|contrats?|corruption|euros|dollars|francs",
    future="va|vont|allons|vais|\\w{3,}(?:era|eront|erons|erai|ira|iront|irons|irai)|sera|seront|aura|auront|fera|feront|prévoit|pourrait|pourraient|devrait|devraient|l[’']an prochain|prochaine?s?|promets|promet",
    opinion="je crois|je pense|nous pensons|il faut|faudrait|devons|doivent|doit|espère|espérons|honte|honteux|scandaleux|magnifique|terrible|horrible|beau|belle|important|nécessaire|injuste|merci|"
    "peut-être|j[’']aime|je veux|nous voulons|il est temps|à mon avis|malheureusement|heureusement",
    hedges="présumée?s?|aurait|auraient|serait|seraient|prétendue?s?|apparemment|semble-t-il|paraît-il|soupçonn\\w+",
)
