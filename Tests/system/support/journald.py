"""What a real journald makes of what a program wrote to standard error."""

import shutil
import subprocess

DAEMON = "/lib/systemd/systemd-journald"
# One that sees only itself: /run and /var/log are its own, and end with it.
SCRIPT = f"""
mount --make-rprivate / && mount -t tmpfs none /run && mount -t tmpfs none /var/log
mkdir -p /run/systemd/journal /run/log/journal
if [ ! -s /etc/machine-id ]; then
    echo 00000000000000000000000000000001 >/run/machine-id && mount --bind /run/machine-id /etc/machine-id
fi
{DAEMON} 2>/run/journald.log & journald=$!
for _ in $(seq 100); do [ -S /run/systemd/journal/stdout ] && break; sleep 0.05; done
# Its own word for the end, so that all that was written is there.
(cat; echo '<2>end of what was written') | systemd-cat --identifier=puntuale
for _ in $(seq 100); do journalctl --identifier=puntuale --output=cat | grep -q '^end of what' && break; sleep 0.05; done
journalctl --identifier=puntuale --output=cat --priority="$0" | sed '$d'
kill $journald
"""


def why_not() -> str | None:
    """Why there can be none here."""
    if not shutil.which("journalctl"):
        return "no journald is installed"
    try_out = subprocess.run(["unshare", "--mount", "mount", "--make-rprivate", "/"], capture_output=True, check=False)
    return None if try_out.returncode == 0 else "this user may not mount"


def shown(text: str, priority: str) -> list[str]:
    """The lines of it that `journalctl --priority` shows."""
    result = subprocess.run(["unshare", "--mount", "bash", "-c", SCRIPT, priority], input=text, capture_output=True, text=True,
                            timeout=60, check=True)
    return result.stdout.splitlines()
