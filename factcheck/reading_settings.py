"""What all parts of the settings are read with."""

from pathlib import Path

from environs import Env


class ConfigurationError(Exception):
    """A setting in the environment is wrong; the message names it and says why."""


def secret(env: Env, name: str) -> str:
    """A setting that nobody else may read: from the environment, or from the file that NAME_FILE names."""
    given, path = env.str(name, ""), env.str(f"{name}_FILE", "")
    if not path:
        return given
    if given:
        raise ConfigurationError(f"{name} and {name}_FILE are both set; keep one of them.")
    try:
        return Path(path).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{name}_FILE is {path}, and that file cannot be read.") from error
