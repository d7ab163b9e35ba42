"""Who sends what to whom: everything follows from the seed, so that a run can come again."""

import hashlib
from dataclasses import dataclass, field
from random import Random

from citizens import PERSONAS, with_control

LETTERS = "BCDFGHLMNPQRSTVZ"
SLOW = 10  # one in so many services
ULID = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# Citizens with whom something else is right than Consegnata; of all others the sandbox takes the message.
NOT_ON_IO, BLOCKS, OPTS_OUT, FORBIDDEN = (PERSONAS[number] for number in (2, 3, 4, 18))

# Percent and scope of each single trouble. What makes a service stop, or refuses a message, stays away from the
# profile: only what goes wrong with a POST is in the sandbox's journal.
SINGLE = {
    "cut": (25, "invio"), "cut_before": (25, "invio"), "hang": (10, "invio"), "hang_before": (10, "invio"),
    "504_created": (25, "invio"), "202": (25, "invio"), "garbage": (25, "tutte"), "502": (25, "tutte"), "503": (25, "tutte"),
    "504": (25, "tutte"), "408": (25, "tutte"), "truncated": (40, "invio"), "truncated_all": (25, "invio"), "storm": (15, "tutte"),
    "storage": (40, "invio"), "302": (25, "invio"), "400": (70, "invio"), "403": (25, "invio"), "401": (25, "tutte"),
    "unknown_status": (50, "stato"),
}


@dataclass
class Service:
    ente: str
    io_id: str
    keys: list[str]
    trouble: dict
    name: str = "Avvisi"
    # As the database knows them, in hexadecimal digits.
    id: str = ""
    tenant: str = ""

    @property
    def in_sandbox(self) -> dict:
        primary, secondary = self.keys
        return {
            "account": self.ente, "organization_name": f"Comune {self.ente}", "organization_fiscal_code": "00000010017",
            "service_id": self.io_id, "service_name": self.name, "primary_key": primary, "secondary_key": secondary,
            "trouble": self.trouble}


@dataclass
class Notification:
    id: str  # 32 hexadecimal digits
    service: Service
    citizen: str


@dataclass
class Population:
    seed: int
    enti: int
    services: list[Service] = field(default_factory=list)

    def __post_init__(self):
        random = Random(f"services {self.seed}")
        for number in range(self.enti):
            io_id = "01" + "".join(random.choices(ULID, k=24))
            keys = [digest(self.seed, io_id, which)[:32] for which in ("primary", "secondary")]
            service = Service(f"c_g{number:04}", io_id, keys, trouble(random))
            if number % SLOW == 0:  # so that POSTs are on their way whenever something breaks
                service.trouble |= {"latency_ms": 500, "latency_max_ms": 2_500, "operation": "invio"}
            self.services.append(service)

    def notifications(self, count: int) -> list[Notification]:
        """One citizen each; a few of them are personas, each of whom gets one from a service."""
        random = Random(f"notifications {self.seed}")
        weights = [random.choice([1, 1, 1, 2, 4]) for _ in self.services]
        taken, found = set(), []
        for number in range(count):
            service = random.choices(self.services, weights)[0]
            citizen = citizen_of(number)
            if random.random() < 0.03:
                persona = random.choice([NOT_ON_IO, BLOCKS, OPTS_OUT, FORBIDDEN])
                citizen = citizen if (service.io_id, persona) in taken else persona
                taken.add((service.io_id, citizen))
            found.append(Notification(uuid(self.seed, number), service, citizen))
        return found


def trouble(random: Random) -> dict:
    dice, latency = random.random(), random.choice([0, 0, 0, 0, 0, 0, 40, 150])
    if dice < 0.15:
        kind, percent, scope = "none", 100, "tutte"
    elif dice < 0.70:
        kind, percent, scope = "mixed", 25, random.choice(["tutte", "tutte", "invio"])
    else:
        kind = random.choice(list(SINGLE))
        percent, scope = SINGLE[kind]
    return {"kind": kind, "percent": percent, "operation": scope, "latency_ms": 0, "latency_max_ms": latency}


def citizen_of(number: int) -> str:
    """Somebody on App IO, another for each number."""
    letters = "".join(LETTERS[number // 16 ** place % 16] for place in range(6))
    return with_control(f"{letters}80A01X9{number % 100:02}")


def uuid(seed: int, number: int) -> str:
    """Of version 7, a millisecond after the one before; the rest is the seed's."""
    rest = digest(seed, "notification", number)
    return f"{1_767_225_600_000 + number:012x}7{rest[:3]}8{rest[3:18]}"


def digest(*parts: object) -> str:
    return hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()
