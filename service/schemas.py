"""What a request may hold, decoded strictly, with errors that name the key and not the value."""

import re
from http import HTTPStatus
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from classifier.findings import Document
from service.problems import ProblemError
from service.settings import Settings

# Only the place of a document may follow; anything else is part of the unknown key's name.
_DOCUMENT: Final = re.compile(r" - at `(\$\.documents\[\d{1,6}\])`$")


class DocumentRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of several documents."""

    text: str
    id: str | None = None


class ClassifyRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text, or several documents."""

    text: str | UnsetType = UNSET
    id: str | UnsetType | None = UNSET
    documents: tuple[DocumentRequest, ...] | UnsetType = UNSET
    explain: bool = False
    include_text: bool = False

    @property
    def is_single(self) -> bool:
        """Whether the request is one text rather than documents."""
        return self.documents is UNSET

    def to_documents(self, settings: Settings) -> list[Document]:
        """Return the documents, within the limits.

        Raises:
            ProblemError: both or none of ``text`` and ``documents``, nothing to read, or too much.
        """
        if isinstance(self.documents, UnsetType):
            if isinstance(self.text, UnsetType):
                raise _invalid("`text` or `documents` is missing", "$")
            id_ = None if isinstance(self.id, UnsetType) else self.id
            return [_document(self.text, id_, "$.text", settings)]
        if self.text is not UNSET or self.id is not UNSET:
            raise _invalid("`documents` stands alone, without `text` and `id` beside it", "$")
        if not self.documents:
            raise _invalid("there is no document", "$.documents")
        if len(self.documents) > settings.max_documents:
            raise ProblemError(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "too-many-documents",
                f"there are {len(self.documents)} documents; the limit is {settings.max_documents}",
                where="$.documents",
            )
        return [
            _document(document.text, document.id, f"$.documents[{at}].text", settings)
            for at, document in enumerate(self.documents)
        ]


def decode_classify_request(body: bytes) -> ClassifyRequest:
    """Decode the body of ``POST /v1/classify``.

    Raises:
        ProblemError: not JSON, not UTF-8, a wrong type or an unknown key.
    """
    try:
        return msgspec.json.decode(body, type=ClassifyRequest)
    except msgspec.ValidationError as error:
        message = str(error)
        if message.startswith("Object contains unknown field"):
            # The name of an unknown key is the sender's own words: it may be the tip itself.
            place = _DOCUMENT.search(message)
            raise _invalid(
                "a key is unknown",
                place[1] if place else "$",
                "known: text, id, documents, explain, include_text; in a document: text, id",
            ) from error
        what, _, where = message.partition(" - at ")
        raise _invalid(what, where.strip("`") or "$") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, "not-json", "the body is not JSON in UTF-8", hint='such as {"text": "…"}'
        ) from error


def _document(text: str, id_: str | None, where: str, settings: Settings) -> Document:
    if not text or text.isspace():
        raise _invalid("text is empty", where, "send at least one word")
    if len(text) > settings.max_text_chars:
        raise ProblemError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "text-too-long",
            f"text is {len(text)} characters long; the limit is {settings.max_text_chars}",
            where=where,
            hint="send it in parts, or raise DURESS_MAX_TEXT_CHARS",
        )
    return Document(text, id_)


def _invalid(what: str, where: str, hint: str | None = None) -> ProblemError:
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-request", what, where=where, hint=hint)
