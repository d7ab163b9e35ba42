#!/usr/bin/env python3
"""run.py OLD.deb NEW.deb: from a fresh Debian to a message that is delivered, through faults and an upgrade to nothing.

OLD is installed as an administrator would, with a real systemd, MariaDB and nginx; NEW, of a release later, takes its place while people
work. Each line says what was done, how long it took, and what was wrong with it; the last says whether anything was.
"""

import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import machine  # noqa: E402
from findings import Report  # noqa: E402
from installation import Installation  # noqa: E402


def main(old: Path, new: Path, place: Path) -> int:
    report = Report()
    debian = machine.base(place / "debian")
    host = machine.Machine("puntuale-prova", place)
    host.make(debian)
    try:
        host.start()
        there = Installation(host, report)
        before = there.what_is_there()
        there.install(old)
        there.set_up()
        there.add_comuni()
        there.deliver_first()
        there.say_minutes()
        there.look_at_hardening()
        there.look_at_configuration()
        there.run_drills()
        there.upgrade(new)
        there.replace_by(old, "back, on the newer database")
        there.replace_by(new, "and forth")
        there.back_up_and_restore()
        there.look_for_secrets()
        there.purge(before)
    finally:
        host.stop()
    return report.end()


place = Path(os.environ.get("RUN_DIR", ".run")).absolute() / "package-test"
place.mkdir(parents=True, exist_ok=True)
sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), place))
