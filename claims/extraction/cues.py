"""The words that attribute: verbs, nouns and adjectives, by the content they take."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs of saying: take a that-clause or a quotation, before or after them.
SAYING: Final = _words(
    "say tell state claim allege assert argue insist announce declare report note add write tweet explain respond reply "
    "answer acknowledge admit concede confess confirm deny contend maintain stress emphasize emphasise underline underscore "
    "warn caution predict forecast suggest indicate imply reveal disclose disclose recall remember remark comment observe "
    "mention estimate conclude testify swear vow promise pledge propose recommend advise urge demand ask request inquire "
    "ask question quote cite boast brag joke quip complain lament protest object counter retort interject continue repeat "
    "reiterate affirm reaffirm attest certify declare proclaim pronounce rule find determine decide agree disagree hint "
    "signal inform notify assure reassure remind convince persuade explain describe recount relate narrate post blog shout "
    "yell cry scream whisper mutter murmur exclaim chant muse opine speculate theorize hypothesize posit profess preach "
    "teach instruct command rant fume thunder scoff joke insinuate intimate divulge leak point learn hear "
    "calculate project reckon guess surmise deduce caution counsel plead implore beg appeal exhort threaten apologize "
    "apologise volunteer venture interrupt conclude sum show reads document demonstrate illustrate "
    "detail outline specify clarify elaborate gripe grumble rejoin sneer snap bark tease text email message telegraph dub "
    "charge accuse theorise emphasise stipulate decree concur enthuse gush bemoan marvel recite lecture "
    "blurt vent wonder rail chide scold"
)

# Verbs of holding true, feeling and meaning to: take a clause.
HOLDING: Final = _words(
    "believe think hope want wish expect fear worry doubt feel know understand realize realise recognize recognise assume "
    "suspect suppose imagine regard view anticipate intend prefer refuse decline vow desire "
    "regret resent dread trust presume foresee envision envisage perceive hate threaten "
    "swear consent resolve propose promise pledge agree oppose  plan hope"
)

# Verbs whose object is what was said, asked or judged.
JUDGING: Final = _words(
    "criticize criticise praise blast slam attack condemn denounce reject dismiss deny dispute refute rebut challenge "
    "question support oppose endorse back welcome applaud hail commend laud deride mock ridicule decry deplore rebuke "
    "blame cite mention discuss describe call label brand dub term characterize characterise portray depict compare "
    "liken propose urge demand recommend suggest announce reveal disclose report confirm acknowledge admit emphasize emphasise "
    "stress highlight note outline detail explain express voice reiterate repeat promise pledge vow offer declare "
    "predict forecast estimate claim allege contest protest defend justify tout advocate champion favor favour admire "
    "accuse charge fault chastise lambast lambaste castigate excoriate skewer rip bash pan trash savage assail berate "
    "scold reprimand censure disparage belittle downplay understate overstate exaggerate echo invoke reference recall "
    "recount summarize summarise unveil quote encourage discourage "
    "threaten warn admonish caution thank congratulate honor honour salute celebrate lament mourn regret bemoan "
    "signal indicate imply show document demonstrate illustrate rate reflect counter correct clarify debunk "
    "seek request want love like hate fear expect anticipate "
    "believe doubt trust know state slap grill painted paint cast frame propound tweet post estimate put appreciate second herald link pitch pooh-pooh embrace label tie contrast rate view tackle hammer pillory pan knock ding ridicule scorn revile vilify assert argue contend float brandish trumpet parrot rubbish trivialise trivialize contradict insinuate fact-check extol eulogize eulogise appprofess divulge leak mull debate"
)

# Verb and preposition: the prepositional phrase is the content.
WITH_PREPOSITION: Final[dict[str, frozenset[str]]] = {
    verb: _words(prepositions)
    for verb, prepositions in {
        "call": "for on upon",
        "accuse": "of",
        "warn": "of about against",
        "complain": "about of",
        "speak": "of about out against to for",
        "talk": "about of up",
        "point": "to out",
        "refer": "to",
        "allude": "to",
        "agree": "with to on",
        "disagree": "with on",
        "object": "to",
        "respond": "to",
        "react": "to",
        "reply": "to",
        "insist": "on upon",
        "push": "for",
        "press": "for",
        "argue": "for against",
        "advocate": "for",
        "campaign": "for against",
        "rail": "against",
        "lash": "out at",
        "fire": "back",
        "blame": "for on",
        "criticize": "for",
        "praise": "for",
        "think": "of about",
        "worry": "about",
        "know": "about of",
        "learn": "about of",
        "hear": "about of",
        "hint": "at",
        "scoff": "at",
        "bristle": "at",
        "comment": "on about",
        "remark": "on upon",
        "elaborate": "on",
        "expand": "on",
        "seize": "on",
        "double": "down",
        "decide": "on against",
        "plan": "for on",
        "hope": "for",
        "wish": "for",
        "ask": "for about",
        "apologize": "for",
        "apologise": "for",
        "vote": "for against",
        "protest": "against",
        "testify": "to about against",
        "boast": "of about",
        "brag": "of about",
        "joke": "about",
        "lie": "about",
        "tweet": "about",
        "write": "about of",
        "inquire": "about",
        "believe": "in",
        "vouch": "for",
        "subscribe": "to",
        "lay": "out",
        "spell": "out",
        "rule": "out on against",
        "side": "with",
        "harp": "on",
        "dwell": "on",
        "rant": "about against",
        "marvel": "at",
        "appeal": "for to",
        "plead": "for with",
        "tell": "of about",
        "report": "on",
        "describe": "as",
    }.items()
}

# Nouns of saying: "her claim that", "in a statement", "the accusation by".
NOUNS: Final = _words(
    "claim statement assertion allegation accusation argument announcement declaration comment remark report "
    "suggestion belief view opinion warning promise pledge vow denial admission acknowledgement acknowledgment confession "
    "insistence contention testimony demand request plea appeal proposal recommendation prediction forecast estimate "
    "conclusion finding hope concern worry doubt suspicion criticism praise complaint objection "
    "description explanation notion theory conviction assurance threat boast quote reply "
    "rumor rumour speculation support opposition endorsement condemnation rejection desire wish intention "
)

# Adjectives that a that-clause or an infinitive follows: "confident that".
ADJECTIVES: Final = _words(
    "confident sure certain convinced aware hopeful optimistic pessimistic worried concerned afraid fearful doubtful skeptical "
    "sceptical adamant insistent emphatic clear critical supportive proud glad happy pleased disappointed angry upset willing "
    "unwilling eager reluctant determined thankful grateful surprised shocked frustrated opposed incensed"
)

# "It is said that", "is believed to": nobody in particular, so hearsay.
HEARSAY: Final = _words(
    "say report allege believe think rumor rumour claim understand suspect assume estimate quote note fear presume"
)

# What closes an aside between commas: ", the records show,".
ASIDES: Final = _words(
    "say says said show shows showed suggest suggests suggested claim claims claimed argue argues argued add adds added "
    "note notes noted report reports reported estimate estimates estimated believe believes believed insist insists insisted "
    "point points pointed warn warns warned concede concedes conceded acknowledge acknowledges acknowledged"
)

HEARSAY_ADVERBS: Final = _words("reportedly allegedly supposedly purportedly seemingly")

# Too common in other senses to be trusted without a clause or a quotation.
WEAK: Final = _words(
    "find show see know like love need want plan seek begin continue read learn hear direct order put read hold consider "
    "share present issue hit paint cast frame need care offer choose decide point"
)

# What somebody writes and speaks through; the author is then the source, not the paper.
WRITTEN: Final = _words(
    "statement letter email e-mail memo tweet post comment message note remark article column op-ed editorial release testimony "
    "affidavit filing submission"
)

REPORTING_SOURCES: Final = _words(
    "report study survey poll data document documents statement letter memo email article story paper book analysis figures "
    "records record filing filings newspaper website transcript video evidence research law bill order rule ruling headline "
    "tweet post ad advertisement editorial review investigation statistics census"
)

# Verbs of saying that an infinitive may follow: "she promised to".
TAKES_INFINITIVE: Final = _words(
    "promise pledge vow threaten ask urge agree refuse claim propose swear demand request decline volunteer beg plead "
    "advise instruct tell encourage implore exhort remind persuade convince invite dare profess"
)

# "raised concerns": what is raised tells whether anything was said.
RAISED: Final = _words(
    "concern question doubt issue objection alarm point possibility prospect spectre specter idea suspicion fear"
)
