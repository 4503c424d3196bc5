"""Every way asking can fail that a person can mend; extends the tree of `ingest.errors`.

DossierError
├── QuestionError               a question can't be asked
│   ├── EmptyQuestionError
│   ├── WordlessQuestionError
│   ├── LongQuestionError
│   └── BrokenQuestionError
├── StatementError              what is to be checked can't be
│   ├── NothingStatedError
│   └── LongStatementsError
├── DataFolderError             (of ingest) the data folder can't be used
│   ├── RecordsBusyError
│   ├── RecordsBrokenError
│   ├── RecordsNewerError
│   └── AskerKeyError
├── BatchLineError              a line of `ask --json -` is no question
├── DiscordError                the bot can't run on Discord
│   ├── TokenMissingError
│   ├── TokenRefusedError
│   └── DiscordUnreachableError
├── RefusalError                what somebody on Discord asks for is not done
│   ├── CooldownError
│   │   └── ServerCooldownError
│   ├── QueueFullError
│   ├── LeavingError
│   ├── WrongChannelError
│   ├── NoTextError
│   ├── AnswerGoneError
│   ├── AnswerOverError
│   ├── NotAskerError
│   ├── PassageGoneError
│   ├── NoDocumentError
│   ├── DocumentGoneError
│   ├── LastDocumentError
│   ├── IngestStoppedError
│   ├── NotEditorError
│   ├── ServersUnnamedError
│   └── NotManagerError
├── RerankerError               the reranking model can't be loaded
├── PromptError                 what a language model is told can't be used
│   ├── PromptMissingError
│   ├── PromptHeaderError
│   ├── PromptPartError
│   ├── PromptVariableError
│   └── PromptOutputError
├── LlmError                    the language model wrote nothing that can be used
│   ├── LlmServerError          its server fails, or refuses
│   │   ├── LlmUnreachableError
│   │   ├── LlmSlowError
│   │   ├── LlmKeyError
│   │   ├── LlmCreditError
│   │   ├── LlmBusyError
│   │   ├── LlmModelError
│   │   ├── LlmRequestError
│   │   ├── LlmCutError
│   │   └── LlmNonsenseError
│   ├── LlmReplyError           its server works, and what it wrote is no use
│   │   ├── LlmEmptyError
│   │   ├── LlmRefusedError
│   │   ├── LlmUnreadableError
│   │   ├── LlmUnfinishedError
│   │   └── LlmLongReplyError
│   ├── LlmContextError         it can't read that much at once
│   ├── LlmPausedError          it failed so often that it is left alone for a while
│   ├── BudgetSpentError        a day's share is used up
│   └── BudgetUnreadableError   nobody knows what is left of it
├── PermissionMissingError      the bot lacks a permission on Discord
│   ├── CannotSendError
│   └── CannotOpenThreadError
└── UploadError                 an attachment can't become a document
    ├── UploadNameError
    ├── UploadDateError
    ├── UploadSourceError
    ├── UploadExistsError
    └── AttachmentGoneError
"""

from ingest.errors import DataFolderError, DossierError


class QuestionError(DossierError):
    """A question can't be asked as it stands."""


class EmptyQuestionError(QuestionError):
    """There is nothing but white space."""

    key = "empty-question"
    problem = "The question is empty."
    remedy = 'Ask in words, for example: "when was it decided?"'


class WordlessQuestionError(QuestionError):
    """There is neither a letter nor a digit."""

    key = "wordless-question"
    problem = "The question has no words."
    remedy = 'Ask in words, for example: "when was it decided?"'


class LongQuestionError(QuestionError):
    """The question is longer than anything that is one question."""

    key = "long-question"
    problem = "The question has {length} characters, and at most {limit} can be read."
    remedy = "Ask one thing at a time."


class BrokenQuestionError(QuestionError):
    """There is half a surrogate pair: bytes that are no UTF-8, or such an escape in JSON."""

    key = "broken-question"
    problem = "The question has no whole character at position {position}."
    remedy = "Write it again, in UTF-8."


