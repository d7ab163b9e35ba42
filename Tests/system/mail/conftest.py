"""A mail server that is in use, and an ente that is told."""

import pytest

from post_office import open_office, put_to_use, tell


@pytest.fixture
def office(demo):
    """Open, and not in use yet; whatever a test puts to use is taken away again."""
    with open_office(demo) as office:
        yield office


@pytest.fixture
def set_up(gestore):
    """Types a server into its page; gives what the page says once it was tried."""
    return lambda office, **otherwise: put_to_use(gestore, office, **otherwise)


@pytest.fixture
def told(office, set_up, administrator):
    """Has the first ente told, at these addresses; gives its page."""
    assert "è in uso" in set_up(office).text
    return lambda *addresses, **wishes: tell(administrator, *addresses, **wishes)
