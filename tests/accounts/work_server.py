"""An OpenID Connect server on the loopback, as a council's own would be: it signs in whoever it is told to."""

import base64
import hashlib
import json
import secrets
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT = {"client_id": "papg", "client_secret": "known to both"}
SECRET_OF_SERVER = "a key that only the server has, long enough for its kind"  # noqa: S105 -- of a test


class WorkServer(ThreadingHTTPServer):
    """`subject` and `claims` say who sits in front of it; `claims` may also spoil what it tells."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.subject, self.claims, self.refuses = "subject-1", {}, False
        self.codes, self.asked = {}, []

    def told(self):
        """What the server vouches for, signed."""
        now = int(time.time())
        about = {"iss": self.address, "aud": CLIENT["client_id"], "iat": now, "exp": now + 300, "sub": self.subject}
        return jwt.encode(about | self.claims, SECRET_OF_SERVER, algorithm="HS256")


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        asked, here = urlsplit(self.path), self.server.address
        if asked.path == "/.well-known/openid-configuration":
            self.tell({"issuer": here, **{name: f"{here}/{page}" for name, page in PAGES.items()}})
        elif asked.path == "/authorize":
            self.send_back({name: one for name, [one] in parse_qs(asked.query).items()})

    def do_POST(self):
        posted = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        challenge = self.server.codes.pop(posted["code"][0], None)
        digest = hashlib.sha256(posted["code_verifier"][0].encode()).digest()
        proved = base64.urlsafe_b64encode(digest).decode().rstrip("=") == challenge
        known = all(posted.get(name) == [value] for name, value in CLIENT.items())
        if proved and known:
            self.tell({"access_token": "unused", "token_type": "Bearer", "id_token": self.server.told()})
        else:
            self.tell({"error": "invalid_grant"}, status=400)

    def send_back(self, asked):
        self.server.asked.append(asked)
        code = secrets.token_urlsafe()
        self.server.codes[code] = asked.get("code_challenge")
        outcome = {"error": "access_denied"} if self.server.refuses else {"code": code}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(outcome | {'state': asked['state']})}")
        self.end_headers()

    def tell(self, what, status=200):
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words):
        pass


PAGES = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}


@contextmanager
def running_work_server():
    with WorkServer() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@contextmanager
def work_server(settings):
    """Running, and named by the settings."""
    with running_work_server() as server:
        settings.OIDC_SERVER, settings.OIDC_NAME, settings.OIDC_ID = server.address, "Westhaven Entra", "server-1"
        app = {"provider_id": "server-1", "name": "Westhaven Entra", "client_id": CLIENT["client_id"]}
        app |= {"secret": CLIENT["client_secret"], "settings": {"server_url": server.address, "fetch_userinfo": False}}
        providers = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**providers, "APPS": [app]}}
        yield server
