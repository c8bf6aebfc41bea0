"""A browser without script: it follows links and sends forms exactly as the page renders them."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import lxml.html
from django.test import Client

from tests.one_line import one_line


@dataclass
class Walker:
    """One person walking through the desk; the page is always the last answer."""

    client: Client
    url: str = "/"
    status: int = 0
    page: Any = None
    seen: list[int] = field(default_factory=list)

    def open(self, address: str) -> "Walker":
        """Load an address."""
        return self._take(self.client.get(urljoin(self.url, address), follow=True))

    def follow(self, words: str) -> "Walker":
        """Press the link of these words: one that says nothing else, before one that also says them."""
        links = [link for link in self.page.iter("a") if words in _words(link) and link.get("href")]
        for link in sorted(links, key=lambda link: _words(link) != words):
            return self.open(link.get("href"))
        raise AssertionError(f"No link says “{words}” on {self.url}. There are: {self._all('a')}")

    def press(self, words: str, /, **values: Any) -> "Walker":
        """Fill in the form whose button says this, and press that button."""
        for button in self.page.iter("button"):
            form = _form_of(button, self.page)
            if form is not None and words in _words(button) and (button.get("type") or "submit") == "submit":
                return self._send(form, button, values)
        raise AssertionError(f"No button says “{words}” on {self.url}. There are: {self._all('button')}")

    @property
    def text(self) -> str:
        """The words of the page."""
        return " ".join(self.page.text_content().split())

    @property
    def title(self) -> str:
        """The first heading."""
        return _words(self.page.find(".//h1"))

    def _send(self, form: Any, button: Any, values: dict[str, Any]) -> "Walker":
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        for name, value in values.items():
            assert form.xpath(f".//*[@name='{name}']"), f"The form has no field {name}: {sorted(data)}"
            data[name] = value
        if button.get("name"):
            data[button.get("name")] = button.get("value", "")
        address = urljoin(self.url, button.get("formaction") or form.get("action") or self.url)
        if form.method == "GET":
            return self._take(self.client.get(address, data, follow=True))
        return self._take(self.client.post(address, data, follow=True))

    def _take(self, response: Any) -> "Walker":
        self.status = response.status_code
        self.url = response.request["PATH_INFO"]
        if response.request.get("QUERY_STRING"):
            self.url += "?" + response.request["QUERY_STRING"]
        self.page = lxml.html.document_fromstring(response.content)
        for area in self.page.iter("textarea"):
            area.text = (area.text or "").removeprefix("\n")  # as a browser drops it
        return self

    def _all(self, tag: str) -> list[str]:
        return [words for element in self.page.iter(tag) if (words := _words(element))]


def _form_of(button: Any, page: Any) -> Any:
    if button.get("form"):
        return page.get_element_by_id(button.get("form"))
    return next(button.iterancestors("form"), None)


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())


def undo_toast(page):
    """The undo form that a page's toast carries: its address and fields."""
    form = re.search(r'<form method="post" action="([^"]+)"[^>]*data-undo>(.*?)</form>', one_line(page), re.DOTALL)
    fields = re.findall(r'name="(expected_version|item)" value="([^"]+)"', form[2])
    return form[1], {name: [value for key, value in fields if key == name] for name, _ in fields}
