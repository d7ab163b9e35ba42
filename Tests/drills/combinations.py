"""In how many ways a backup comes back."""

import os
from dataclasses import astuple, dataclass
from itertools import combinations, product

from world import GALERA

# Which workers live when it comes back, or first afterwards. A has sent all that left since the backup, or both have.
SENDER, UNSENT, COLD, BOTH = "chi ha inviato", "l'altro, già al lavoro", "l'altro, fermo da prima", "tutti e due"
# In which order the tables of a dump come; or there is no dump, and files are copied: all, or as rsync does those that have changed.
BY_NAME, REVERSED, QUEUE_FIRST, MARKS_FIRST, MARKS_LAST, FILES, CHANGED_FILES = (
    "per nome", "al contrario", "prima le notifiche", "prima i segni", "i segni per ultimi", "file copiati", "file cambiati")
STOPPED, AT_ONCE, SLOWLY = "a worker fermi", "subito", "lentamente"
ALL, ONE_MISSING, NONE = "tutti", "ne manca uno", "nessuno"

VALUES = [
    [SENDER, UNSENT, COLD, BOTH], [BY_NAME, REVERSED, QUEUE_FIRST, MARKS_FIRST, MARKS_LAST, FILES, CHANGED_FILES],
    [SLOWLY, AT_ONCE, STOPPED], [ALL, ONE_MISSING, NONE],
]
MARKS = ["known_server", "last_sent", "send_mark", "host"]


@dataclass(frozen=True)
class Combination:
    workers: str
    order: str
    speed: str
    journals: str

    def __str__(self) -> str:
        return f"{self.workers} · {self.order} · {self.speed} · diari: {self.journals}"

    @property
    def is_possible(self) -> bool:
        """Files come back all at once, with the database away; a cluster is built anew from all of them."""
        return not self.copies_files or (self.speed != SLOWLY and not (GALERA and self.order == CHANGED_FILES))

    @property
    def beyond(self) -> str:
        """The file that tells when the queue's table was made stays, and all that the database says is as it was then."""
        if self.order == CHANGED_FILES and self.workers == COLD:
            return "non si può sapere: dopo un rsync sui file che ci sono, after-restore --ripristino prima di avviare un worker"
        return ""

    @property
    def copies_files(self) -> bool:
        return self.order in (FILES, CHANGED_FILES)

    def tables(self, names: list[str]) -> list[str]:
        names, marks = sorted(names), [name for name in MARKS if name in names]
        others = [name for name in names if name not in marks]
        return {
            BY_NAME: names, REVERSED: names[::-1], QUEUE_FIRST: ["notification"] + [name for name in names if name != "notification"],
            MARKS_FIRST: marks + others, MARKS_LAST: others + marks,
        }[self.order]


def chosen() -> list[Combination]:
    """Each pair of values at least once; FULL=1: the whole product."""
    whole = [one for values in product(*VALUES) if (one := Combination(*values)).is_possible]
    if os.environ.get("FULL") == "1":
        return whole
    missing = set().union(*map(pairs, whole))
    found = []
    while missing:
        found.append(best := max(whole, key=lambda one: len(pairs(one) & missing)))
        missing -= pairs(best)
    return found


def pairs(one: Combination) -> set:
    return set(combinations(enumerate(astuple(one)), 2))
