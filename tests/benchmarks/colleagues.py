"""People at work in a newsroom, each with a browser without script: they do what the pages in front of them offer."""

import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import lxml.html

from claims.accounts.roles import Role

REFUSED = frozenset({403, 404, 409, 422})
VIEWS = ("", "sort=score", "sort=priority", "due=week", "state=queued&sort=newest", "assignee=nobody", "q=council")


@dataclass(frozen=True)
class Write:
    """Something the server said it had done: the claim or candidate, the act, and what tells it from others."""

    person_id: int
    row_id: int
    act: str
    mark: str = ""
    version: int = 0


@dataclass
class Colleague:
    """One person: their role decides what they turn to next; `written` is what the server acknowledged."""

    pk: int
    role: Role
    browser: httpx.Client
    reviewers: list[int]
    articles: list[int]
    chance: random.Random
    written: list[Write] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    number: int = 0

    def work(self, seconds: float) -> None:
        """One thing after another, with a short breath between two."""
        until = time.monotonic() + seconds
        turns = {Role.REVIEWER: self._review, Role.EDITOR: self._edit, Role.APPROVER: self._judge}
        while time.monotonic() < until:
            try:
                turns[self.role]()
            except httpx.HTTPError as error:
                self.failures.append(f"{type(error).__name__}: {error}")
            time.sleep(self.chance.uniform(0, 0.2))

    def _review(self) -> None:
        """Go on with a claim of one's own, or pick one up."""
        mine = self._claims("assignee=me")
        claims = mine if mine and self.chance.random() < 0.8 else self._claims("assignee=nobody&sort=newest")
        if claims:
            self._go_on_with(self.chance.choice(claims))

    def _edit(self) -> None:
        """Triage, assign, help somebody out, or say something."""
        kind = self.chance.random()
        if kind < 0.35:
            self._triage()
            return
        if kind < 0.5:
            self._look("/")
        state = "state=queued" if kind < 0.75 else "state=in_review"
        claims = self._claims(f"{state}&sort=newest")
        if not claims:
            return
        claim = self.chance.choice(claims)
        if kind < 0.75:
            self._assign(claim)
        else:
            self._go_on_with(claim)

    def _judge(self) -> None:
        """Look at what was submitted and decide."""
        claims = self._claims("state=submitted")
        if not claims:
            self._look("/")
            return
        claim = self.chance.choice(claims)
        page = self._look(f"/claims/{claim}/review/")
        form = _form(page, f"/claims/{claim}/review/")
        if form is None:
            return
        choices = page.xpath("//input[@name='decision']/@value")
        decision = "approve" if "approve" in choices and self.chance.random() < 0.8 else "request_changes"
        self._send(f"/claims/{claim}/review/", {**form, "decision": decision, "note": "Looked at."}, claim, decision)

    def _go_on_with(self, claim: int) -> None:
        page = self._look(f"/claims/{claim}/")
        for move in ("pick_up", "start", "resume"):
            form = _form(page, f"/claims/{claim}/moves/{move}/")
            if form is not None:
                self._send(f"/claims/{claim}/moves/{move}/", form, claim, move)
                return
        draft = _form(page, f"/claims/{claim}/draft/")
        if draft is None or self.chance.random() < 0.2:
            self._comment(claim, page)
        elif len(page.xpath("//li[@class='evidence']")) < 2:
            self._add_source(claim, page)
        elif "Nobody has been asked yet" in page.text_content():
            self._ask(claim, page)
        elif draft.get("rating") and draft.get("explanation") and self.chance.random() < 0.5:
            self._send(f"/claims/{claim}/submit/", draft, claim, "submit")
        else:
            self._save_draft(claim, draft, page)

    def _save_draft(self, claim: int, draft: Mapping[str, str], page: Any) -> None:
        """Write something into the form and let it save itself, as the page does while somebody types."""
        mark = self._mark()
        typed = {**draft, "summary": f"Short answer {mark}.", "explanation": f"What we found {mark}. [1] says it."}
        typed.setdefault("rating", page.xpath("//input[@name='rating']/@value")[0])
        answer = self._post(f"/claims/{claim}/draft/", typed, htmx=True)
        if answer is not None and answer.status_code == 200:
            versions = lxml.html.fromstring(f"<div>{answer.text}</div>").xpath(
                "//input[@name='expected_version']/@value"
            )
            self.written.append(Write(self.pk, claim, "draft_saved", mark, int(versions[0])))

    def _add_source(self, claim: int, page: Any) -> None:
        mark, stance = self._mark(), "refutes" if page.xpath("//li[@class='evidence']") else "supports"
        self._send(
            f"/claims/{claim}/evidence/add/",
            {
                "csrfmiddlewaretoken": _token(page),
                "text": "The accounts of the year say so.",
                "stance": stance,
                "kind": "primary",
                "title": mark,
                "publisher": f"Office {stance}",
            },
            claim,
            "evidence_added",
            mark,
        )

    def _ask(self, claim: int, page: Any) -> None:
        mark = self._mark()
        form = {"csrfmiddlewaretoken": _token(page), "whom": mark, "method": "email", "asked_at": "2026-01-05T10:00"}
        self._send(f"/claims/{claim}/asked/add/", form, claim, "contact_logged", mark)

    def _comment(self, claim: int, page: Any) -> None:
        mark = self._mark()
        form = {"csrfmiddlewaretoken": _token(page), "body": mark}
        self._send(f"/claims/{claim}/comments/", form, claim, "comment_added", mark)

    def _assign(self, claim: int) -> None:
        address = f"/claims/{claim}/moves/assign/"
        form = _form(self._look(address), address)
        if form is not None:
            self._send(address, {**form, "reviewer_id": str(self.chance.choice(self.reviewers))}, claim, "assign")

    def _triage(self) -> None:
        page = self._look(f"/articles/{self.chance.choice(self.articles)}/")
        forms = [
            form.get("action").partition("?")[0] for form in page.iter("form") if "/accept/" in form.get("action", "")
        ]
        if forms:
            address = self.chance.choice(forms)
            form = _form(page, address)
            if form is not None:
                self._send(address, form, int(address.split("/")[2]), "candidate_accepted")

    def _claims(self, query: str) -> list[int]:
        """The claims on a page of the queue; now and then a look at another view, and at the page after it."""
        if self.chance.random() < 0.2:
            page = self._look(f"/queue/?{self.chance.choice(VIEWS)}")
            for older in page.xpath("//a[@rel='next']/@href"):
                self._look(f"/queue/{older}")
        page = self._look(f"/queue/?{query}")
        return [int(address.split("/")[2]) for address in page.xpath("//a[@class='txt']/@href")]

    def _send(self, address: str, data: Mapping[str, str], row: int, act: str, mark: str = "") -> None:
        """Send a form; an answer that leads on is the server's word that it is done."""
        answer = self._post(address, data)
        if answer is not None and answer.status_code == 302:
            self.written.append(Write(self.pk, row, act, mark))

    def _look(self, address: str) -> Any:
        answer = self._take("GET", address)
        return lxml.html.fromstring(answer.text or "<html></html>")

    def _post(self, address: str, data: Mapping[str, str], *, htmx: bool = False) -> httpx.Response | None:
        answer = self._take("POST", address, data=data, headers={"HX-Request": "true"} if htmx else {})
        return None if answer.status_code in REFUSED else answer

    def _take(self, method: str, address: str, **given: Any) -> httpx.Response:
        began = time.monotonic()
        answer = self.browser.request(method, address, **given)
        self.waits.append(time.monotonic() - began)
        self.answers[answer.status_code] += 1
        if answer.status_code not in REFUSED | {200, 302}:
            self.failures.append(f"{answer.status_code} for {method} {address}")
        return answer

    def _mark(self) -> str:
        """Words nobody else writes."""
        self.number += 1
        return f"note {self.number} of {self.pk}"


def _form(page: Any, address: str) -> dict[str, str] | None:
    """The fields of the page's form that goes to this address, as they are filled in; None where there is no such."""
    for form in page.iter("form"):
        if form.get("action", "").partition("?")[0] == address and form.get("method", "").lower() == "post":
            return dict(form.form_values())
    return None


def _token(page: Any) -> str:
    return str(page.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0])
