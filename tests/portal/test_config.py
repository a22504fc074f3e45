import logging
import stat
import threading
from pathlib import Path

import pytest

from portal.config import Settings
from portal.config_reader import ConfigError

SECRET = {"JWT_SECRET": "s" * 40}


def read(**env: str) -> Settings:
    return Settings.from_environment({**SECRET, **env})


def test_defaults_are_those_of_the_design() -> None:
    settings = read()
    assert (settings.port, settings.production, settings.cors_origins) == (3000, False, ("*",))
    assert settings.database_url == str(Path("database/portal.db").absolute())
    assert (settings.jwt_expires_in_s, settings.jwt_refresh_expires_in_s) == (86_400, 30 * 86_400)
    assert (settings.jwt_refresh_grace_s, settings.bcrypt_rounds) == (10, 12)
    assert (settings.executor_service_url, settings.executor_timeout_ms) == (None, 30_000)
    assert (settings.guest_execution, settings.playground) == (True, True)
    assert (settings.log_level, settings.log_format) == ("info", "combined")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "٣٠٠٠"),
        ("APP_ENV", "stage"),
        ("NODE_ENV", "prod"),
        ("CORS_ORIGIN", "learn.example"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "postgresql://host"),
        ("DATABASE_URL", "postgresql://user:pass/word@host/name"),
        ("DATABASE_URL", "postgresql:///name"),
        ("DATABASE_URL", "postgresql://one:5432,two:99999/name"),
        ("DATABASE_URL", "postgresql://one,,two/name"),
        ("DATABASE_POOL_SIZE", "0"),
        ("DATABASE_PREPARED_STATEMENTS", "maybe"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///x.db?mode=ro"),
        ("DATABASE_URL", "mysql:x"),
        ("DATABASE_URL", "postgresql:x"),
        ("DATABASE_URL", "file:"),
        ("DATABASE_URL", "file:x.db?mode=ro"),
        ("DATABASE_URL", "file:x%20y.db"),
        ("DATABASE_URL", "file://host/x.db"),
        ("DATABASE_URL", "file::memory:"),
        ("DATABASE_URL", "/tmp"),  # noqa: S108
        ("JWT_EXPIRES_IN", "soon"),
        ("JWT_EXPIRES_IN", "0"),
        ("JWT_REFRESH_EXPIRES_IN", "11y"),
        ("JWT_REFRESH_GRACE", "-1"),
        ("BCRYPT_ROUNDS", "3"),
        ("BCRYPT_ROUNDS", "17"),
        ("EXECUTOR_SERVICE_URL", "localhost:3001"),
        ("EXECUTOR_SERVICE_URL", "ftp://host"),
        ("EXECUTOR_TIMEOUT", "1e3"),
        ("GUEST_EXECUTION", "perhaps"),
        ("REQUIRE_EMAIL", "no"),
        ("PLAYGROUND", "yes"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_THREADS", "-4"),
    ],
)
def test_a_bad_value_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"^{name} "):
        read(**{name: value})


def test_an_empty_variable_counts_as_unset() -> None:
    assert read(PORT="", LOG_LEVEL=" ", DATABASE_URL="").port == 3000


@pytest.mark.parametrize(
    ("text", "seconds"), [("900", 900), ("15m", 900), ("24h", 86_400), ("7d", 604_800), ("1w", 604_800), ("30s", 30)]
)
def test_durations_are_read_in_their_unit(text: str, seconds: int) -> None:
    assert read(JWT_EXPIRES_IN=text).jwt_expires_in_s == seconds


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("data/x.db", Path("data/x.db").absolute()),
        ("sqlite:///x.db", Path("x.db").absolute()),
        ("sqlite:////var/x.db", Path("/var/x.db")),
        ("/var/x.db", Path("/var/x.db")),
        ("sqlite:x.db", Path("x.db").absolute()),
        ("file:x.db", Path("x.db").absolute()),
        ("file:./data/x.db", Path("data/x.db").absolute()),
        ("file:/var/x.db", Path("/var/x.db")),
        ("FILE:///var/x.db", Path("/var/x.db")),
        ("what?.db", Path("what?.db").absolute()),
    ],
)
def test_a_database_is_a_path_or_a_sqlite_or_file_url(url: str, path: Path) -> None:
    assert read(DATABASE_URL=url).database_url == str(path)


@pytest.mark.parametrize(
    "rest",
    [
        "//user:p%40ss@one:5432,two:5433/name?target_session_attrs=read-write",
        "//one,[::1]:5433/name",
        "//user@/name?host=/run/one,/run/two&port=5432,5433",
    ],
)
def test_a_database_may_be_on_several_servers(rest: str) -> None:
    assert read(DATABASE_URL=f"postgres:{rest}").database_url == f"postgresql:{rest}"


def test_app_env_goes_before_node_env() -> None:
    assert read(NODE_ENV="production").production is True
    assert read(NODE_ENV="production", APP_ENV="development").production is False


@pytest.mark.parametrize(
    ("mode", "production"), [("development", False), ("test", False), ("staging", True), ("Production", True)]
)
def test_staging_behaves_as_production_and_test_as_development(mode: str, production: bool) -> None:
    assert read(NODE_ENV=mode).production is production


def test_staging_requires_a_secret() -> None:
    with pytest.raises(ConfigError, match="JWT_SECRET must be set in production"):
        Settings.from_environment({"NODE_ENV": "staging"})


def test_the_names_of_node_programs_for_levels_and_formats_are_understood() -> None:
    assert read(LOG_LEVEL="warn").log_level == "warning"
    formats = ("combined", "common", "dev", "short", "tiny")
    assert {read(LOG_FORMAT=name).log_format for name in formats} == {"combined"}


def test_origins_are_a_list() -> None:
    settings = read(CORS_ORIGIN="https://a.example, http://localhost:5173/")
    assert settings.cors_origins == ("https://a.example", "http://localhost:5173")
    assert read(APP_ENV="production").cors_origins == ()


def test_production_without_a_secret_does_not_start_and_says_why() -> None:
    with pytest.raises(ConfigError, match="JWT_SECRET must be set in production"):
        Settings.from_environment({"NODE_ENV": "production"})


def test_a_short_secret_is_warned_about(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "portal.config"):
        read(JWT_SECRET="short").warn()
    assert "JWT_SECRET is shorter" in caplog.text
    assert "short" not in caplog.text.replace("shorter", "")


def test_a_secret_that_cannot_be_kept_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match=r"JWT_SECRET is not set and cannot be stored in .*jwt-secret"):
        Settings.from_environment({"DATABASE_URL": str(tmp_path / "file" / "portal.db")})


def test_in_development_a_secret_is_made_once_and_kept_to_the_owner(tmp_path: Path) -> None:
    env = {"DATABASE_URL": str(tmp_path / "new" / "portal.db")}
    secrets = {Settings.from_environment(env).jwt_secret for _ in range(3)}
    kept = tmp_path / "new" / "portal.db.jwt-secret"
    assert secrets == {kept.read_text()}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path: Path) -> None:
    env = {"DATABASE_URL": str(tmp_path / "portal.db")}
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(Settings.from_environment(env).jwt_secret)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
