"""A fixture for the tests of PostgreSQL."""

import pytest

from tests.postgresql import ReusableDatabase


@pytest.fixture
def url(reusable_database: ReusableDatabase) -> str:
    reusable_database.reset()
    return reusable_database.url
