"""`puntuale keys create` and `rotate`, and what an interruption or a full disk leaves of their files."""

import os
import subprocess

import pytest

pytestmark = pytest.mark.disturbs


@pytest.fixture
def keys(demo, tmp_path):
    """Runs `keys create` for a pair of its own."""
    text = (demo.run_dir / "puntuale.conf").read_text()
    for key, name in [("keys.public_file", "public"), ("keys.private_file", "private")]:
        line = next(line for line in text.splitlines() if line.startswith(key))
        text = text.replace(line, f"{key} = {tmp_path}/{name}")
    (tmp_path / "puntuale.conf").write_text(text)

    def run(*options: str) -> subprocess.CompletedProcess:
        return demo.puntuale("keys", "create", *options, configuration=tmp_path / "puntuale.conf")
    return run


def test_a_creation_that_was_killed_between_the_two_files_is_finished_by_the_next(keys, tmp_path):
    assert keys().returncode == 0
    public, private = tmp_path / "public", tmp_path / "private"
    pair = public.read_bytes(), private.read_bytes()
    assert keys().returncode == 65 and keys("--if-missing").returncode == 0
    for left in (None, b""):
        public.unlink()
        if left is not None:
            public.write_bytes(left)
        done = keys("--if-missing")
        assert done.returncode == 0 and "che c'era già" in done.stdout, done
        assert (public.read_bytes(), private.read_bytes()) == pair and public.stat().st_mode & 0o777 == 0o644
    public.unlink()
    private.write_bytes(b"")
    assert keys("--if-missing").returncode == 0 and len(private.read_bytes()) == 32 != pair[1] and private.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"public", "private", "puntuale.conf"}


def test_a_public_key_without_its_private_one_is_left_alone(keys, tmp_path):
    (tmp_path / "public").write_bytes(b"x" * 32)
    done = keys("--if-missing")
    assert done.returncode == 65 and "non si sovrascrivono" in done.stderr and not (tmp_path / "private").exists()


def test_what_is_no_key_is_not_taken_for_one(keys, tmp_path):
    (tmp_path / "private").write_bytes(b"x" * 31)
    assert keys("--if-missing").returncode == 78 and not (tmp_path / "public").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting is not allowed")
def test_a_full_disk_leaves_nothing_of_a_rotation(demo, keys, tmp_path):
    place = tmp_path / "piccolo"
    place.mkdir()
    text = (tmp_path / "puntuale.conf").read_text().replace(f"{tmp_path}/p", f"{place}/p")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12k,mode=700", "tmpfs", place], check=True)
    try:
        (tmp_path / "puntuale.conf").write_text(text)
        assert keys().returncode == 0
        with (place / "rest").open("wb", buffering=0) as rest, pytest.raises(OSError):
            while True:
                rest.write(b"x" * 4_096)
        done = demo.puntuale("keys", "rotate", configuration=tmp_path / "puntuale.conf")
        assert done.returncode == 78 and "non si può sostituire" in done.stderr, done
        assert {path.name for path in place.iterdir()} == {"public", "private", "rest"}
    finally:
        subprocess.run(["umount", place], check=True)
