"""What a person's telephone does: codes of six digits (RFC 6238)."""

import base64
import hmac
import struct
import time


def code(secret: str, later: int = 0) -> str:
    """That of this moment, or of some steps of 30 seconds later."""
    # One that is made at the end of its half minute is another's when the server looks.
    if (left := 30 - time.time() % 30) < 4:
        time.sleep(left)
    counter = int(time.time()) // 30 + later
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7fffffff) % 1_000_000:06}"
