"""Sentences and speakers in languages other than English; the cases stand in `languages/`, invented, a file each."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from claims.extraction.elsewhere import grammar_of
from claims.extraction.languages import CODES, guess, table_of
from claims.extraction.pipeline import default_pipeline
from claims.extraction.ranked import ranked_scorer
from claims.extraction.segment import segment
from tests.benchmarks.extraction.languages import average_precision, labelled, tied
from tests.regexes.hostile import worst_growth

CASES = Path(__file__).parent / "languages"


def _said() -> Iterator[tuple[str, str, str, str]]:
    for code in CODES:
        for line in (CASES / f"{code}.tsv").read_text(encoding="utf-8").splitlines():
            sentence, speaker, cue = line.split("\t")
            yield code, sentence, speaker.removeprefix("-"), cue.removeprefix("-")


def _blocks(name: str) -> list[tuple[str, list[str]]]:
    blocks = (CASES / name).read_text(encoding="utf-8").strip().split("\n\n")
    return [(block.split("\n")[0], block.split("\n")[1:]) for block in blocks]


@pytest.mark.parametrize(("code", "sentence", "speaker", "cue"), list(_said()))
def test_who_said_it(code: str, sentence: str, speaker: str, cue: str) -> None:
    found = default_pipeline().attribute(sentence, language=code)
    assert [(item.speaker, item.cue.text) for item in found] == ([(speaker, cue)] if cue else [])
    assert all(sentence[item.content.start : item.content.end] == item.content.text for item in found)


@pytest.mark.parametrize(("code", "sentences"), _blocks("sentences.txt"))
def test_abbreviations_and_ordinal_dates_end_no_sentence(code: str, sentences: list[str]) -> None:
    assert [item.text for item in segment(" ".join(sentences))] == sentences


@pytest.mark.parametrize(("code", "sentences"), _blocks("unspaced.txt"))
def test_sentences_without_spaces_between_them(code: str, sentences: list[str]) -> None:
    assert [item.text for item in segment("".join(sentences))] == sentences


def test_thai_is_cut_at_spaces_once_it_is_long_enough() -> None:
    part = "นายกเทศมนตรีกล่าวว่าบ้านสามร้อยหลังถูกทำลายจากน้ำท่วมครั้งใหญ่ที่สุดในรอบหลายสิบปีของจังหวัดนี้เมื่อวันจันทร์ที่ผ่านมา"
    assert [item.text for item in segment(f"{part} {part} จบ")] == [part, f"{part}", "จบ"]


@pytest.mark.parametrize("code", CODES)
def test_a_language_is_told_at_a_glance(code: str) -> None:
    sentences = [sentence for spoken, sentence, _, _ in _said() if spoken == code]
    assert guess(" ".join(sentences)) == code


@pytest.mark.parametrize("text", ["", "La La Land made 446 million dollars.", "Die Hard cost $28 million.", "42"])
def test_what_tells_no_language_is_read_as_english(text: str) -> None:
    assert guess(text) == "en"


@pytest.mark.parametrize(
    ("code", "text", "speakers"),
    [
        (
            "es",
            "La alcaldesa Petra Vang dijo que el puente era seguro. Vang afirmó que costó 40 millones. "
            "Ella añadió que nadie murió.",
            ["Petra Vang"] * 3,
        ),
        (
            "fr",
            "La maire Petra Vang a dit que le pont était sûr. Vang affirme qu’il a coûté 40 millions. "
            "« Personne n’est mort », a-t-elle ajouté.",
            ["Petra Vang"] * 3,
        ),
        (
            "de",
            "Die Bürgermeisterin Petra Vang sagte, dass die Brücke hält. Vang betonte, dass sie 40 Millionen kostete.",
            ["Petra Vang"] * 2,
        ),
        (
            "de",
            "Die Bürgermeisterin von Harrow, Petra Vang, hat zwölf Schulen geschlossen. „Wir haben kein Geld mehr“, "
            "sagte sie der Presse.",
            ["Petra Vang"],
        ),
        (
            "pt",
            "O ministro Rui Costa disse que a ponte era segura. O ministro garantiu que custou 40 milhões.",
            ["Rui Costa"] * 2,
        ),
    ],
)
def test_names_are_carried_over(code: str, text: str, speakers: list[str]) -> None:
    assert [item.speaker for item in default_pipeline().attribute(text, language=code)] == speakers


def test_a_quotation_over_sentences_keeps_its_speaker() -> None:
    text = (
        "«El puente costó el doble», dijo Petra Vang.\n\n«Nadie pidió cuentas al contratista en nueve años»."
        "\n\nLlovió mucho en 2019."
    )
    speakers = {item.text: item.speaker for item in default_pipeline().extract(text, language="es").candidates}
    assert speakers["«Nadie pidió cuentas al contratista en nueve años»."] == "Petra Vang"
    assert speakers["Llovió mucho en 2019."] == ""


@pytest.mark.parametrize("mark", ["“{}”", "„{}“", "«{}»", "« {} »", "»{}«", '"{}"', "”{}”"])
def test_quotation_marks_of_every_convention(mark: str) -> None:
    text = mark.format("Die Brücke kostete 40 Millionen") + ", sagte Petra Vang."
    (item,) = default_pipeline().attribute(text, language="de")
    assert (item.speaker, item.kind) == ("Petra Vang", "direct")


@pytest.mark.parametrize("code", CODES)
def test_no_pattern_of_a_table_grows_worse_than_its_text(code: str) -> None:
    grammar = grammar_of(code)
    patterns = [value for value in vars(grammar).values() if isinstance(value, re.Pattern)]
    assert len(patterns) >= 4
    assert [worst_growth(pattern, frozenset({"search"})) for pattern in patterns] == [""] * len(patterns)


@pytest.mark.parametrize("code", CODES)
def test_a_table_is_whole(code: str) -> None:
    table = table_of(code)
    assert table is not None
    empty = {field.name for field in fields(table) if getattr(table, field.name) == ""}
    assert empty <= {"articles", "of", "according_after", "subject_mark"}


@pytest.mark.parametrize("code", CODES)
def test_what_is_worth_a_check_comes_first_and_hardly_two_scores_are_equal(code: str) -> None:
    rows = labelled(code)
    assert len(rows) == 40
    assert sum(label for label, _ in rows) == 20
    assert average_precision(ranked_scorer(code), rows) >= 0.9
    assert tied(ranked_scorer(code), rows) <= 0.2


def test_extractor_and_notes_say_that_scores_only_rank() -> None:
    text = "El paro bajó del 14 al 11 por ciento en dos años. Creo que tenemos que mirar hacia el futuro con ilusión."
    result = default_pipeline().extract(text, language="es")
    assert result.extractor == "claims-es 1.1 (ranked, not calibrated, in es)"
    assert [item.text[:7] for item in result.candidates] == ["El paro", "Creo qu"]
    assert {"percentage", "trend"} <= {signal.code for signal in result.candidates[0].signals}
    assert "opinion" in {signal.code for signal in result.candidates[1].signals}


@pytest.mark.parametrize(
    "line",
    [
        "Lea también: El alcalde cierra 12 escuelas públicas",
        "Lire aussi : Le pont à 42 millions qui ne sert à rien",
        "Lesen Sie auch: Die Brücke für 42 Millionen, die niemand nutzt",
        "Lees ook: De brug van 42 miljoen die niemand gebruikt",
        "Leggi anche: Il ponte da 42 milioni che nessuno usa",
        "Leia também: A ponte de 42 milhões que ninguém usa",
        "اقرأ أيضا: الجسر الذي كلف 42 مليونا ولا يستخدمه أحد",
        "यह भी पढ़ें: 42 करोड़ का वह पुल जिसे कोई इस्तेमाल नहीं करता",
        "Foto: El puente de 42 millones en 2019",
    ],
)
def test_calls_to_read_on_are_no_candidates(line: str) -> None:
    found = default_pipeline().extract(f"El puente costó 42 millones en 2015.\n\n{line}", language="es").candidates
    assert [item.text for item in found] == ["El puente costó 42 millones en 2015."]


def test_who_was_named_last_goes_on_speaking_without_a_pronoun() -> None:
    text = (
        "La sindaca di Harrow, Petra Vang, ha annunciato lunedì la chiusura di 12 scuole. "
        "«Non abbiamo più soldi per le scuole», ha detto ai giornalisti."
    )
    found = default_pipeline().extract(text, language="it").candidates
    assert {item.text[:9]: item.speaker for item in found} == {"La sindac": "", "«Non abbi": "Petra Vang"}
