"""Why mail cannot be sent, however often one tries. The job's owner reads the text."""

from functions.offload.errors import PermanentError


class SenderNotVerified(PermanentError):
    """SES does not know that the sender's address is ours: nobody gets anything until that is mended."""


class AccountSuspended(PermanentError):
    """SES has taken away the account's right to send."""


class ConfigurationMissing(PermanentError):
    """The configuration set that reports bounces is not there, so nothing may be sent."""


class HeaderInjection(PermanentError):
    """A text that is to stand in a header would end it, and begin another."""


class TemplateError(PermanentError):
    """The template names something that the message does not have."""


class NotAllSent(Exception):
    """Some have no answer yet: the next attempt asks for these again."""
