"""Sixty numeric checks over small invented tables: cells, formula, the figure as a text has it, and the result by hand.

A cell is written "amount unit"; several amounts of one name are parted by semicolons.
"""

from typing import Final, NamedTuple


class Check(NamedTuple):
    """One figure that was worked out by hand."""

    cells: dict[str, str]
    formula: str
    shown: str
    result: str
    unit: str
    scale: int = 0


JOBS: Final = {"jobs_2019": "8000 people", "jobs_2024": "9000 people"}
BUDGET: Final = {"schools": "1200000 EUR", "roads": "800000 EUR", "pupils": "4000 people", "town": "50000 people"}
RATES: Final = {"youth_2020": "18.4 %", "youth_2024": "12.1 %", "turnout": "61.5 %"}
RENTS: Final = {"rent": "6.50; 7.00; 8.25; 9.25 EUR", "rent_2015": "6.50 EUR", "rent_2024": "9.25 EUR"}
PRICES: Final = {"wage_2010": "1000 EUR", "wage_2024": "1500 EUR", "cpi_2010": "80 index", "cpi_2024": "120 index"}
TRAINS: Final = {"late": "150 trains", "all_trains": "1200 trains", "minutes": "4500 minutes"}
DEBT: Final = {"debt_2020": "2400000000 EUR", "debt_2023": "3000000000 EUR", "people": "1500000 people"}
CRIMES: Final = {"thefts": "320; 280; 300; 260 cases", "first": "320 cases", "last": "260 cases"}

CHECKS: Final = (
    Check(JOBS, "jobs_2024 - jobs_2019", "1,000", "1000", "people"),
    Check(JOBS, "jobs_2019 + jobs_2024", "17,000", "17000", "people"),
    Check(JOBS, "percent_change(jobs_2019, jobs_2024)", "12.5 %", "12.5", "%"),
    Check(JOBS, "percent_change(jobs_2024, jobs_2019)", "fell by 11.1 %", "-11.111111111111", "%"),
    Check(JOBS, "percent_change(jobs_2024, jobs_2019)", "−11 %", "-11.111111111111", "%"),
    Check(JOBS, "share(jobs_2019, jobs_2024)", "88.9%", "88.888888888889", "%"),
    Check(JOBS, "jobs_2024 / jobs_2019", "1.125", "1.125", ""),
    Check(JOBS, "jobs_2019 * 2", "16 000", "16000", "people"),
    Check(BUDGET, "schools + roads", "€2 million", "2000000", "EUR", 6),
    Check(BUDGET, "schools - roads", "€400,000", "400000", "EUR"),
    Check(BUDGET, "share(schools, schools + roads)", "60 per cent", "60", "%"),
    Check(BUDGET, "schools / pupils", "€300", "300", "EUR/people"),
    Check(BUDGET, "per_head(schools + roads, town)", "€40", "40", "EUR/people"),
    Check(BUDGET, "roads / schools", "0.67", "0.666666666667", ""),
    Check(BUDGET, "share(pupils, town)", "8%", "8", "%"),
    Check(BUDGET, "town / pupils", "12.5", "12.5", ""),
    Check(BUDGET, "per_head(roads, town) * 12", "€192", "192", "EUR/people"),
    Check(BUDGET, "percent_change(roads, schools)", "50 %", "50", "%"),
    Check(BUDGET, "mean(schools, roads)", "1.0 million", "1000000", "EUR", 6),
    Check(RATES, "points(youth_2020, youth_2024)", "6.3 points", "-6.3", "percentage points"),
    Check(RATES, "youth_2024 - youth_2020", "-6.3", "-6.3", "percentage points"),
    Check(RATES, "percent_change(youth_2020, youth_2024)", "34.2 %", "-34.239130434783", "%"),
    Check(RATES, "youth_2020 + youth_2024", "30.5%", "30.5", "%"),
    Check(RATES, "youth_2020 / youth_2024", "1.52", "1.520661157025", ""),
    Check(RATES | BUDGET, "town * turnout", "30,750", "30750", "people"),
    Check(RATES | BUDGET, "town * youth_2024", "6,050", "6050", "people"),
    Check(RATES, "mean(youth_2020, youth_2024)", "15.3 %", "15.25", "%"),
    Check(RATES, "max(youth_2020, youth_2024, turnout)", "61.5 %", "61.5", "%"),
    Check(RENTS, "mean(rent)", "€7.75", "7.75", "EUR"),
    Check(RENTS, "sum(rent)", "31 EUR", "31", "EUR"),
    Check(RENTS, "min(rent)", "6.50", "6.5", "EUR"),
    Check(RENTS, "max(rent)", "9,25 €", "9.25", "EUR"),
    Check(RENTS, "max(rent) - min(rent)", "€2.75", "2.75", "EUR"),
    Check(RENTS, "percent_change(rent_2015, rent_2024)", "42.3 %", "42.307692307692", "%"),
    Check(RENTS, "rent_2024 * 70", "€647.50", "647.5", "EUR"),
    Check(RENTS, "(rent_2024 - rent_2015) * 70 * 12", "€2,310", "2310", "EUR"),
    Check(PRICES, "real(wage_2010, cpi_2010, cpi_2024)", "€1,500", "1500", "EUR"),
    Check(PRICES, "percent_change(real(wage_2010, cpi_2010, cpi_2024), wage_2024)", "0 %", "0", "%"),
    Check(PRICES, "percent_change(wage_2010, wage_2024)", "50 %", "50", "%"),
    Check(PRICES, "real(wage_2024, cpi_2024, cpi_2010)", "1 000 €", "1000", "EUR"),
    Check(PRICES, "cpi_2024 / cpi_2010", "1.5", "1.5", ""),
    Check(PRICES, "wage_2024 - real(wage_2010, cpi_2010, cpi_2024)", "0", "0", "EUR"),
    Check(PRICES, "percent_change(cpi_2010, cpi_2024)", "50%", "50", "%"),
    Check(TRAINS, "share(late, all_trains)", "12.5 %", "12.5", "%"),
    Check(TRAINS, "minutes / late", "30", "30", "minutes/trains"),
    Check(TRAINS, "all_trains - late", "1050", "1050", "trains"),
    Check(TRAINS, "all_trains / late", "8", "8", ""),
    Check(TRAINS, "minutes / all_trains", "3.75", "3.75", "minutes/trains"),
    Check(TRAINS, "minutes / 60", "75", "75", "minutes"),
    Check(TRAINS, "-late + all_trains", "1,050", "1050", "trains"),
    Check(DEBT, "debt_2023 - debt_2020", "€600 million", "600000000", "EUR", 6),
    Check(DEBT, "percent_change(debt_2020, debt_2023)", "25 %", "25", "%"),
    Check(DEBT, "per_head(debt_2023, people)", "€2,000", "2000", "EUR/people"),
    Check(DEBT, "per_head(debt_2020, people)", "1.600 €", "1600", "EUR/people"),
    Check(DEBT, "debt_2023", "€3 billion", "3000000000", "EUR", 9),
    Check(DEBT, "debt_2023 / 3", "1.0 billion", "1000000000", "EUR", 9),
    Check(DEBT, "(debt_2023 - debt_2020) / 3 / people", "€133", "133.333333333333", "EUR/people"),
    Check(CRIMES, "sum(thefts)", "1,160", "1160", "cases"),
    Check(CRIMES, "mean(thefts)", "290", "290", "cases"),
    Check(CRIMES, "percent_change(first, last)", "18.75 %", "-18.75", "%"),
)
