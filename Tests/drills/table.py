"""What drills print: a row for each, and what is wrong with it below."""

from dataclasses import dataclass, field


@dataclass
class Row:
    name: str
    columns: dict[str, int | str]
    faults: list[str] = field(default_factory=list)
    # Why its faults are none of the program's: what nobody can know, and what a person does instead.
    beyond: str = ""


class Table:
    def __init__(self, width: int, columns: list[str]):
        self.width, self.columns, self.missed = width, columns, 0
        print("  " + " " * width + "".join(f"  {name}" for name in columns))

    def add(self, row: Row) -> None:
        cells = "".join(f"  {row.columns[name]:>{len(name)}}" for name in self.columns)
        mark = " " if not row.faults else "≈" if row.beyond else "!"
        print(f"{mark} {row.name:<{self.width}}{cells}")
        for fault in row.faults + ([row.beyond] if row.faults and row.beyond else []):
            print(f"      {fault}")
        self.missed += mark == "!"
