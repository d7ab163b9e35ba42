"""Codici fiscali of nobody: a place code X0nn or X9nn belongs to no comune and no state."""

import itertools

ODD = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21,
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23], strict=True))
EVEN = {letter: int(letter) if letter.isdigit() else ord(letter) - 65 for letter in ODD}

_numbers = itertools.count()


def with_control(fifteen: str) -> str:
    """The control character: odd and even places count differently (D.M. 23 dicembre 1976)."""
    total = sum((ODD if place % 2 == 0 else EVEN)[letter] for place, letter in enumerate(fifteen))
    return fifteen + chr(65 + total % 26)


def new_citizen() -> str:
    """Somebody on App IO whom no other test writes to."""
    number = next(_numbers)
    letters = "BCDFGHLMNPQRSTVZ"
    surname = "".join(letters[number // 16 ** place % 16] for place in (2, 1, 0))
    return with_control(f"{surname}PRV80A01X9{number % 100:02}")


PERSONAS = {int(code[9:11]): code for code in """
    TSTPRS80A01X001B TSTPRS80A02X002L TSTPRS80A03X003P TSTPRS80A04X004T TSTPRS80A05X005B TSTPRS80A06X006F TSTPRS80A07X007J
    TSTPRS80A08X008N TSTPRS80A09X009R TSTPRS80A10X010F TSTPRS80A11X011D TSTPRS80A12X012N TSTPRS80A13X013R TSTPRS80A14X014V
    TSTPRS80A15X015D TSTPRS80A16X016H TSTPRS80A17X017L TSTPRS80A18X018P TSTPRS80A19X019T TSTPRS80A20X020H""".split()}
OFFICIAL = "AAAAAA00A00A000A"
