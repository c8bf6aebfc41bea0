"""One invented article, whole and in its parts, for every kind of file."""

TITLE = "Marrow Opens Its New Bridge"
DECK = "Twice the Price, Says the Council"
STORY = [
    "The town of Marrow opened its new bridge on Monday after three years of work. Hundreds came to walk across it.",
    "The council says it cost 3.2 million crowns, twice what was planned in 2023, and blames the price of steel.",
    "Engineer Ilse Brandt called the bridge “the safest in the country”. No toll will be asked, the mayor promised.",
]
NOTE = "Ilka Ferro is a reporter at the Marrow Post. She has covered the river towns for nine years."
BODY = "\n\n".join(STORY)
PLAIN = f"{TITLE}\n\n{DECK}\n\n{BODY}\n\n\nAuthor: Ilka Ferro\n\n{NOTE}"
