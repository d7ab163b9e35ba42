"""The logo of a tenant: set by command line, shown in the header, given to everybody."""

import re
import struct
import zlib

REFUSED, WRONG_ARGUMENTS = 65, 64


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    lines = (b"\0" + bytes(width)) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))


def shown(visitor) -> tuple[str, str, str] | None:
    """Address, width and height of the logo in the header of the log in."""
    found = re.search(r'<img class="logo"\s+src="([^"]*)" alt="" width="(\d+)"\s+height="(\d+)">', visitor.get("/entra").html)
    return found and found.groups()


def test_a_logo_is_shown_to_everybody_kept_by_browsers_and_gone_with_the_next(demo, other_tenant, tmp_path):
    visitor, file = other_tenant.visitor(), tmp_path / "logo"
    addresses = []
    for width in [90, 91]:
        file.write_bytes(png(width, 60))
        assert demo.puntuale("ente", "logo", other_tenant.code, str(file)).returncode == 0
        address, *size = shown(visitor)
        addresses.append(address)
        picture = visitor.get(address)
        assert size == [str(width), "60"] and picture.status == 200 and picture.body == png(width, 60)
        assert picture.header("Content-Type") == "image/png" and picture.header("X-Content-Type-Options") == "nosniff"
        assert picture.header("Cache-Control") == "public, max-age=31536000, immutable"
    assert addresses[0] != addresses[1]
    old = visitor.get(addresses[0])
    assert old.body == png(91, 60) and old.header("Cache-Control") == "no-store"
    assert demo.puntuale("ente", "logo", other_tenant.code, "--remove").returncode == 0
    assert shown(visitor) is None and visitor.get(addresses[1]).status == 404
    assert demo.puntuale("ente", "logo", other_tenant.code, str(demo.run_dir / f"logo-{other_tenant.code}.png")).returncode == 0


def test_what_is_no_picture_is_refused_and_the_logo_stays(demo, tenant, tmp_path):
    before, file = shown(tenant.visitor()), tmp_path / "logo.png"
    assert before
    for content, words in [(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG, JPEG o WebP"), (png(10, 10)[:20], "incompleta"),
                           (png(2001, 1), "2.001 × 1 pixel"), (png(9, 9) + bytes(65_536), "al massimo 65.536"), (b"", "PNG, JPEG o WebP")]:
        file.write_bytes(content)
        result = demo.puntuale("ente", "logo", tenant.code, str(file))
        assert result.returncode == REFUSED and words in result.stderr
    assert demo.puntuale("ente", "logo", tenant.code, str(tmp_path / "manca")).returncode == REFUSED
    assert demo.puntuale("ente", "logo", "c_nessuno", str(file)).returncode == REFUSED
    for arguments in [[], [str(file), "--remove"]]:
        assert demo.puntuale("ente", "logo", tenant.code, *arguments).returncode == WRONG_ARGUMENTS
    assert shown(tenant.visitor()) == before
