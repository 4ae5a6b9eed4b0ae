"""What a server is started with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOST: Final = "127.0.0.1"
PORT: Final = 8765
SECONDS: Final = 30.0
WAIT: Final = 60.0
ROWS: Final = 100_000
WORKERS: Final = 4
SIZE: Final = 64 << 20
MEMORY: Final = 3 << 30


@dataclass(frozen=True)
class ServeOptions:
    """`seconds`, `rows`, `size` and `memory` (bytes) are the limits of one answer; `wait` is
    for how many seconds one may wait for its turn."""

    store: Path
    host: str = HOST
    port: int = PORT
    seconds: float = SECONDS
    rows: int = ROWS
    workers: int = WORKERS
    own: Path | None = None
    size: int = SIZE
    memory: int = MEMORY
    wait: float = WAIT
