"""The books: every notification against what its citizen received. Each line that does not balance names what is wrong and
the notification, never the citizen."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from enti import BLOCKS, FORBIDDEN, NOT_ON_IO, OPTS_OUT, Notification
from journal import MOST_NOT_STORED, NAMELESS, NOT_STORED, REFUSING, Journal, Post
from world import RUN_DIR, SUBMIT, World

LOST, TWICE, WRONG, UNMARKED, NEEDLESS = "perduta", "inviata due volte", "stato finale errato", "dubbio non segnato", "dubbio di troppo"
OPEN, LOG, PROCESS = "non assestata", "registro dei tentativi errato", "processo"


@dataclass
class Row:
    state: str
    attempt: int
    has_io_id: bool
    is_due: bool
    reason: str
    sent_at: int  # microseconds since 1970, of the last POST


class Books:
    def __init__(self, world: World, notifications: list[Notification], decided: set[str]):
        self.notifications, self.decided = notifications, decided
        self.journal = Journal(RUN_DIR / "sandbox/journal.jsonl")
        self.sandbox = world.ask_sandbox("GET", "/controllo/guasti")
        self.inbox = Counter(message["id"] for message in world.ask_sandbox("GET", "/posta"))
        self.rows = {row[0]: Row(row[1], int(row[2]), row[3] == "1", row[4] == "1", row[5], int(row[6]))
                     for row in world.surely("""
            SELECT LOWER(HEX(id)), state, attempt, io_id IS NOT NULL, due_at IS NOT NULL, COALESCE(reason, ''),
                   COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', sent_at), 0) FROM notification""")}
        self.late: set[str] = set()
        self.log = self.read_log(world)
        self.killed = set().union(*(worker.killed for worker in world.workers))
        self.frozen = set().union(*(worker.frozen for worker in world.workers))
        self.attempts_at_kill: dict[str, set[int]] = defaultdict(set)
        for id, attempt in self.killed:
            self.attempts_at_kill[id].add(attempt)
        self.stood_still = {id for id, _ in self.frozen}
        self.violations = [(PROCESS, text) for worker in world.workers for text in worker.unexpected]
        self.violations += [(what, one.id) for one in notifications for what in sorted(set(self.judge(one)))]
        self.violations += self.judge_whole()

    @staticmethod
    def read_log(world: World) -> dict[str, Counter[int]]:
        """How many answers each POST of a notification has in the attempts log."""
        log: dict[str, Counter[int]] = defaultdict(Counter)
        for id, number in world.surely("""
                SELECT LOWER(HEX(notification_id)), number FROM attempt WHERE step = 'submit' AND outcome <> 'not_begun'"""):
            log[id][int(number)] += 1
        return log

    # One notification

    def judge(self, one: Notification):
        posts = self.journal.posts.get((one.service.io_id, one.citizen), [])
        if (row := self.rows.get(one.id)) is None:
            yield LOST
            return
        created = [post for post in posts if post.message]
        if len(created) > 1 or any(self.inbox[post.message] > 1 for post in created):
            yield TWICE
        if any(post.is_lost for post in posts[:-1]):
            yield UNMARKED  # it was sent again
        yield from self.judge_doubt(row, one, posts)
        if not self.fits(one, row, posts, created):
            yield OPEN if row.is_due else WRONG
        if len(posts) > row.attempt or any(number > row.attempt or count > 1 for number, count in self.log[one.id].items()):
            yield LOG

    def judge_doubt(self, row: Row, one: Notification, posts: list[Post]):
        was_lost = bool(posts) and posts[-1].is_lost
        at_kill = self.attempts_at_kill.get(one.id, set())
        if row.state == "assumed" and one.id in self.decided:
            return
        if row.state != "uncertain":
            # An answer that comes too late is there all the same when the worker had stood still or waited for the database.
            came_late = was_lost and posts[-1].fault == "hang"
            if (was_lost and not came_late) or at_kill:
                yield UNMARKED
        elif not was_lost and self.came_after_time_out(row, posts):
            self.late.add(one.id)
        elif not (was_lost or at_kill or (one.id in self.stood_still and row.reason != "interrupted")):
            yield NEEDLESS  # who stood still and then went on has settled it, one way or the other
        elif at_kill - {row.attempt}:
            yield UNMARKED  # it was sent again after the kill

    @staticmethod
    def came_after_time_out(row: Row, posts: list[Post]) -> bool:
        """A machine that stood still made App IO slower than the client waits: the reply is lost though nobody took it."""
        return bool(posts) and posts[-1].created_at > row.sent_at + SUBMIT * 1_000_000

    def fits(self, one: Notification, row: Row, posts: list[Post], created: list[Post]) -> bool:
        """Whether a final state says what became of the message."""
        if one.id in self.decided:
            return row.state == "assumed"
        last = posts[-1].fault if posts else None
        arrived = sum(self.inbox[post.message] for post in created)
        match row.state:
            case "processed": return len(created) == 1 and arrived == 1 and row.has_io_id
            case "accepted": return len(created) == 1 and last == NAMELESS and not row.has_io_id
            case "rejected": return len(created) == 1 and arrived == 0 and one.citizen == OPTS_OUT
            case "unreachable": return not posts and one.citizen in (NOT_ON_IO, BLOCKS)
            case "refused": return not created and (one.citizen == FORBIDDEN or last in REFUSING)
            case "failed": return not created and [post.fault for post in posts].count(NOT_STORED) >= MOST_NOT_STORED
            case "uncertain": return True  # judged as a doubt
            case _: return False

    # All of them

    def judge_whole(self):
        known = {one.id for one in self.notifications}
        for id in self.rows.keys() - known:
            yield WRONG, f"{id}: nessuno l'ha registrata"
        addressed = {(one.service.io_id, one.citizen) for one in self.notifications}
        for post in (post for key, posts in self.journal.posts.items() if key not in addressed for post in posts):
            yield WRONG, f"messaggio {post.message}: nessuno l'ha registrato"
        if self.sandbox["unwritten"]:
            yield PROCESS, f"il giornale della sandbox manca di {self.sandbox['unwritten']} righe"
        if self.doubts > self.bound:
            yield NEEDLESS, f"{self.doubts} dubbi, {self.bound} al massimo"

    @property
    def doubts(self) -> int:
        return sum(row.state == "uncertain" for row in self.rows.values())

    def resolved(self, doubts: set[str]) -> int:
        """How many of what were doubts for a while are none now, and nobody has decided."""
        return sum(self.rows[id].state not in ("uncertain", "assumed") for id in doubts)

    @property
    def lost_replies(self) -> int:
        return sum(post.is_lost for post in self.journal.all)

    @property
    def bound(self) -> int:
        return self.lost_replies + len(self.late) + len(self.killed) + len(self.frozen - self.killed)
