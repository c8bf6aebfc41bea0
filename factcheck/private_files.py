"""Keeping what the desk writes from other accounts of the machine."""

import os
import stat
from pathlib import Path


def keep_private(data_dir: Path) -> None:
    """From now on this process and its children make files for this account alone; the data folder is closed too.

    The database holds sessions, and letters kept in the outbox hold links, so whoever reads the folder is signed in. A
    folder that belongs to another account, or that is everybody's such as /tmp, is left as it is.
    """
    os.umask(0o077)
    found = data_dir.stat()
    if found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX:
        data_dir.chmod(0o700)
