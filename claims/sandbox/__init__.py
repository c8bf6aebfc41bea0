"""Bytes of others are worked on in a child process with limits: a hostile file costs those and no more. No Django."""

from claims.sandbox.running import Limits, TooCostly, run_limited

__all__ = ["Limits", "TooCostly", "run_limited"]
