"""What compose.yaml promises: each service is locked down, and learners' code runs where nothing leads out."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from executor.settings import Settings as ExecutorSettings
from portal.config import Settings

PROJECT = Path(__file__).resolve().parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_locked_down_and_limited(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"cap_add", "privileged", "devices", "network_mode", "pid", "ipc"} & set(service)
    assert all(service[limit] for limit in ("cpus", "mem_limit", "pids_limit"))
    assert service["tmpfs"] == ["/tmp:size=64m,mode=1777"]  # noqa: S108
    assert "docker.sock" not in str(service)


def test_the_executor_reaches_nothing_outside_and_is_reached_by_the_portal_and_prometheus_alone() -> None:
    assert SERVICES["executor"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    inside = {name for name, service in SERVICES.items() if "inside" in service["networks"]}
    assert inside == {"portal", "executor", "prometheus"}
    assert not {"volumes", "ports", "env_file"} & set(SERVICES["executor"])
    environment = SERVICES["executor"]["environment"]
    assert all(name.startswith("EXECUTOR_") or name in {"LOG_LEVEL", "LOG_FORMAT"} for name in environment)


def test_nginx_alone_is_reached_from_outside() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"nginx"}
    assert {name for name, service in SERVICES.items() if "public" in service["networks"]} == {"nginx"}
    assert SERVICES["portal"]["environment"]["TRUSTED_PROXIES"] == "1"


def test_what_is_optional_has_a_profile_and_the_portal_starts_without_it() -> None:
    profiles = {name: service["profiles"] for name, service in SERVICES.items() if "profiles" in service}
    assert profiles == {"postgres": ["postgres"], "redis": ["redis"], "prometheus": ["metrics"]}
    required = {name for name, how in SERVICES["portal"]["depends_on"].items() if how.get("required", True)}
    assert required == {"executor"}
    assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["front"]
    assert SERVICES["portal"]["environment"]["DATABASE_URL"] == "${DATABASE_URL:-/data/portal.db}"


def test_no_secret_is_written_down_and_production_does_not_start_without_one() -> None:
    assert SERVICES["portal"]["environment"]["APP_ENV"] == "production"
    assert SERVICES["portal"]["environment"]["JWT_SECRET"].startswith("${JWT_SECRET:?")


def test_every_setting_of_the_operator_reaches_its_service() -> None:
    settings = set(re.findall(r"^([A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE))
    of_the_image = {"PORT", "EXECUTOR_PORT", "EXECUTOR_CACHE_DIR", "OTEL_EXPORTER_OTLP_ENDPOINT"}
    of_this_installation = {"APP_ENV", "EXECUTOR_SERVICE_URL", "TRUSTED_PROXIES"}
    passed = {
        name
        for service in ("portal", "executor")
        for name, value in SERVICES[service]["environment"].items()
        if value is None or value.startswith(f"${{{name}:")
    }
    assert passed == settings - of_the_image - of_this_installation


def test_what_was_accepted_has_time_to_be_finished() -> None:
    graceful_s = 30 + 5  # EXECUTOR_TIMEOUT, and what gunicorn.conf.py adds
    for name in ("portal", "nginx"):
        assert int(SERVICES[name]["stop_grace_period"].removesuffix("s")) > graceful_s


def threads_of_portal(workers: int) -> int:
    """How many threads a portal may start, with the workers that a reload replaces."""
    return 2 * workers * (Settings.from_environment({"JWT_SECRET": "x" * 32}).web_threads + 8)


def threads_of_executor(workers: int) -> int:
    """How many threads an executor may start: one for each run, active or waiting, and about ten for each worker."""
    settings = ExecutorSettings.from_environment({"EXECUTOR_WORKERS": str(workers)})
    return settings.workers + settings.queue + 8 + 10 * workers


def test_no_limit_on_processes_is_reached_when_all_threads_are_in_use() -> None:
    """Where no thread can be started, a worker of gunicorn ends, and all that it serves with it."""
    assert SERVICES["portal"]["pids_limit"] >= threads_of_portal(4)
    assert SERVICES["executor"]["pids_limit"] >= threads_of_executor(16)
    (by_hand,) = re.findall(r"--pids-limit (\d+)", (PROJECT / "executor" / "README.md").read_text())
    assert int(by_hand) >= threads_of_executor(16)
    unit = (PROJECT / "deploy" / "systemd" / "python-portal.service").read_text()
    (in_unit,) = re.findall(r"^TasksMax=(\d+)", unit, re.MULTILINE)
    assert int(in_unit) >= threads_of_portal(16) + threads_of_executor(16)


@pytest.mark.parametrize("name", ["portal", "executor"])
def test_every_built_image_is_a_stage_of_the_dockerfile(name: str) -> None:
    assert f" AS {SERVICES[name]['build']['target']}\n" in (PROJECT / "Dockerfile").read_text()


def test_every_image_is_pinned_to_a_version_and_a_digest() -> None:
    images = [service["image"] for service in SERVICES.values() if "build" not in service]
    images += re.findall(r"^FROM (\S+:\S+) ", (PROJECT / "Dockerfile").read_text(), re.MULTILINE)
    assert len(images) == 5
    pinned = re.compile(r":v?\d+\.\d+(\.\d+)?(-[a-z]+)*@sha256:[0-9a-f]{64}$")
    assert [image for image in images if not pinned.search(image)] == []


def test_prometheus_scrapes_every_service_that_has_metrics_on_a_network_they_share() -> None:
    config = yaml.safe_load((PROJECT / "deploy" / "prometheus" / "prometheus.yml").read_text())
    targets = {
        name: job["port"]
        for jobs in config["scrape_configs"]
        for job in jobs["dns_sd_configs"]
        for name in job["names"]
    }
    assert targets == {"portal": 3000, "executor": 3001}
    for name in targets:
        assert set(SERVICES[name]["networks"]) & set(SERVICES["prometheus"]["networks"])


def test_nginx_asks_for_the_portal_by_its_name_and_writes_where_it_may() -> None:
    config = (PROJECT / "deploy" / "nginx" / "nginx.conf").read_text()
    assert "set $portal portal:3000;" in config
    assert "resolver 127.0.0.11 " in config  # Docker's DNS server
    assert SERVICES["nginx"]["ports"] == ["${PORT:-3000}:8080"]
    assert "listen 8080;" in config
    assert {path for path in re.findall(r"(?:_path|pid) (\S+?)[; ]", config) if not path.startswith("/tmp/")} == set()  # noqa: S108


def test_files_that_are_mounted_exist() -> None:
    mounted = [str(volume) for service in SERVICES.values() for volume in service.get("volumes", [])]
    files = [volume.split(":")[0] for volume in mounted if volume.startswith("./")]
    assert files
    for name in files:
        assert name == "./deploy/prometheus" or (PROJECT / name).exists()
