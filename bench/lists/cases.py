"""What is asked of which server, and what stands beside what."""

from dataclasses import dataclass
from itertools import product

from bench.lists.load import request

NICHES = ("beauty", "food", "travel", "tech", "sport", "craft")
CITIES = ("casablanca", "rabat", "agadir", "fes")
FILTERS = [
    "",
    *(f"niche={niche}" for niche in NICHES),
    *(f"city={city}" for city in CITIES),
    *(f"niche={niche}&city={city}" for niche, city in product(NICHES[:4], CITIES[:3])),
    *(f"niche={niche}&min_followers=5000" for niche in NICHES[:4]),
]


@dataclass(frozen=True)
class Case:
    """One row of a table: a server, the addresses it is asked for, and extra headers."""

    name: str
    server: str
    paths: list[str]
    headers: tuple[tuple[str, str], ...] = ()

    def requests(self) -> list[bytes]:
        return [request(path, dict(self.headers)) for path in self.paths]


@dataclass(frozen=True)
class Table:
    """Cases measured in turn; the first is what the others are compared with."""

    title: str
    goal: str
    cases: list[Case]


def tables(facts: dict[str, str]) -> list[Table]:
    """The tables of one database; `facts` hold a session, a token and a contract of the demo brand."""
    lists = [f"?{query}" for query in FILTERS]
    bearer = (("Authorization", f"Bearer {facts['token']}"),)
    cookie = (("Cookie", f"session={facts['session']}"),)
    return [
        Table(
            "Hot list: creators (API), pages of 20, filters by niche, city, followers",
            "at least 0.6 of the floor",
            [
                Case("floor: psycopg + orjson", "floor", [f"/influencers{q}" for q in lists]),
                Case("floor with drawn rows", "floor", [f"/influencer-cards{q}" for q in lists]),
                Case("product", "product", [f"/api/influencers{q}" for q in lists]),
                Case("product, with a token", "product", [f"/api/influencers{q}" for q in lists], bearer),
                Case("idiomatic DRF", "idiomatic", [f"/influencers{q}" for q in lists]),
            ],
        ),
        Table(
            "Ordinary list: campaigns (API), pages of 20, newest first",
            "at least 0.35 of the floor",
            [
                Case("floor: psycopg + orjson", "floor", ["/campaigns"]),
                Case("product", "product", ["/api/campaigns"]),
                Case("product, with a token", "product", ["/api/campaigns"], bearer),
            ],
        ),
        Table(
            "Pages (HTML), beside the floor of the hot list",
            "p95 below 200 ms",
            [
                Case("floor: psycopg + orjson", "floor", [f"/influencers{q}" for q in lists]),
                Case("search page, visitor", "product", [f"/fr/createurs/recherche{q}" for q in lists]),
                Case("one contract, its brand", "product", [f"/fr/contrats/{facts['contract']}"], cookie),
            ],
        ),
    ]
