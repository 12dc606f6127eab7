"""A corpus that is edited at random: few names and few letters, so that they collide often."""

import io
import os
import random
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.letters.letters import item, letter

FOLDERS = ("", "a", "a/b", "c")
STEMS = ("one", "One", "one-2", "two", "CM15-0000001", "cm15-0000002")
ENDINGS = (".txt", ".text")
ARCHIVES = ("x.zip", "a/x.zip", "c/y.tar.gz", "z.tar")
NUMBERS = ("", *(f"Case Number: CM15-000000{n}\n\n" for n in range(1, 5)))
LONG = "The request of the injured worker for more of it is not medically necessary: no guideline speaks for it. " * 3


def some_letter(chance: random.Random) -> bytes:
    """Return what a file may hold: mostly a letter, with a number or without, now and then two, or none."""
    if chance.random() < 0.1:
        return chance.choice((b"", b"no letter", b"%PDF-1.4 damaged"))
    text = "".join(_one_letter(chance) for _ in range(chance.choice((1, 1, 1, 1, 2))))
    return text.replace("\n", chance.choice(("\n", "\n", "\r\n"))).encode()


def _one_letter(chance: random.Random) -> str:
    titles = chance.choices(("Norco", "Soma", "MRI of the knee"), k=chance.randint(1, 2))
    text = letter(*(item(title, rationale=LONG) for title in titles), header=chance.choice(NUMBERS))
    return text if chance.random() < 0.8 else text.replace(": Upheld", "", 1)


class RandomCorpus:
    """Edits a folder; the same seed makes the same edits."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.log: list[str] = []
        self._clock = 1_000_000_000 * 10**9
        folder.mkdir()
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for _ in range(8):
            self.add()

    def edit(self) -> None:
        """Do one thing."""
        edits: tuple[Callable[[], None], ...] = (
            self.add, self.add, self.change, self.change_unnoticed, self.touch, self.move, self.swap, self.remove,
            self.duplicate, self.pack, self.pack, self.damage_archive, self.move_folder, self.link, self.pipe,
        )  # fmt: skip
        self.chance.choice(edits)()

    def add(self) -> None:
        """Write a new file, or another content over an old one."""
        self._write(self._some_path(), some_letter(self.chance))

    def change(self) -> None:
        """Add a line to a file."""
        if file := self._some_file():
            self._write(file, file.read_bytes() + b"\nMore.")

    def change_unnoticed(self) -> None:
        """Change a file such that size and time of modification stay."""
        if (file := self._some_file()) and file.suffix in ENDINGS:
            was = file.stat()
            file.write_bytes(file.read_bytes().replace(b"Norco", b"Ultra").replace(b"Soma", b"Advl"))
            os.utime(file, ns=(0, was.st_mtime_ns))
            self._note("unnoticed", file)

    def touch(self) -> None:
        """Give a file another time."""
        if file := self._some_file():
            self._stamp(file)
            self._note("touch", file)

    def move(self) -> None:
        """Move a file to another folder or to another name."""
        if file := self._some_file():
            others = (self.folder / self.chance.choice(FOLDERS) / file.name, self._some_path())
            other = self.chance.choice(others)
            if file.suffix in ENDINGS and not other.is_dir():
                other.parent.mkdir(parents=True, exist_ok=True)
                file.rename(other)
                self._note("move", file, other)

    def swap(self) -> None:
        """Let two files change places."""
        files = self._files()
        if len(files) > 1:
            one, other = self.chance.sample(files, 2)
            aside = self.folder / ".aside"
            one.rename(aside)
            other.rename(one)
            aside.rename(other)
            self._note("swap", one, other)

    def remove(self) -> None:
        """Remove a file."""
        if (file := self._some_file()) and len(self._files()) > 3:
            file.unlink()
            self._note("remove", file)

    def duplicate(self) -> None:
        """Copy a file, with its time or without."""
        if (file := self._some_file()) and file.suffix in ENDINGS:
            other = self._some_path()
            if other != file:
                shutil.copyfile(file, other)
                if self.chance.random() < 0.5:
                    shutil.copystat(file, other)
                self._note("duplicate", file, other)

    def pack(self) -> None:
        """Put some files into an archive."""
        files = [file for file in self._files() if file.suffix in ENDINGS]
        chosen = self.chance.sample(files, min(len(files), self.chance.randint(0, 4)))
        path = self.folder / self.chance.choice(ARCHIVES)
        path.parent.mkdir(parents=True, exist_ok=True)
        packed = [(self.chance.choice(("", "in/")) + file.name, file.read_bytes()) for file in chosen]
        path.write_bytes((zip_of if path.suffix == ".zip" else tar_of)(packed, path.suffix))
        self._note("pack", path, *chosen)
        for file in chosen:
            if self.chance.random() < 0.5:
                file.unlink()

    def damage_archive(self) -> None:
        """Cut an archive's end off, or remove it."""
        archives = [path for name in ARCHIVES if (path := self.folder / name).is_file()]
        if archives:
            path = self.chance.choice(archives)
            if self.chance.random() < 0.5:
                path.write_bytes(path.read_bytes()[:-600])
                self._note("damage", path)
            else:
                path.unlink()
                self._note("remove", path)

    def move_folder(self) -> None:
        """Move all files of a folder into a new one, or back."""
        one, other = self.chance.choice((("a", "moved"), ("moved", "a")))
        if (self.folder / one).is_dir() and not (self.folder / other).exists():
            (self.folder / one).rename(self.folder / other)
            self._note("move folder", self.folder / one)

    def link(self) -> None:
        """Make a link to a folder, or to nowhere, or remove it."""
        path = self.folder / self.chance.choice(("c/link", "link.txt"))
        if path.is_symlink():
            path.unlink()
        elif path.parent.is_dir():
            path.symlink_to(self.folder / self.chance.choice(("a", "c", "nowhere", "one.txt")))
        self._note("link", path)

    def pipe(self) -> None:
        """Make something that cannot be read, or remove it."""
        path = self.folder / "pipe.txt"
        if path.exists():
            path.unlink()
        else:
            os.mkfifo(path)
        self._note("pipe", path)

    def _some_path(self) -> Path:
        name = self.chance.choice(STEMS) + self.chance.choice(ENDINGS)
        folder = self.folder / self.chance.choice(FOLDERS)
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def _files(self) -> list[Path]:
        found = (path for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink())
        return sorted(found)

    def _some_file(self) -> Path | None:
        files = self._files()
        return self.chance.choice(files) if files else None

    def _write(self, path: Path, data: bytes) -> None:
        path.write_bytes(data)
        if self.chance.random() < 0.5:
            self._stamp(path)
        self._note("write", path)

    def _stamp(self, path: Path) -> None:
        self._clock += self.chance.randrange(10**9)
        os.utime(path, ns=(0, self._clock))

    def _note(self, what: str, *paths: Path) -> None:
        self.log.append(f"{what} {', '.join(str(path.relative_to(self.folder)) for path in paths)}")


def zip_of(files: list[tuple[str, bytes]], _: str = ".zip") -> bytes:
    """Return a zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data)
    return made.getvalue()


def tar_of(files: list[tuple[str, bytes]], ending: str = ".tar") -> bytes:
    """Return a tar file; compressed if `ending` is `.gz`."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz" if ending == ".gz" else "w") as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()
