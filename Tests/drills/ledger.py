"""What became of each notification here, and what its citizen received."""

from collections import Counter

from enti import Notification
from journal import Journal
from world import RUN_DIR


class Ledger:
    def __init__(self, world):
        self.posts = Journal(RUN_DIR / "sandbox/journal.jsonl").posts
        self.inbox = Counter(message["id"] for message in world.ask_sandbox("GET", "/posta"))
        self.states = dict(world.surely("SELECT LOWER(HEX(id)), state FROM notification"))

    def received(self, one: Notification) -> int:
        created = [post.message for post in self.posts.get((one.service.io_id, one.citizen), []) if post.message]
        return max(len(created), sum(self.inbox[message] for message in created))

    def twice(self, notifications: list[Notification]) -> list[Notification]:
        return [one for one in notifications if self.received(one) > 1]

    def is_lost(self, one: Notification) -> bool:
        """Neither a doubt nor a failure that is said, nor with its citizen."""
        match self.states.get(one.id):
            case "uncertain": return False
            case "accepted" | "processed": return self.received(one) == 0
            case "failed": return self.received(one) > 0
            case _: return True
