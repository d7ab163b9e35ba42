"""What drills print: a row for each, and what is wrong with it below."""

from dataclasses import dataclass, field


@dataclass
class Row:
    name: str
    columns: dict[str, int | str]
    faults: list[str] = field(default_factory=list)


class Table:
    def __init__(self, width: int, columns: list[str]):
        self.width, self.columns, self.missed = width, columns, 0
        print("  " + " " * width + "".join(f"  {name}" for name in columns))

    def add(self, row: Row) -> None:
        cells = "".join(f"  {row.columns[name]:>{len(name)}}" for name in self.columns)
        print(f"{'!' if row.faults else ' '} {row.name:<{self.width}}{cells}")
        for fault in row.faults:
            print(f"      {fault}")
        self.missed += bool(row.faults)
