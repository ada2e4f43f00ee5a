"""How the settings say that the network is reached."""

from app.settings import Settings
from ingest.fetching.network import Network


def network_of(settings: Settings) -> Network:
    """Return the network as the settings have it."""
    token = settings.github_token
    return Network(
        allow_hosts=frozenset(settings.allow_hosts),
        tokens={"api.github.com": token.get_secret_value()} if token else {},
        respect_robots=settings.respect_robots,
        wayback=settings.wayback,
    )
