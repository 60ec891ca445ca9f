"""One whole house for the tests that only talk to it; a house of its own for a test that breaks things."""

import pytest

from heard.house import running_house


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    with running_house(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture
def breakable_house(tmp_path):
    with running_house(tmp_path, {"HEARD_REPLY_DEADLINE": "3"}) as running:
        yield running
