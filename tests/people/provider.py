"""An OpenID Connect provider on this machine: discovery, keys, codes and tokens, and each of them wrong where asked."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from factcheck.openid_settings import OpenID

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT_ID, CLIENT_SECRET = "the-desk", "a-secret-of-the-desk"


class Provider:
    """Knows one person at a time; `claims` are what it says of them, over what is right."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.described: dict[str, Any] = {}
        self.key, self.key_id, self.algorithm = KEY, "one", "RS256"
        self.asked: dict[str, str] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        """Let the port go."""
        self.server.shutdown()
        self.server.server_close()

    def allow(self, address: str) -> str:
        """What somebody does there who is sent to this address: agree, and be sent back with a code."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = self.asked
        return f"/accounts/provider/back/?code={code}&state={self.asked['state']}"

    def description(self) -> dict[str, Any]:
        """What stands at the well-known address."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        } | self.described

    def keys(self) -> dict[str, Any]:
        """The public half of the right key."""
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [key | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def token(self, given: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The answer to a code: each is worth one, and only with its verifier."""
        asked = self.codes.pop(given.get("code", ""), None)
        if asked is None or given.get("client_secret") != CLIENT_SECRET or not _fits(asked, given):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "mia-7",
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "nonce": asked["nonce"],
            "email": "mia@paper.example",
            "email_verified": True,
            "name": "Mia Lund",
            "preferred_username": "mia",
            "groups": ["newsroom-editors"],
        } | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        signed = jwt.encode(claims, self.key, algorithm=self.algorithm, headers={"kid": self.key_id})
        return 200, {"access_token": "opens-userinfo", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


def openid_of(provider: Provider, roles: dict[str, tuple[str, ...]]) -> OpenID:
    """The settings that name this provider, and the roles that its groups give."""
    return OpenID(
        name="The Paper’s sign-in",
        issuer=provider.issuer,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        groups_claim="groups",
        roles=roles,
        asks_second_step=False,
    )


def _fits(asked: dict[str, str], given: dict[str, str]) -> bool:
    digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked.get("code_challenge")


def handler_of(provider: Provider) -> type[BaseHTTPRequestHandler]:
    """What answers for it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if path == "/.well-known/openid-configuration":
                return self.say(200, provider.description())
            if path == "/keys":
                return self.say(200, provider.keys())
            if path == "/userinfo" and self.headers["Authorization"] == "Bearer opens-userinfo":
                return self.say(200, provider.userinfo)
            return self.say(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            given = {name: values[0] for name, values in parse_qs(body).items()}
            self.say(*provider.token(given))

        def say(self, status: int, what: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(what).encode())

        def log_message(self, *args: Any) -> None:
            """Nothing on the terminal."""

    return Handler
