"""What reading a damaged or hostile ZIP raises, in one place: the standard library lets many kinds of error through."""

import lzma
import zipfile
import zlib
from typing import Final

BROKEN_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,  # a deflate stream that is no such stream
    lzma.LZMAError,
    EOFError,  # a stream that ends early
    OSError,  # a damaged bzip2 stream, a place in the file before its beginning
    NotImplementedError,  # a way of packing that Python does not know
    RuntimeError,  # a password
    ValueError,  # a name or a number that cannot be
)