class StatementError(DossierError):
    """What somebody wrote can't be checked as it stands."""


class NothingStatedError(StatementError):
    """It has only greetings, questions, links, code or words of others."""

    key = "nothing-stated"
    problem = "The text states nothing that could be checked."
    remedy = 'Give whole sentences that say something: "the suit was withdrawn in May 2008."'


class LongStatementsError(StatementError):
    """It is longer than a message on Discord can be, several times over."""

    key = "long-statements"
    problem = "The text has {length} characters, and at most {limit} are checked at once."
    remedy = "Check a part of it."


class BatchLineError(DossierError):
    """A line of batch mode is neither a question nor a JSON object with one."""

    key = "batch-line"
    problem = "Line {line} is not a question: {reason}."
    remedy = 'Write the question alone, or {{"id": "q1", "question": "when was it decided?"}}.'


class RecordsBusyError(DataFolderError):
    """Another process holds a lock on the file of what is kept."""

    key = "records-busy"
    problem = "Another process is using {path} and doesn't let go of it."
    remedy = "Wait until it has finished, or close it, then try again."


class RecordsBrokenError(DataFolderError):
    """The file of what is kept is damaged, or something else."""

    key = "records-broken"
    problem = "The file {path} is damaged, or no SQLite database."
    remedy = "Put a copy of it back, or move it away to begin a new one."


class RecordsNewerError(DataFolderError):
    """The file of what is kept is of a version that did not exist when this program was made."""

    key = "records-newer"
    problem = "The file {path} was written by a newer version of Dossier."
    remedy = "Update this one, or set DATA_DIR to another folder."


class AskerKeyError(DataFolderError):
    """Without the key nobody can be found again in what is kept, nor be forgotten."""

    key = "asker-key"
    problem = "The key {path} {reason}, so what is kept about a person can't be found."
    remedy = (
        "Put a copy of it back. If there is none, move {database} away, "
        "and the key if it is there, to begin anew."
    )


class DiscordError(DossierError):
    """The bot can't run on Discord."""


class TokenMissingError(DiscordError):
    """There is no token to log in with."""

    key = "token-missing"
    problem = "There is no token for Discord."
    remedy = (
        "Make a bot at https://discord.com/developers/applications, then set DISCORD_TOKEN in the "
        "environment or in .env. To ask in the terminal instead: python -m bot ask QUESTION"
    )


class TokenRefusedError(DiscordError):
    """Discord doesn't know the token."""

    key = "token-refused"
    problem = "Discord refuses the token in DISCORD_TOKEN."
    remedy = (
        "Copy it again from https://discord.com/developers/applications (Bot, Reset Token); "
        "it is neither the application's id nor its public key."
    )


class DiscordUnreachableError(DiscordError):
    """Discord can't be reached, or answers with errors."""

    key = "discord-unreachable"
    problem = "Discord can't be reached: {reason}."
    remedy = "Look at https://discordstatus.com and at this machine's connection, then try again."


class RefusalError(DossierError):
    """What somebody asks for on Discord is not done. Told to them alone."""


class CooldownError(RefusalError):
    """Somebody asks faster than QUESTIONS_PER_MINUTE. Field `until`: seconds since the epoch."""

    key = "cooldown"
    problem = "You have asked a lot in one minute."
    remedy = "Try again at {until}."

    def __init__(self, *, is_repeated: bool = False, **fields: object) -> None:
        """`is_repeated`: whether the same person was refused before, and has not waited since."""
        super().__init__(**fields)
        self.is_repeated = is_repeated


class ServerCooldownError(CooldownError):
    """The people of a server ask faster than SERVER_QUESTIONS_PER_MINUTE."""

    key = "server-cooldown"
    problem = "This server has asked a lot in one minute."


class QueueFullError(RefusalError):
    """QUEUE_LENGTH questions are waiting already."""

    key = "queue-full"
    problem = "{waiting} questions are waiting for an answer."
    remedy = "Try again in a minute."


class LeavingError(RefusalError):
    """The bot is about to stop."""

    key = "leaving"
    problem = "The bot is being restarted."
    remedy = "Try again in a minute."


