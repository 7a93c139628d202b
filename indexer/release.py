"""What a wheel has and a checkout has not: shipped files, and the command khizana."""

from __future__ import annotations

from pathlib import Path

CONFIG = "config.toml"
SHIPPED = Path(__file__).resolve().with_name("shipped")  # in a wheel: config.toml and corpus/


def default_config() -> Path:
    """The config.toml that states every setting: the one in the wheel, else beside the package."""
    shipped = SHIPPED / CONFIG
    return shipped if shipped.is_file() else SHIPPED.parent.parent / CONFIG


def command(arguments: str) -> str:
    """What a reader types for the command `arguments`: `khizana` is there where it is installed."""
    return f"{'khizana' if SHIPPED.is_dir() else 'python -m indexer'} {arguments}"
