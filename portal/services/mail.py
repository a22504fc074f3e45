"""Mail through SMTP, sent by a background thread: how long it takes says nothing about the account it is for."""

import contextvars
import logging
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from threading import BoundedSemaphore
from urllib.parse import unquote, urlsplit

from portal.observability import metrics

log = logging.getLogger(__name__)

_TIMEOUT_S = 10
_MAX_QUEUED = 100


class Mailer:
    """Sends mail through the server of an SMTP URL; `enabled` is False without one, and nothing is sent."""

    def __init__(self, url: str | None, sender: str | None) -> None:
        self.enabled = url is not None and sender is not None
        self._url = urlsplit(url or "")
        self._sender = sender or ""
        self._thread = ThreadPoolExecutor(1, "mail")
        self._places = BoundedSemaphore(_MAX_QUEUED)

    def send(self, recipient: str, subject: str, text: str) -> None:
        """Queue a message; a failure is logged and counted. Messages beyond the queue's length are dropped."""
        if not self.enabled:
            return
        if not self._places.acquire(blocking=False):
            self._report("dropped", "the queue is full")
            return
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, recipient, subject
        message.set_content(text)
        context = contextvars.copy_context()  # a failure is logged under the id of the request
        self._thread.submit(context.run, self._deliver, message)

    def close(self) -> None:
        """Wait until everything queued has been sent."""
        self._thread.shutdown()

    def _deliver(self, message: EmailMessage) -> None:
        try:
            with self._connect() as server:
                server.send_message(message)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._report("failed", _reason(error))
        else:
            metrics.count_mail("sent")
        finally:
            self._places.release()

    def _connect(self) -> smtplib.SMTP:
        """Connect, encrypted if the server can; a password is never sent in clear text."""
        context, host = ssl.create_default_context(), self._url.hostname or ""
        if self._url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, self._url.port or 465, timeout=_TIMEOUT_S, context=context)
            encrypted = True
        else:
            server = smtplib.SMTP(host, self._url.port or 25, timeout=_TIMEOUT_S)
            server.ehlo()
            encrypted = server.has_extn("starttls")
            if encrypted:
                server.starttls(context=context)
        if self._url.username:
            if not encrypted:
                server.close()
                raise smtplib.SMTPException("the server offers no encryption, so the password was not sent")
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        return server

    def _report(self, result: metrics.MailResult, reason: str) -> None:
        metrics.count_mail(result)
        log.error("mail could not be sent: %s", reason)


def _reason(error: Exception) -> str:
    """Return what went wrong, without the words of the server, which may repeat the recipient's address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({code for code, _ in error.recipients.values()})
        return f"the server refused the recipient ({', '.join(map(str, codes))})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    return str(error)