class WrongChannelError(RefusalError):
    """The server's /setup doesn't let the bot answer in this channel."""

    key = "wrong-channel"
    problem = "The bot may not answer in this channel."
    remedy = "Ask in {channels}, or in a direct message."


class NoTextError(RefusalError):
    """A message without words was to be asked about."""

    key = "no-text"
    problem = "That message has no text."
    remedy = "Choose a message with words, or use /ask."


class AnswerGoneError(RefusalError):
    """What was kept about an answer is deleted, and its message doesn't tell enough."""

    key = "answer-gone"
    problem = "What was kept about this answer has been deleted."
    remedy = "Ask again with /ask."


class AnswerOverError(RefusalError):
    """An answer was to be stopped that is not being written any more."""

    key = "answer-over"
    problem = "This answer is not being written any more."
    remedy = "If it is not whole, ask again with /ask."


class NotAskerError(RefusalError):
    """An answer was to be stopped by who neither asked for it nor manages messages."""

    key = "not-asker"
    problem = "Only who asked may stop it, or somebody with the permission Manage Messages."
    remedy = "Ask one of them."


class PassageGoneError(RefusalError):
    """The passages of an answer are not in the index any more."""

    key = "passage-gone"
    problem = "The documents have changed since this answer, and its passages are gone."
    remedy = "Ask again with /ask."


class NoDocumentError(RefusalError):
    """Somebody names a document that the dossier doesn't have."""

    key = "no-document"
    problem = "There is no document {name}."
    remedy = "/sources lists them all."


class DocumentGoneError(RefusalError):
    """The document that a button is about is not in the dossier any more."""

    key = "document-gone"
    problem = "That document is not in the dossier any more."
    remedy = "/sources lists them all."


class LastDocumentError(RefusalError):
    """An empty folder is taken for a mistake, so the last document would answer for ever."""

    key = "last-document"
    problem = "{path} is the only document, and without any there is nothing to answer from."
    remedy = "Add another first."


class IngestStoppedError(RefusalError):
    """The bot was told to leave while it ingested. What it had written stays; no document is lost.

    A file that was to be added or removed has been.
    """

    key = "ingest-stopped"
    problem = "The bot is being restarted, and has stopped ingesting halfway."
    remedy = "Use /reingest in a minute: it does the rest."


class NotEditorError(RefusalError):
    """Only those with Manage Server or the editors' role may do this."""

    key = "not-editor"
    problem = "Only people with the permission Manage Server, or the role for editors, may do this."
    remedy = "Ask one of them."


class ServersUnnamedError(RefusalError):
    """The bot is on several servers, and whoever invites it manages one of them."""

    key = "servers-unnamed"
    problem = "The bot is on several servers, and none is said to be the one that may do this."
    remedy = "Who runs the bot can name those that may in DISCORD_GUILDS."


class NotManagerError(RefusalError):
    """Only those with Manage Server may do this."""

    key = "not-manager"
    problem = "Only people with the permission Manage Server may do this."
    remedy = "Ask one of them."


class RerankerError(DossierError):
    """The reranking model can't be loaded."""

    key = "reranker"
    problem = "The reranking model {model} can't be loaded: {reason}."
    remedy = (
        "Set RERANKER_MODEL to the name or folder of a sentence-transformers cross-encoder, or to "
        "nothing."
    )


class PromptError(DossierError):
    """What a language model is to be told can't be used. Field `file`: which of PROMPTS_DIR."""


class PromptMissingError(PromptError):
    """A file of prompts can't be read. Field `path`."""

    key = "prompt-missing"
    problem = "The prompt {path} can't be read: {reason}."
    remedy = "Put it back, or set PROMPTS_DIR to the folder that has all of them."


class PromptHeaderError(PromptError):
    """What stands above the text of a prompt is no header."""

    key = "prompt-header"
    problem = "The header of the prompt {file} can't be used: {reason}."
    remedy = "Between two lines of ---, it has purpose, variables and output, in YAML."


