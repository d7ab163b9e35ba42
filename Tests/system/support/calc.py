"""A workbook as LibreOffice Calc reads it: converted to its own flat XML, where every cell says its type and value."""

import subprocess
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

PREFIXES = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text", "style")}


@dataclass
class Cell:
    kind: str | None  # string, float, date, time; None: empty
    value: str
    formula: str | None


def name(prefix: str, local: str) -> str: return f"{{{PREFIXES[prefix]}}}{local}"


class Sheet:
    """The first rows of a sheet, and how wide its columns are, in millimetres."""

    def __init__(self, book: bytes, title: str, directory: Path):
        directory.mkdir(exist_ok=True)
        (directory / "book.xlsx").write_bytes(book)
        # A profile of its own: two LibreOffices with one refuse each other.
        subprocess.run(["soffice", f"-env:UserInstallation=file://{directory}/profile", "--headless", "--convert-to", "fods", "--outdir",
                        directory, directory / "book.xlsx"], check=True, capture_output=True, timeout=120)
        root = ElementTree.parse(directory / "book.fods").getroot()
        [sheet] = [found for found in root.iter(name("table", "table")) if found.get(name("table", "name")) == title]
        widths = {style.get(name("style", "name")): properties.get(name("style", "column-width"))
                  for style in root.iter(name("style", "style")) for properties in style.iter(name("style", "table-column-properties"))}
        self.widths = [width for column in sheet.iter(name("table", "table-column"))
                       for width in [widths[column.get(name("table", "style-name"))]] * repeated(column, "columns")]
        self.rows = [cells(row) for row in sheet.iter(name("table", "table-row"))]
        self.rows = [row for row in self.rows if any(cell.kind for cell in row)]


def repeated(element, what: str) -> int: return int(element.get(name("table", f"number-{what}-repeated"), 1))


def cells(row) -> list[Cell]:
    found = []
    for cell in row.iter(name("table", "table-cell")):
        kind = cell.get(name("office", "value-type"))
        paragraphs = "\n".join("".join(said(paragraph)) for paragraph in cell.iter(name("text", "p")))
        values = [cell.get(name("office", f"{what}value")) for what in ("date-", "time-", "")]
        value = next(filter(None, values), paragraphs)
        # What fills the sheet to its right edge says nothing.
        times = repeated(cell, "columns") if kind else min(repeated(cell, "columns"), 100)
        found += [Cell(kind, value, cell.get(name("table", "formula")))] * times
    return found


def said(element):
    """The text of a paragraph, in which several blanks are an element of their own."""
    yield element.text or ""
    for part in element:
        yield " " * int(part.get(name("text", "c"), 1)) if part.tag == name("text", "s") else "".join(said(part))
        yield part.tail or ""
