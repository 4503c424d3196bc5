"""Which failure says which phrase: a table, not branches. An error's phrase is `error_<key>`."""

from dataclasses import dataclass

import discord

from bot.codes import EXPIRED, code_of
from bot.errors import (
    AnswerGoneError,
    AnswerOverError,
    AttachmentGoneError,
    BrokenQuestionError,
    CannotOpenThreadError,
    CannotSendError,
    CooldownError,
    DocumentGoneError,
    EmptyQuestionError,
    IngestStoppedError,
    LastDocumentError,
    LeavingError,
    LongQuestionError,
    LongStatementsError,
    NoDocumentError,
    NotAskerError,
    NotEditorError,
    NoTextError,
    NothingStatedError,
    NotManagerError,
    PassageGoneError,
    QueueFullError,
    ServerCooldownError,
    ServersUnnamedError,
    UploadDateError,
    UploadExistsError,
    UploadNameError,
    UploadSourceError,
    WordlessQuestionError,
    WrongChannelError,
)
from bot.phrases import Phrases
from bot.render.escaping import escape
from ingest.errors import (
    BinaryDocumentError,
    BusyError,
    ClosedFolderError,
    DamagedDocumentError,
    DossierError,
    EmptyDocumentError,
    EncodingDocumentError,
    EncryptedDocumentError,
    FolderError,
    LongDocumentError,
    MetadataError,
    NameDocumentError,
    NothingIngestedError,
    RebuildUnfinishedError,
    ScannedDocumentError,
    SlowDocumentError,
    SwollenDocumentError,
    TooLargeDocumentError,
    UnreadableDocumentError,
    UnsupportedDocumentError,
)

FOR_ASKERS: tuple[type[DossierError], ...] = (
    EmptyQuestionError,
    WordlessQuestionError,
    LongQuestionError,
    BrokenQuestionError,
    NothingStatedError,
    LongStatementsError,
    CooldownError,
    ServerCooldownError,
    QueueFullError,
    LeavingError,
    WrongChannelError,
    NoTextError,
    AnswerGoneError,
    AnswerOverError,
    NotAskerError,
    PassageGoneError,
    DocumentGoneError,
    NotEditorError,
    ServersUnnamedError,
    NotManagerError,
    CannotSendError,
    CannotOpenThreadError,
    NoDocumentError,
)
"""What who asked can mend."""
FOR_EDITORS: tuple[type[DossierError], ...] = (
    UploadNameError,
    UploadDateError,
    UploadSourceError,
    UploadExistsError,
    AttachmentGoneError,
    LastDocumentError,
    BusyError,
    IngestStoppedError,
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
    SwollenDocumentError,
    EncryptedDocumentError,
    DamagedDocumentError,
    SlowDocumentError,
    LongDocumentError,
    ScannedDocumentError,
    EmptyDocumentError,
    MetadataError,
)
"""What who changes the dossier can mend. Any other error is for who runs the bot: it is logged,
and Discord is told under which number."""

_EXPLAINED = frozenset((*FOR_ASKERS, *FOR_EDITORS))


@dataclass(frozen=True)
class Explanation:
    """What is said of a failure to who met it."""

    text: str
    is_our_fault: bool
    """Whether only who runs the bot can mend it."""


def explain(error: Exception, phrases: Phrases, request: str) -> Explanation:
    """Say what happened and what to do; `request` finds the log line of what can't be said."""
    if type(error) in _EXPLAINED and isinstance(error, DossierError):
        return Explanation(
            phrases(phrase_key(type(error)), **_shown(error.fields)), is_our_fault=False
        )
    if key := _phrase_of_refusal(error):
        return Explanation(phrases(key), is_our_fault=False)
    return Explanation(phrases("error_unexpected", request=request), is_our_fault=True)


def phrase_key(error: type[DossierError]) -> str:
    """Name the phrase of an error."""
    return f"error_{error.key.replace('-', '_')}"


def _phrase_of_refusal(error: Exception) -> str | None:
    """The phrase of what Discord refuses; None if that is for who runs the bot."""
    if code_of(error) in EXPIRED:
        return "error_expired"
    if isinstance(error, discord.Forbidden):
        return "error_forbidden"
    return "error_not_found" if isinstance(error, discord.NotFound) else None


def _shown(fields: dict[str, object]) -> dict[str, object]:
    """Names of files and the like may hold anything; what Discord itself shows is left alone."""
    alone = {"until", "channel", "channels"}
    return {
        name: escape(value) if isinstance(value, str) and name not in alone else value
        for name, value in fields.items()
    }
