"""Every way asking can fail that a person can mend; extends the tree of `ingest.errors`.

DossierError
├── QuestionError               a question can't be asked
│   ├── EmptyQuestionError
│   ├── WordlessQuestionError
│   ├── LongQuestionError
│   └── BrokenQuestionError
└── BatchLineError              a line of `ask --json -` is no question
"""

from ingest.errors import DossierError


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


class BatchLineError(DossierError):
    """A line of batch mode is neither a question nor a JSON object with one."""

    key = "batch-line"
    problem = "Line {line} is not a question: {reason}."
    remedy = 'Write the question alone, or {{"id": "q1", "question": "when was it decided?"}}.'