class PromptPartError(PromptError):
    """The text of a prompt is not cut into messages."""

    key = "prompt-part"
    problem = "The text of the prompt {file} can't be used: {reason}."
    remedy = "Begin each part with a line of its own: # System, # User or # Assistant."


class PromptVariableError(PromptError):
    """A prompt names a variable that it isn't given, or lacks one that it is."""

    key = "prompt-variable"
    problem = "{reason}, in the prompt {file}."
    remedy = "Its variables are {variables}, each of them in the header and in the text."


class PromptOutputError(PromptError):
    """What a prompt asks for is not what is read in the reply."""

    key = "prompt-output"
    problem = "The output of the prompt {file} can't be used: {reason}."
    remedy = "Put back what stood there: whatever else is changed, the reply is read by its names."


class LlmError(DossierError):
    """The language model wrote nothing that can be used. The answer is quotes alone.

    No message of these has words that the server sent: it may send back the key, or the question.
    """


class LlmServerError(LlmError):
    """The server of the language model fails, or refuses: the next question would fare no better.

    Field `server`: its address.
    """


class LlmUnreachableError(LlmServerError):
    """There is no connection to the server."""

    key = "llm-unreachable"
    problem = "The language model at {server} can't be reached: {reason}."
    remedy = "See that its server runs, and that LLM_BASE_URL is its address."


class LlmSlowError(LlmServerError):
    """The reply was not whole in LLM_TIMEOUT_S."""

    key = "llm-slow"
    problem = "The language model at {server} has not finished in {seconds:g} seconds."
    remedy = "Give it more time with LLM_TIMEOUT_S, or use a faster model."


class LlmKeyError(LlmServerError):
    """The server answers with 401 or 403."""

    key = "llm-key"
    problem = "The language model's server {server} refuses the key in LLM_API_KEY ({status})."
    remedy = "Copy it again from the server's operator, and see that it may use LLM_MODEL."


class LlmCreditError(LlmServerError):
    """The server answers with 402, or 429 that no waiting helps against."""

    key = "llm-credit"
    problem = "The account at the language model's server {server} is used up ({status})."
    remedy = "Pay its operator, or set LLM_API_KEY to the key of another account."


class LlmBusyError(LlmServerError):
    """The server answers with 429 or an error of its own, again and again."""

    key = "llm-busy"
    problem = "The language model's server {server} is too busy, or fails ({status})."
    remedy = "Try again in a minute; if it stays so, look at the server's own log."


class LlmModelError(LlmServerError):
    """The server answers with 404: it has no such model, or nothing at that address."""

    key = "llm-model"
    problem = "The language model's server {server} doesn't know the model {model}."
    remedy = "Set LLM_MODEL to one of those that it lists at {server}/models, or mend LLM_BASE_URL."


class LlmRequestError(LlmServerError):
    """The server answers with 400 or the like, however plainly it is asked."""

    key = "llm-request"
    problem = "The language model's server {server} refuses what it is asked ({status})."
    remedy = "See that it has OpenAI's chat completions, and that LLM_MODEL is a chat model."


class LlmCutError(LlmServerError):
    """The connection ended before the reply did."""

    key = "llm-cut"
    problem = "The language model at {server} broke off in the middle of its reply."
    remedy = "Try again; if it stays so, look at the server's own log."


class LlmNonsenseError(LlmServerError):
    """What the server sends is not OpenAI's protocol."""

    key = "llm-nonsense"
    problem = "What {server} sends is not what a language model's server sends."
    remedy = "See that LLM_BASE_URL is the address of its API, which often ends with /v1."


class LlmReplyError(LlmError):
    """The server works, and what the model wrote is no use. Field `model`: its name."""


class LlmEmptyError(LlmReplyError):
    """The reply has no words."""

    key = "llm-empty"
    problem = "The reply of the language model {model} is empty."
    remedy = "Ask in other words; if it stays so, set LLM_REPLY_TOKENS higher or use another model."


