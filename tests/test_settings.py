"""Every setting of `.env.example`, of the portal and of the executor: what it refuses, and that the start says so."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from executor.settings import Settings as ExecutorSettings
from executor.settings import SettingsError
from portal.config import Settings
from portal.config_reader import ConfigError
from tests.serving import PROJECT, SECRET

VARIABLES = sorted(set(re.findall(r"^(?:# )?([A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE)))
EXECUTORS = [name for name in VARIABLES if name.startswith("EXECUTOR_")]
EXECUTORS = [name for name in EXECUTORS if name not in ("EXECUTOR_SERVICE_URL", "EXECUTOR_TIMEOUT")]
# Any text is one of these; a path is checked where it is opened.
TEXTS = ("JWT_SECRET", "JWT_SECRET_PREVIOUS")
PATHS = ("DATABASE_URL", "EXECUTOR_CACHE_DIR")
MAIL = {"SMTP_URL": "smtp://mail.example", "MAIL_FROM": "portal@school.example", "PUBLIC_URL": "https://portal.example"}
BASE = {"JWT_SECRET": SECRET, **MAIL}

MALFORMED = ["-1", "1.5", "nonsense value", "٣", "1e3", "0x10", "+5", "1_000", "9" * 18, "x" * 10_000]
QUOTED = ['"30"', "'true'", "30 # a comment", "# a comment", "true\nPORT=1", "\udcff", "a\x1b[31m"]


def read(name: str, value: str) -> None:
    if name in EXECUTORS:
        ExecutorSettings.from_environment({name: value})
    else:
        Settings.from_environment({**BASE, name: value})


@pytest.mark.parametrize("name", [name for name in VARIABLES if name not in (*TEXTS, *PATHS)])
@pytest.mark.parametrize("value", MALFORMED)
def test_a_malformed_value_is_refused_by_name_in_one_short_line(name: str, value: str) -> None:
    with pytest.raises((ConfigError, SettingsError), match=rf"^{name} (must|requires)[^\n]{{5,200}}\Z"):
        read(name, value)


@pytest.mark.parametrize("name", [name for name in VARIABLES if name != "EXECUTOR_CACHE_DIR"])
@pytest.mark.parametrize("value", QUOTED)
def test_quotes_comments_and_control_characters_are_refused(name: str, value: str) -> None:
    """Docker reads a file of variables literally: they would be part of the value."""
    with pytest.raises((ConfigError, SettingsError), match=rf"^{name} must[^\n]{{5,200}}\Z"):
        read(name, value)


@pytest.mark.parametrize("name", VARIABLES)
@pytest.mark.parametrize("value", ["", "  ", "\t"])
def test_an_empty_value_counts_as_unset(name: str, value: str) -> None:
    env = BASE if name not in MAIL else {"JWT_SECRET": SECRET}
    if name in EXECUTORS:
        assert ExecutorSettings.from_environment({name: value}) == ExecutorSettings.from_environment({})
    elif name != "JWT_SECRET":  # which would be created
        assert Settings.from_environment({**env, name: value}) == Settings.from_environment(env)


@pytest.mark.parametrize("name", ["EXECUTOR_SERVICE_URL", "PUBLIC_URL", "OTEL_EXPORTER_OTLP_ENDPOINT"])
@pytest.mark.parametrize(
    "url",
    [
        *("http://", "http://host:0", "http://host:65536", "http://host:port", "http://ho st", "http://[::1", "//host"),
        *("http://a,http://b", "http://host?x=1", "http://host#x", "localhost:3001", "javascript:alert(1)"),
    ],
)
def test_an_address_that_nobody_can_reach_is_refused(name: str, url: str) -> None:
    with pytest.raises(ConfigError, match=f"^{name} must be an http or https URL"):
        read(name, url)


@pytest.mark.parametrize(
    "origins",
    [
        *("learn.example", "https://learn.example/path", "https://*.learn.example", "null", "*,https://a.example"),
        *("https://a.example;https://b.example", "https://a.example https://b.example", "https://a.example:port"),
        *("https://user@a.example", "https://lernen.äöü"),
    ],
)
def test_an_origin_that_no_browser_sends_is_refused(origins: str) -> None:
    with pytest.raises(ConfigError, match=r"^CORS_ORIGIN must"):
        read("CORS_ORIGIN", origins)


def test_origins_are_kept_as_browsers_send_them() -> None:
    given = "HTTPS://Learn.Example/, http://a.example:80,https://b.example:443, http://c.example:443, http://[::1]:3000"
    settings = Settings.from_environment({**BASE, "CORS_ORIGIN": given})
    assert settings.cors_origins == (
        *("https://learn.example", "http://a.example", "https://b.example"),
        *("http://c.example:443", "http://[::1]:3000"),
    )


@pytest.mark.parametrize(
    "sender", ["a@school.example", "Portal <a@school.example>", '"Portal, Inc" <a@school.example>']
)
def test_a_sender_of_mail_is_an_address_with_or_without_a_name(sender: str) -> None:
    assert Settings.from_environment({**BASE, "MAIL_FROM": sender}).mail_from == sender


@pytest.mark.parametrize("sender", ["portal", "a@b, c@d", "Portal, Inc <a@b>", "<a@b", "a@b>", "a b@c", "mailto:a@b"])
def test_what_is_no_sender_of_mail_is_refused(sender: str) -> None:
    with pytest.raises(ConfigError, match=r"^MAIL_FROM must be a mail address"):
        read("MAIL_FROM", sender)


@pytest.mark.parametrize("content", ["", "\n", "short", "\udcff"])
def test_a_stored_secret_that_was_cut_off_stops_the_start(tmp_path: Path, content: str) -> None:
    kept = tmp_path / "portal.db.jwt-secret"
    kept.write_text(content, errors="surrogateescape")
    with pytest.raises(ConfigError, match=r"JWT_SECRET is not set and .* holds no secret; remove the file"):
        Settings.from_environment({"DATABASE_URL": str(tmp_path / "portal.db")})


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"], "Python Portal cannot start: EXECUTOR_WORKERS must"),
        (["app"], "Python Portal cannot start: EXECUTOR_WORKERS must"),
        (["flask", "check-exercises", "curriculum"], "Error: EXECUTOR_WORKERS must"),
        (
            ["gunicorn", "-c", "executor/gunicorn.conf.py", "executor.app:create_app()"],
            "The executor cannot start: EXECUTOR_WORKERS must",
        ),
    ],
)
def test_a_bad_setting_of_the_executor_stops_the_start_in_one_line(
    tmp_path: Path, seeded_database: Path, command: list[str], said: str
) -> None:
    path = shutil.copy(seeded_database, tmp_path)
    env = {**os.environ, "JWT_SECRET": SECRET, "DATABASE_URL": str(path), "EXECUTOR_WORKERS": "many"}
    env.pop("EXECUTOR_SERVICE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=PROJECT, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
