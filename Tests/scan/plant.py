"""plant.py DIRECTORY [--look]: makes two holes in a copy of the sources, so that it is seen whether the scanners find them; with
--look only says whether they could be made.

What is typed is shown without escaping, and the numero avviso that is looked for becomes part of a statement."""

import sys
from pathlib import Path

HOLES = [
    ("Sources/Text/HTMLEntity.swift", 'case UInt8(ascii: "<"): "&lt;"', 'case 0: "&lt;"'),
    ("Sources/Text/HTMLEntity.swift", 'case UInt8(ascii: "\\""): "&quot;"', 'case 1: "&quot;"'),
    ("Sources/Store/Archive/ArchiveCriteria.swift", 'any("notification_notice", "notice_number", [notice.inASCII])',
     'let it = SQL(trusted: "\'" + notice + "\'"); criteria.append(ArchiveCriterion(condition: "n.notice_number = \\(it)", way: '
     '.lists([.index("notification_notice", of: tenant, "notice_number", it)])))'),
]

for path, whole, broken in HOLES:
    file = Path(sys.argv[1]) / path
    text = file.read_text()
    if text.count(whole) != 1:
        sys.exit(f"{path} has changed: where is «{whole}» now?")
    if "--look" not in sys.argv:
        file.write_text(text.replace(whole, broken))
