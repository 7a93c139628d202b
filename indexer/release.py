"""The files that a wheel ships, and the command khizana, which a checkout lacks."""

from __future__ import annotations

from pathlib import Path

CONFIG = "config.toml"
SHIPPED = Path(__file__).resolve().with_name("shipped")  # in a wheel: config.toml and corpus/


def default_config() -> Path:
    """The config.toml that states every setting: the one in the wheel, else beside the package."""
    shipped = SHIPPED / CONFIG
    return shipped if shipped.is_file() else SHIPPED.parent.parent / CONFIG


def command(arguments: str) -> str:
    """The command line for `arguments`: `khizana` where it is installed."""
    return f"{'khizana' if SHIPPED.is_dir() else 'python -m indexer'} {arguments}"
