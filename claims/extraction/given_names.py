"""Which pronoun a given name usually takes in English, for the names that news is full of.

Only a hint for "he said": a title or a pronoun in the text overrules it.
"""

from collections.abc import Sequence
from typing import Final

_HE: Final = frozenset(
    "aaron adam ahmed alan albert alejandro alexander ali andrew anthony antonio arthur barack benjamin ben bernie bill bob "
    "boris brad brandon brian bruce carl carlos charles chris christopher chuck craig daniel dan dave david dean dennis "
    "diego dmitry don donald doug douglas ed edward elon emmanuel enrique eric ethan evan frank fred gary gavin george "
    "giovanni glenn gordon greg gregory hans harold harry hassan henry herbert howard hugh ibrahim igor ivan jack jacob jake "
    "james jason javier jeff jeffrey jeremy jerry jim jimmy joe joel john jonathan jorge jose joseph josh joshua juan julian "
    "justin karl keith ken kenneth kevin kyle larry lars lawrence lee leonard liam louis lucas luis luke marcus mario mark "
    "martin matt matthew max michael miguel mike mitch mitt mohamed mohammed muhammad nathan neil nicholas nick nicolas "
    "nigel noah oliver omar oscar patrick paul pedro peter phil philip pierre rafael ralph ray raymond ricardo richard rick "
    "rob robert roberto roger ron ronald roy russell ryan sam samuel scott sean sergei simon stanley stephen steve steven "
    "stuart ted terry thomas tim timothy todd tom tony tyler victor vincent vladimir walter wayne will william xavier yusuf".split()
)
_SHE: Final = frozenset(
    "abigail agnes aisha alexandra alice alison allison amanda amy ana andrea angela anita ann anna anne annie barbara beatrice "
    "beth betty brenda bridget carmen carol caroline carolyn catherine charlotte cheryl christina christine cindy claire clara "
    "claudia cynthia dana daniela deborah debra denise diana diane donna dorothy eileen elaine elena elizabeth ellen emily "
    "emma erica erin esther eva evelyn fatima fiona florence frances gabriela gail gina gloria grace hannah heather helen "
    "helena hillary holly ingrid irene isabel isabella jacqueline jane janet janice jean jenna jennifer jessica jill joan "
    "joanna josephine joyce judith judy julia julie karen kate katherine kathleen kathryn kathy katie kellyanne kimberly "
    "kristen kristin laura lauren leila lena leslie linda lisa liz lori louise lucia lucy lydia lynn madeleine margaret maria "
    "marie marilyn marina martha mary megan melania melissa mia michelle monica nadia nancy naomi natalie nicole nina nora "
    "olga olivia pamela patricia paula penelope priya rachel rebecca renee rita rosa rose ruth sandra sara sarah sharon sheila "
    "shirley sofia sonia sophia sophie stacy stephanie sue susan suzanne sylvia tammy tanya tara teresa theresa tina tracy "
    "valerie vanessa vera veronica victoria virginia vivian wendy yasmin yolanda yvonne zoe".split()
)

# Given names of other tongues, and those that tell no pronoun.
_OTHERS: Final = frozenset(
    "alex alexis andreas anders angel anke annette antje antonia arne astrid axel bart bas beata bernd bjorn björn bjørn bruno "
    "casey chantal charlie chen chloe claas claude dieter dirk elif emil emre erik ernst eugenia ewa fabio federico felipe felix "
    "fernando francesca francesco francisco franz frederik friedrich fritz georg giulia giuseppe gonzalo guillermo gunnar gustavo "
    "hamid hannes heike heinz henk henrik horst hussein inge ines irina ivana jan jean-claude jennifer-marie jens joachim joao "
    "joaquin johan johann johannes jonas jordan josef juergen jurgen jürgen kai karim katarzyna katja keiko kerstin kevin-prince "
    "khalid klaas klaus krzysztof lasse laurent layla leon lorenzo lothar luc luca ludwig luiz magnus mahmoud manuel marc marcel "
    "marcelo marco marek marta matteo matthias mehmet mei mikael mikhail moritz morgan mustafa nadine niels nils olaf ole olaf "
    "pablo paolo pascal pat petra pieter piotr rainer rashid reinhard renate robin rolf rudolf rui samira sabine salman santiago "
    "sebastian sergey sergio silvia simone sophie stefan stefano sven svetlana sylvie taylor thierry thorsten tomasz torsten "
    "ulrich ursula uwe viktor volker werner wilhelm willem wolfgang xavier yuki yves yannick zainab".split()
)


def is_given_name(word: str) -> bool:
    """Whether a lower-case word is a given name that this table holds."""
    return word in _HE or word in _SHE or word in _OTHERS


def gender_of(words: Sequence[str]) -> str:
    """ "m" or "f" for a full name whose first word tells, given as lower-case words; otherwise empty."""
    if len(words) < 2:
        return ""
    return "m" if words[0] in _HE else "f" if words[0] in _SHE else ""
