"""What every command line does around its work: settings, logs, and how it ends."""

import logging
import os
import sys
from collections.abc import Callable
from typing import TypeVar

from ingest.errors import DossierError
from ingest.logs import set_up_logging
from ingest.settings import IngestSettings, unknown_settings

Settings = TypeVar("Settings", bound=IngestSettings)

log = logging.getLogger(__name__)


def run_command(
    kind: type[Settings], act: Callable[[Settings], int], interrupted: str = "interrupted"
) -> int:
    """Read the settings, act, and turn whatever ends it into one line and an exit status.

    `interrupted`: what to say after Ctrl-C.
    Returns: what `act` does; 1 after an error that a person can mend, 130 after Ctrl-C, and 0
    where whoever reads the output has enough (`| head`).
    """
    try:
        settings = kind.load()
        set_up_logging(settings.log_level, settings.log_format)
        for message in unknown_settings(kind):
            log.warning(message)
        status = act(settings)
        sys.stdout.flush()
    except DossierError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Python flushes once more as it ends, which must not fail.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(interrupted, file=sys.stderr)
        return 130
    return status
