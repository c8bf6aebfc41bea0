"""Another newsroom's site on this machine, which publishes, corrects, retracts and signs; and lies on request."""

import hashlib
import json
from dataclasses import dataclass, field

from claims.verdicts.ssh_signatures import SigningKey, new_private_key, read_private_key
from tests.fetching.local_site import Site

DAY = "2026-05-04T09:00:00+00:00"


def fresh_key() -> SigningKey:
    return read_private_key(new_private_key())


@dataclass
class OtherNewsroom:
    """What it published so far, the latest first; `key` signs, `named_keys` stand in its file of keys."""

    site: Site
    name: str = "The Harbour Desk"
    key: SigningKey | None = field(default_factory=fresh_key)
    listed: list[dict] = field(default_factory=list)
    named_keys: list[str] | None = None

    @property
    def url(self) -> str:
        return self.site.url("/checks/publications.json")

    def publish(self, check: str, statement: str, *, number: int = 1, kind: str = "first", **words) -> dict:
        """Publish a number of a check, and serve list, words and keys as they are then; its entry in the list."""
        page = {
            "id": f"tag:harbour.example,2026-05-04:{check}",
            "number": check,
            "publication": number,
            "kind": kind,
            "statement": statement,
            "published_at": DAY,
            "claimant": {"name": "Rufus Haldane"},
            "rating": {"label": "False", "tone": 5},
            "summary": "The harbour log says otherwise.",
            "language": "en",
            "site": {"name": self.name, "language": "en"},
            **words,
        }
        body = json.dumps(page, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        signed = (
            f"plumbline publication\ncheck: {check}\nnumber: {number}\nkind: {kind}\npublished: {DAY}\n"
            f"content-sha256: {'0' * 64}\npage-sha256: {hashlib.sha256(body).hexdigest()}\n"
        )
        path = f"/checks/{check}/"
        entry = {
            "id": page["id"],
            "number": check,
            "publication": number,
            "kind": kind,
            "url": self.site.url(path),
            "page_url": self.site.page(f"{path}{number}/page.json", body, Content_Type="application/json"),
            "published_at": DAY,
            "signed": signed,
            "signature": self.key.sign(signed.encode()) if self.key else "",
        }
        self.listed.insert(0, entry)
        self.serve()
        return entry

    def retract(self, check: str, *, number: int) -> dict:
        """Withdraw a check."""
        return self.publish(check, "Withdrawn", number=number, kind="retraction", retracted=True)

    def serve(self, *, per_page: int = 100) -> None:
        """Serve the list, in pages of so many, and the keys."""
        keys = self.named_keys if self.named_keys is not None else [self.key.public] if self.key else []
        lines = "".join(f'harbour.example namespaces="plumbline" {key}\n' for key in keys)
        keys_url = self.site.page("/.well-known/plumbline-keys.txt", lines.encode(), Content_Type="text/plain")
        parts = [self.listed[start : start + per_page] for start in range(0, len(self.listed), per_page)] or [[]]
        for number, part in enumerate(parts):
            following = f"/checks/publications/older/{number + 1}.json" if number + 1 < len(parts) else None
            answer = {
                "version": 1,
                "newsroom": {"name": self.name, "url": self.site.url("/")},
                "next": self.site.url(following) if following else None,
                "keys": keys_url,
                "publications": part,
            }
            path = f"/checks/publications/older/{number}.json" if number else "/checks/publications.json"
            self.site.page(path, json.dumps(answer).encode(), Content_Type="application/json")