class LlmRefusedError(LlmReplyError):
    """The model declines to answer, or its server's filter took the reply."""

    key = "llm-refused"
    problem = "The language model {model} refuses to answer this."
    remedy = "Ask in other words."


class LlmUnreadableError(LlmReplyError):
    """The reply is not the JSON object that was asked for, nor was the next one."""

    key = "llm-unreadable"
    problem = "The reply of the language model {model} is not what was asked for: {reason}."
    remedy = "Ask in other words; if it stays so, use a model that can write JSON."


class LlmUnfinishedError(LlmReplyError):
    """The reply ended at LLM_REPLY_TOKENS. What came of it is whole up to there."""

    key = "llm-unfinished"
    problem = "The reply of the language model {model} was longer than it may be."
    remedy = "Set LLM_REPLY_TOKENS higher."


class LlmLongReplyError(LlmReplyError):
    """The reply goes on and on."""

    key = "llm-long-reply"
    problem = "The reply of the language model {model} has more than {limit} characters."
    remedy = "Set LLM_REPLY_TOKENS lower, or use a model that keeps to it."


class LlmContextError(LlmError):
    """The messages are longer than the model can read at once."""

    key = "llm-context"
    problem = "The language model {model} can't read that much at once."
    remedy = "Set LLM_CONTEXT_TOKENS to what its server was started with."


class LlmPausedError(LlmError):
    """The server failed so often in a row that it is not asked for a while."""

    key = "llm-paused"
    problem = "The language model has failed {failures} times in a row, and is left alone for now."
    remedy = "It is asked again in {seconds:.0f} seconds."


class BudgetSpentError(LlmError):
    """What a person, or the people of a server, may spend on the language model in a day is spent.

    Field `whose`: `person` or `server`.
    """

    key = "budget-spent"
    problem = "What one {whose} may use of the language model in a day is used up."
    remedy = "It is there again at midnight UTC; the settings that end in _PER_DAY say how much."


class BudgetUnreadableError(LlmError):
    """What was spent today can't be read, and without that nothing more is.

    Field `reason`: what is wrong with the file and what to do, in sentences.
    """

    key = "budget-unreadable"
    problem = (
        "What has been spent on the language model today can't be read, so nothing is asked of it."
    )
    remedy = "{reason}"


class PermissionMissingError(DossierError):
    """The bot lacks a permission on Discord."""


class CannotSendError(PermissionMissingError):
    """The bot may not write in a channel."""

    key = "cannot-send"
    problem = "The bot may not send messages in {channel}."
    remedy = "Somebody who manages the server can give it View Channel and Send Messages there."


class CannotOpenThreadError(PermissionMissingError):
    """The bot may not open a thread in a channel."""

    key = "cannot-open-thread"
    problem = "The bot may not open a thread in {channel}, so the answer is in the channel itself."
    remedy = (
        "Somebody who manages the server can give it Create Public Threads and "
        "Send Messages in Threads."
    )


class UploadError(DossierError):
    """An attachment can't become a document. Nothing was written."""


class UploadNameError(UploadError):
    """The name of an attachment is no plain file name."""

    key = "upload-name"
    problem = "A document can't be called {name}."
    remedy = "Give it a plain file name, such as ruling-2008.md, and attach it again."


class UploadDateError(UploadError):
    """What was given as the date of a document is none."""

    key = "upload-date"
    problem = "{value} can't be used as a date."
    remedy = "Write 2008, 2008-05 or 2008-05-20."


class UploadSourceError(UploadError):
    """What was given as the address of a document's original is none."""

    key = "upload-source"
    problem = "{value} can't be used as an address."
    remedy = "It has to begin with http:// or https://, and have no spaces."


class UploadExistsError(UploadError):
    """There is a document of that name already."""

    key = "upload-exists"
    problem = "There is a document {name} already."
    remedy = "Attach it again with replace: True to put it in that one's place, or rename it."


class AttachmentGoneError(UploadError):
    """An attachment can't be fetched: its address has expired, or its message is deleted."""

    key = "attachment-gone"
    problem = "{name} could not be fetched from Discord."
    remedy = "Attach it again."
