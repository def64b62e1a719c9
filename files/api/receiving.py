"""Multipart bodies: judged by their length before they are read, by their first bytes while they are.

Nothing of a file stands in memory: each goes to a file of this machine, and is gone when the answer is made.
"""

from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.views import APIView

from files.errors import EncodingRefused, FileBroken, LengthRequired, TooLarge, TooManyFiles
from files.selectors.kinds import HEAD, LARGEST, ensure_suffix, limit_of, type_of
from kit import depot
from kit.errors import Refusal
from kit.paging import natural
from kit.rows import let_go

AROUND = 64 * 1024  # what a multipart body has besides its files
PREFIX = "in-"


def ensure_length(request: Request, most: int) -> int:
    """What the body says of itself, before any of it is read.

    Raises EncodingRefused, LengthRequired, TooLarge.
    """
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise EncodingRefused
    length = natural(request.META.get("CONTENT_LENGTH"), 10**15)
    if length is None:
        raise LengthRequired
    if length > most:
        raise TooLarge(limit=most)
    return length


class Arrived(TemporaryUploadedFile):
    """A file of the body, whole, in the folder of uploads under way."""

    def __init__(self, name: str) -> None:
        file = NamedTemporaryFile(prefix=PREFIX, dir=depot.parts())  # noqa: SIM115 - the request closes it
        UploadedFile.__init__(self, file, name, "", 0)


class Receiver(FileUploadHandler):
    """Notes every file of a body in its order: as it arrived, or why it was refused.

    One that is refused is not read any further; with `most` 1 neither is the rest of the body.
    """

    def __init__(self, request: Request, most: int) -> None:
        super().__init__(request._request)  # noqa: SLF001 - Django's parser wants Django's request
        self.most = most
        self.files: list[tuple[str, Arrived | Refusal]] = []
        self.here: Arrived | None = None
        self.head, self.limit, self.n_bytes = b"", LARGEST, 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        let_go()  # not held while a slow sender takes its time
        self.here, self.head, self.limit, self.n_bytes = None, b"", LARGEST, 0
        if len(self.files) >= self.most:
            self._refuse(TooManyFiles())

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            self._judge(raw_data)
        except Refusal as refusal:
            self._refuse(refusal)
        if self.here is None:
            self.here = Arrived(self.name)
        self.here.write(raw_data)

    def _judge(self, piece: bytes) -> None:
        """As soon as there are bytes enough to know. What is shorter than that is judged when it is whole."""
        self.n_bytes += len(piece)
        if len(self.head) < HEAD:
            self.head += piece[: HEAD - len(self.head)]
            if len(self.head) == HEAD:
                ensure_suffix(self.name)
                self.limit = limit_of(type_of(BytesIO(self.head)))
        if self.n_bytes > self.limit:
            raise TooLarge(limit=self.limit)

    def file_complete(self, file_size: int) -> Any:
        if self.here is None:
            self.files.append((self.name, FileBroken()))
            return None
        self.here.flush()
        self.here.size = file_size
        self.files.append((self.name, self.here))
        return self.here

    @property
    def name(self) -> str:
        return self.file_name or ""

    def close(self) -> None:
        """Remove what arrived; by now the storage has what is kept."""
        for file in [self.here, *(file for _name, file in self.files)]:
            if isinstance(file, Arrived):
                file.close()

    def _refuse(self, refusal: Refusal) -> None:
        self.files.append((self.name, refusal))
        if self.most == 1 or isinstance(refusal, TooManyFiles):
            raise StopUpload(connection_reset=True)
        raise SkipFile


class MultipartView(APIView):
    """A door for multipart bodies of `most_files` files and `most_bytes` bytes."""

    parser_classes = [MultiPartParser]
    most_files = 1
    most_bytes = LARGEST

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.receiver: Receiver | None = None
        try:
            return super().dispatch(request, *args, **kwargs)
        finally:
            if self.receiver:
                self.receiver.close()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Before anybody asks who it is: the proof of a page's origin is looked for in the body."""
        if request.method == "POST":
            ensure_length(request, self.most_bytes + AROUND)
            self.receiver = Receiver(request, self.most_files)
            request._request.upload_handlers = [self.receiver]  # noqa: SLF001 - as above
        super().initial(request, *args, **kwargs)

    def arrived(self, request: Request) -> list[tuple[str, Arrived | Refusal]]:
        """The files of the body, at least one. Raises ValidationError."""
        request.data  # noqa: B018 - reads the body
        if not (self.receiver and self.receiver.files):
            raise ValidationError({"file": [_("Send at least one file.")]})
        return self.receiver.files


def path_of(file: Arrived) -> Path:
    return Path(file.temporary_file_path())
