"""The Flask extensions, and access to what one application has: settings, database connections, executor client."""

import threading
import time
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app
from flask_compress import Compress
from flask_cors import CORS
from flask_jwt_extended import JWTManager

from portal.bulkhead import Bulkhead, budget_size, most_threads, thread_budget
from portal.config import Settings
from portal.database import Connections, Database, open_connections
from portal.errors import DatabaseBusy, ServiceBusy
from portal.execution.client import ExecutorClient
from portal.services.mail import Mailer
from portal.services.passwords import PasswordHasher

compress = Compress()
cors = CORS()
jwt = JWTManager()


@dataclass(frozen=True)
class Resources:
    """What one application uses.

    Attributes:
        started_s: when it was created, on the monotonic clock; each process has its own application.
    """

    settings: Settings
    connections: Connections
    executor: ExecutorClient
    passwords: PasswordHasher
    mailer: Mailer
    exercise_checks: Bulkhead
    started_s: float = field(default_factory=time.monotonic)


def init_app(app: Flask, settings: Settings) -> None:
    """Give an app its resources; nothing is connected before its first use."""
    threads = settings.web_threads
    budget = thread_budget(threads)
    # bcrypt keeps a core busy; half of the threads stay free for everything else.
    hashing = Bulkhead(
        "password_hashing",
        size=1,
        waiting=max(1, threads // 2 - 1),
        wait_s=5,
        refusal=ServiceBusy,
        budget=budget,
    )
    # SQLite lets one connection write at a time.
    writers = Bulkhead(
        "database_writers",
        size=1,
        waiting=most_threads(threads) - 1,
        wait_s=5,
        refusal=DatabaseBusy,
        budget=budget,
    )
    app.extensions["portal"] = Resources(
        settings=settings,
        connections=open_connections(
            settings.database_url,
            writers=writers,
            pool_size=settings.database_pool_size,
            most_threads=budget_size(threads),
            prepare=settings.database_prepared_statements,
        ),
        executor=ExecutorClient(settings, budget),
        passwords=PasswordHasher(settings.bcrypt_rounds, hashing),
        mailer=Mailer(settings.smtp_url, settings.mail_from),
        # A check takes seconds: learners keep all other threads. Its runs take places in the executor's bulkhead, too.
        exercise_checks=Bulkhead(
            "exercise_checks", size=1, waiting=0, wait_s=0, refusal=ServiceBusy, budget=threading.BoundedSemaphore(1)
        ),
    )


def resources() -> Resources:
    """Return the resources of the current app."""
    return cast(Resources, current_app.extensions["portal"])


def get_settings() -> Settings:
    """Return the settings of the current app."""
    return resources().settings


def get_db() -> Database:
    """Return the current app's database, for this thread."""
    return resources().connections.get()
