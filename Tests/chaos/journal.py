"""What the sandbox did: every POST that it took or disturbed, by service and citizen, in their order."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

# The client cannot know what became of the message: the program must make a doubt of it, and never send it again.
LOSING = {"cut", "cut_before", "hang", "hang_before", "garbage", "502", "503", "504", "504_created", "408", "202", "too_many_sleepers"}
# Complete answers that refuse the message for good.
REFUSING = {"302", "400", "403"}
# An answer that holds no id: the message was taken, and nobody can ask about it.
NAMELESS = "truncated_all"
# App IO says that nothing was stored. So many of them, and the notification has failed.
NOT_STORED, MOST_NOT_STORED = "storage", 5


@dataclass
class Post:
    message: str | None  # what it created
    fault: str | None = None
    created_at: int = 0  # microseconds since 1970

    @property
    def is_lost(self) -> bool:
        return self.fault in LOSING


class Journal:
    def __init__(self, path: Path):
        self.posts: dict[tuple[str, str], list[Post]] = defaultdict(list)
        by_message: dict[str, Post] = {}
        with path.open(encoding="utf-8") as lines:
            for line in map(json.loads, lines):
                if line["kind"] == "message":
                    message = line["message"]
                    by_message[message["id"]] = post = Post(message["id"], created_at=message["created_at"])
                    self.posts[message["service"], message["fiscal_code"]].append(post)
                elif line["kind"] == "fault" and line.get("message"):
                    by_message[line["message"]].fault = line["fault"]
                # Without a citizen it was the question whether App IO answers, which holds no message.
                elif line["kind"] == "fault" and "fiscal_code" in line:
                    self.posts[line["service"], line["fiscal_code"]].append(Post(None, line["fault"]))

    @property
    def all(self) -> list[Post]:
        return [post for posts in self.posts.values() for post in posts]
