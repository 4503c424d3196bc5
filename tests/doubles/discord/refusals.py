"""How Discord says no: a status, its own JSON error code, and where in the body it is wrong."""

from tests.doubles.discord.objects import Payload


class RefusalError(Exception):
    """A request is refused."""

    def __init__(self, status: int, code: int, message: str, errors: Payload | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body: Payload = {"message": message, "code": code}
        if errors is not None:
            self.body["errors"] = errors


def unauthorized() -> RefusalError:
    return RefusalError(401, 0, "401: Unauthorized")


def not_found() -> RefusalError:
    return RefusalError(404, 0, "404: Not Found")


def unknown_channel() -> RefusalError:
    return RefusalError(404, 10003, "Unknown Channel")


def unknown_guild() -> RefusalError:
    return RefusalError(404, 10004, "Unknown Guild")


def unknown_member() -> RefusalError:
    return RefusalError(404, 10007, "Unknown Member")


def unknown_message() -> RefusalError:
    return RefusalError(404, 10008, "Unknown Message")


def unknown_user() -> RefusalError:
    return RefusalError(404, 10013, "Unknown User")


def unknown_webhook() -> RefusalError:
    return RefusalError(404, 10015, "Unknown Webhook")


def unknown_interaction() -> RefusalError:
    return RefusalError(404, 10062, "Unknown interaction")


def already_acknowledged() -> RefusalError:
    return RefusalError(400, 40060, "Interaction has already been acknowledged.")


def invalid_webhook_token() -> RefusalError:
    return RefusalError(401, 50027, "Invalid Webhook Token")


def missing_access() -> RefusalError:
    return RefusalError(403, 50001, "Missing Access")


def missing_permissions() -> RefusalError:
    return RefusalError(403, 50013, "Missing Permissions")


def not_the_author() -> RefusalError:
    return RefusalError(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> RefusalError:
    return RefusalError(400, 50006, "Cannot send an empty message")


def no_dms() -> RefusalError:
    return RefusalError(403, 50007, "Cannot send messages to this user")


def not_a_text_channel() -> RefusalError:
    return RefusalError(400, 50008, "Cannot send messages in a non-text channel")


def archived_thread() -> RefusalError:
    return RefusalError(400, 50083, "Thread is archived")


def has_a_thread() -> RefusalError:
    return RefusalError(400, 160004, "A thread has already been created for this message")


def reply_without_history() -> RefusalError:
    return RefusalError(400, 160002, "Cannot reply without permission to read message history")


def no_json() -> RefusalError:
    return RefusalError(400, 50109, "The request body contains invalid JSON.")


class Form:
    """Collects what is wrong in a body, each at its place, then refuses all at once."""

    def __init__(self) -> None:
        self._errors: Payload = {}

    def wrong(self, place: tuple[str | int, ...], code: str, message: str) -> None:
        """Remember one mistake, at the keys and indexes that lead to it."""
        at = self._errors
        for step in place:
            at = at.setdefault(str(step), {})
        at.setdefault("_errors", []).append({"code": code, "message": message})

    def length(self, place: tuple[str | int, ...], text: object, least: int, most: int) -> None:
        """A text, or list, of so many characters or items."""
        if text is None and not least:
            return
        if not isinstance(text, str | list):
            if text is None:
                self.wrong(place, "BASE_TYPE_REQUIRED", "This field is required")
            else:
                self.wrong(place, "STRING_TYPE_CONVERT", "Could not interpret as string.")
        elif not least and len(text) > most:
            code, message = "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length."
            self.wrong(place, code, message)
        elif not least <= len(text) <= most:
            code, message = "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length."
            self.wrong(place, code, message)

    def refuse_if_wrong(self) -> None:
        if self._errors:
            raise RefusalError(400, 50035, "Invalid Form Body", self._errors)
