"""Whether some program has a file open for writing.

Linux grants a read lease on a file only while nobody has it open for writing. The lease is given back at once. Where
there are no leases (other systems, network file systems, files of other users) the answer is no, and a file counts as
written when it has stopped changing.
"""

import contextlib
import errno
import fcntl
import os
import signal


def allow_leases() -> None:
    """Ignore SIGIO, which the system sends when somebody opens a leased file, and which ends a program otherwise.

    Must be called by the main thread, before `is_open_for_writing`.
    """
    if hasattr(signal, "SIGIO"):
        signal.signal(signal.SIGIO, signal.SIG_IGN)


def is_open_for_writing(path: str) -> bool:
    """Return whether a file is certainly open for writing."""
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    else:
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        return False
    finally:
        os.close(descriptor)
