"""Kinds of English sentences that the trained weights sink, and how far they are lifted, in logits.

The weights come from sentences full of figures: accusations, boasts, "the only" and "nobody" sink where they have
none. On the CheckThat! 2019 debates and on the labelled news the lifts change the ranking by less than .001; they are
there for the sentences that those sets hardly hold.
"""

import re
from typing import Final

_FACT: Final = re.compile(
    r"\b(?:is|are|am|was|were|has|have|had|did|does|do|been|got|gave|took|made|went|\w{2,}ed|\w{2,}n[’']t)\b|\b\w+[’'](?:s|ve|re|m|d)\b",
    re.IGNORECASE,
)
_NO_FACT: Final = re.compile(
    r"\?[\"'”’)\]]*\s*$|\b(?:should|must|ought|would|could|may|might|let[’']?s|please|hope|wish|I (?:think|believe|guess|feel))\b",
    re.IGNORECASE,
)
_ABSOLUTE: Final = re.compile(
    r"\b(?:(?:the|my|our|their|its|his|her) (?:only|sole)\b|nobody|no one|no other|not (?:a single|one)\b|none of (?:them|the|these|those|us|you)|"
    r"(?:has|have|had|[’']ve|[’']s|was|were) never\b|never (?:once|before|voted|paid|released|had|been)\b|"
    r"more (?:[\w-]+ ){0,5}than (?:any|anyone|anybody|all|ever|everyone|every)\b|(?:than|like|of) any other\b|"
    r"(?:in the|in our|in all of|in its|in human) history\b|anywhere in the world)",
    re.IGNORECASE,
)
_WRONG: Final = (
    r"(?:lied|lies|cheated|stole|stolen|took (?:[\w$]+ ){0,3}(?:money|bribes?|millions|donations|cash)|broke (?:the|his|her|their)|hid|covered up|destroyed|deleted|sold|"
    r"voted (?:for|against|to)|opposed|supported|gutted|refused|leaked|fired|sued|blocked|rigged|bribed|misled|bankrupted|"
    r"shipped|outsourced|laundered|plagiari[sz]ed|defrauded|evaded|raised (?:your|our|the|their) tax|cut (?:your|our|the|their|funding))"
)
_ACCUSATION: Final = re.compile(
    rf"\b(?:he|she|they|you|who|(?-i:[A-Z][a-z]+))(?:[’'](?:s|ve)| has| have| had| also| just| even| himself| herself| knowingly| personally| never| repeatedly)* {_WRONG}\b",
    re.IGNORECASE,
)
_BOAST: Final = re.compile(
    r"\b(?:I|we)(?:[’']ve| have| had| also| just| already| never| actually| personally)* (?:cut|built|created|passed|signed|balanced|voted|won|raised|lowered|saved|doubled|"
    r"halved|tripled|ended|closed|opened|wrote|led|brought|reduced|increased|eliminated|vetoed|appointed|negotiated|opposed|supported|inherited)\b",
    re.IGNORECASE,
)
_PROMISE: Final = re.compile(r"\b(?:will|shall|gonna|going to)\b(?! have\b)|[’']ll\b", re.IGNORECASE)

_SIZES: Final = ((_ABSOLUTE, 2.5), (_ACCUSATION, 1.0), (_BOAST, 1.0))
# What is lifted comes no higher than a sentence of which the model is about as sure as not.
_CEILING: Final = 0.5


def lifted(sentence: str, logit: float) -> float:
    """The logit of an English sentence, raised where it is of one of the kinds and the model sank it."""
    if logit >= _CEILING or _PROMISE.search(sentence) or _NO_FACT.search(sentence) or not _FACT.search(sentence):
        return logit
    size = sum(size for pattern, size in _SIZES if pattern.search(sentence))
    return min(logit + size, _CEILING) if size else logit
