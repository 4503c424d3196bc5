"""Which failure says which phrase: a table, not branches. An error's phrase is `error_<key>`."""

from dataclasses import dataclass

import discord

from bot.errors import (
    AnswerGoneError,
    BrokenQuestionError,
    CannotOpenThreadError,
    CannotSendError,
    CooldownError,
    DocumentGoneError,
    EmptyQuestionError,
    IngestLaterError,
    LastDocumentError,
    LeavingError,
    LongQuestionError,
    NotEditorError,
    NoTextError,
    NotManagerError,
    PassageGoneError,
    QueueFullError,
    ServerCooldownError,
    UploadExistsError,
    UploadNameError,
    WordlessQuestionError,
    WrongChannelError,
)
from bot.phrases import Phrases
from bot.render.escaping import escape
from bot.sending import GONE
from ingest.errors import (
    BinaryDocumentError,
    BusyError,
    ClosedFolderError,
    DossierError,
    EmptyDocumentError,
    EncodingDocumentError,
    FolderError,
    MetadataError,
    NameDocumentError,
    NothingIngestedError,
    RebuildUnfinishedError,
    TooLargeDocumentError,
    UnknownDocumentError,
    UnreadableDocumentError,
    UnsupportedDocumentError,
)

FOR_ASKERS: tuple[type[DossierError], ...] = (
    EmptyQuestionError,
    WordlessQuestionError,
    LongQuestionError,
    BrokenQuestionError,
    CooldownError,
    ServerCooldownError,
    QueueFullError,
    LeavingError,
    WrongChannelError,
    NoTextError,
    AnswerGoneError,
    PassageGoneError,
    DocumentGoneError,
    NotEditorError,
    NotManagerError,
    CannotSendError,
    CannotOpenThreadError,
    UnknownDocumentError,
)
"""What who asked can mend."""
FOR_EDITORS: tuple[type[DossierError], ...] = (
    UploadNameError,
    UploadExistsError,
    LastDocumentError,
    BusyError,
    IngestLaterError,
    FolderError,
    ClosedFolderError,
    NothingIngestedError,
    RebuildUnfinishedError,
    UnsupportedDocumentError,
    UnreadableDocumentError,
    NameDocumentError,
    BinaryDocumentError,
    EncodingDocumentError,
    TooLargeDocumentError,
    EmptyDocumentError,
    MetadataError,
)
"""What who changes the dossier can mend. Any other error is for who runs the bot: it is logged,
and Discord is told under which number."""

_TOLD = frozenset((*FOR_ASKERS, *FOR_EDITORS))


@dataclass(frozen=True)
class Told:
    """What is said of a failure to who met it."""

    text: str
    is_our_fault: bool
    """Whether only who runs the bot can mend it."""


def explain(error: Exception, phrases: Phrases, request: str) -> Told:
    """Say what happened and what to do; `request` finds the log line of what can't be said."""
    if type(error) in _TOLD and isinstance(error, DossierError):
        return Told(phrases(phrase_key(type(error)), **_shown(error.fields)), is_our_fault=False)
    if isinstance(error, discord.Forbidden):
        return Told(phrases("error_forbidden"), is_our_fault=False)
    if isinstance(error, discord.HTTPException) and error.code in GONE:
        return Told(phrases("error_expired"), is_our_fault=False)
    return Told(phrases("error_unexpected", request=request), is_our_fault=True)


def phrase_key(error: type[DossierError]) -> str:
    """Name the phrase of an error."""
    return f"error_{error.key.replace('-', '_')}"


def _shown(fields: dict[str, object]) -> dict[str, object]:
    """Names of files and the like may hold anything; what Discord itself shows is left alone."""
    alone = {"until", "channel", "channels"}
    return {
        name: escape(value) if isinstance(value, str) and name not in alone else value
        for name, value in fields.items()
    }
