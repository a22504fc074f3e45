"""Client addresses: every form has one normal form or is refused, and forwarded headers count as far as configured."""

import pytest
from flask import Flask, jsonify, request
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue

from portal.web.authentication import public
from portal.web.networks import network_of, parse_address
from tests.conftest import MakeApp

ADDRESSES = {
    "192.0.2.1": "192.0.2.1",
    " 192.0.2.1\t": "192.0.2.1",
    "192.0.2.1:443": "192.0.2.1",
    "::ffff:192.0.2.1": "192.0.2.1",
    "::FFFF:c000:0201": "192.0.2.1",
    "[::ffff:192.0.2.1]:443": "192.0.2.1",
    "0:0:0:0:0:ffff:192.0.2.1": "192.0.2.1",
    "2001:db8::1": "2001:db8::1",
    "2001:DB8:0:0::0001": "2001:db8::1",
    "[2001:db8::1]": "2001:db8::1",
    "[2001:db8::1]:65535": "2001:db8::1",
    "2001:db8::1%eth0": "2001:db8::1",
    "[2001:db8::1%25eth0.1]:80": "2001:db8::1",
    "[2001:db8::1%eth0.1]:80": "2001:db8::1",
    "::": "::",
    "::1:80": "::1:80",
}
REFUSED = [
    "",
    " ",
    "unknown",
    "localhost",
    "example.org:80",
    "_hidden",
    "192.0.2",
    "192.0.2.1.1",
    "192.0.2.256",
    "192.000.002.001",
    "0xC0000201",
    "3221225985",
    "192.0.2.1/32",
    "192.0.2.1:",
    "192.0.2.1:port",
    "192.0.2.1:123456",
    "192.0.2.1%eth0",
    "192.0.2.1 192.0.2.2",
    "192.0.2.1;",
    '"192.0.2.1"',
    "'192.0.2.1'",
    "[192.0.2.1]",
    "[192.0.2.1]:80",
    "[2001:db8::1",
    "2001:db8::1]",
    "[2001:db8::1]junk",
    "[2001:db8::1]:",
    "[2001:db8::1]80",
    "[[2001:db8::1]]",
    "[]",
    ":::",
    "2001:db8::1::2",
    "2001:db8:::1",
    "2001:db8::1/64",
    "2001:db8::g",
    "2001:db8::1%",
    "2001:db8::1%eth0%eth1",
    "2001:db8::1%" + "x" * 65,
    "1" * 10_000,
    ":" * 10_000,
    "\u0661\u0669\u0662.0.2.1",
    "192\u30020\u30022\u30021",
    "192.0.2.1\0",
    "\u00a0192.0.2.1",
    "192.0.2.1\n",
]


@pytest.mark.parametrize(("text", "address"), ADDRESSES.items())
def test_every_form_of_an_address_has_one_normal_form(text: str, address: str) -> None:
    assert str(parse_address(text)) == address


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: ascii(text)[:40])
def test_invalid_addresses_are_refused(text: str) -> None:
    assert parse_address(text) is None
    assert network_of(text) == "unknown"


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("192.0.2.1:443", "192.0.2.1"),
        ("[::ffff:192.0.2.1]", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:ffff::%eth0]:443", "2001:db8:1:2::/64"),
    ],
)
def test_every_form_belongs_to_one_network(text: str, network: str) -> None:
    assert network_of(text) == network


def probed(app: Flask) -> FlaskClient:
    """A client of an app with a view that tells what the app knows of the caller."""

    @app.get("/probe")
    @public
    def probe() -> ResponseReturnValue:
        return jsonify(
            address=request.remote_addr, scheme=request.scheme, host=request.host, prefix=request.script_root
        )

    return app.test_client()


def seen(client: FlaskClient, peer: str = "203.0.113.1", **headers: str) -> dict[str, str]:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return dict(client.get("/probe", headers=sent, environ_base={"REMOTE_ADDR": peer}).get_json())


FORWARDED = {
    "X_Forwarded_For": "198.51.100.1",
    "X_Forwarded_Proto": "https",
    "X_Forwarded_Host": "evil.example",
    "X_Forwarded_Prefix": "/evil",
    "X_Forwarded_Port": "8443",
    "X_Forwarded_Protocol": "ssl",
    "X_Forwarded_Ssl": "on",
    "X_Real_Ip": "198.51.100.2",
    "X_Script_Name": "/evil",
    "Script_Name": "/evil",
    "Forwarded": "for=198.51.100.3;proto=https",
}
HOST = {"host": "localhost", "prefix": ""}


@pytest.mark.changes_app
@pytest.mark.parametrize("peer", ["203.0.113.1", "127.0.0.1", "::1"])
def test_without_a_trusted_proxy_no_header_says_who_is_calling(make_app: MakeApp, peer: str) -> None:
    client = probed(make_app())
    assert seen(client, peer, **FORWARDED) == {**HOST, "address": peer, "scheme": "http"}


@pytest.mark.changes_app
def test_a_trusted_proxy_says_address_scheme_and_host_and_nothing_else(make_app: MakeApp) -> None:
    client = probed(make_app(TRUSTED_PROXIES="1"))
    told = {"address": "198.51.100.1", "scheme": "https", "host": "evil.example", "prefix": ""}
    assert seen(client, **FORWARDED) == told
    others = {name: value for name, value in FORWARDED.items() if not name.endswith(("_For", "_Proto", "_Host"))}
    assert seen(client, **others) == {**HOST, "address": "203.0.113.1", "scheme": "http"}


@pytest.mark.changes_app
@pytest.mark.parametrize(
    ("proxies", "chain", "address"),
    [
        ("1", "198.51.100.1", "198.51.100.1"),
        ("1", "192.0.2.9, 198.51.100.1", "198.51.100.1"),
        ("2", "192.0.2.9, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        ("2", "198.51.100.1", "203.0.113.1"),
        ("1", "192.0.2.9, [2001:db8::1]:443", "2001:db8::1"),
        ("1", "192.0.2.9,::ffff:198.51.100.1", "198.51.100.1"),
        ("1", "198.51.100.1, junk", "unknown"),
    ],
)
def test_each_trusted_proxy_adds_one_address_at_the_end(
    make_app: MakeApp, proxies: str, chain: str, address: str
) -> None:
    client = probed(make_app(TRUSTED_PROXIES=proxies))
    assert seen(client, X_Forwarded_For=chain)["address"] == address


def test_all_forms_of_an_address_share_one_limit(make_app: MakeApp) -> None:
    client = make_app(RATE_LIMIT_MAX_REQUESTS="5", TRUSTED_PROXIES="1").test_client()
    forms = [text for text, address in ADDRESSES.items() if address == "192.0.2.1"]
    assert len(forms) > 5
    sent = [client.get("/api/exercises", headers={"X-Forwarded-For": form}).status_code for form in forms]
    assert sent == [200] * 5 + [429] * (len(forms) - 5)


def test_callers_whose_address_is_refused_share_one_limit(make_app: MakeApp) -> None:
    client = make_app(RATE_LIMIT_MAX_REQUESTS="2", TRUSTED_PROXIES="1").test_client()
    sent = [client.get("/api/exercises", headers={"X-Forwarded-For": text}).status_code for text in ("a", "b", "c")]
    assert sent == [200, 200, 429]
