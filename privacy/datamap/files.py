"""Files that people sent. The bytes go with the row's link to them: files.services.forget_person, which the
erasure calls, and the sweep that removes bytes without a file.
"""

from privacy.datamap.shapes import POINTS, SECRET, WORDS, Basis, Field, Rows, Table

SENDERS = "whoever sends files"

TABLES = (
    Table(
        label="files.Upload",
        whose=SENDERS,
        purpose="to go on with an upload that was interrupted",
        basis=Basis.CONTRACT,
        kept="24 hours",
        people=("file__owner",),
        fields={},
        tidied_by="files.tasks.collect",
    ),
    Table(
        label="files.Access",
        whose="whoever opens files",
        purpose="to know who was handed what, and why staff looked",
        basis=Basis.INTEREST,
        kept="12 months",
        people=("reader",),
        rows=Rows.KEEP,
        fields={"reader": POINTS, "ip": WORDS, "reason": Field(of="reader")},
        plain=("variant",),
        tidied_by="files.tasks.collect",
    ),
    Table(
        label="files.File",
        whose=SENDERS,
        purpose="to show what was sent to those it was sent to",
        basis=Basis.CONTRACT,
        kept="until it is removed, or the account is deleted; 24 hours when it belongs to nothing",
        people=("owner",),
        rows=Rows.KEEP,
        fields={"owner": POINTS, "name": WORDS, "attached_by": POINTS, "error": SECRET},
        plain=("media_type", "attached_to"),
        tidied_by="files.tasks.collect",
    ),
    Table(
        label="files.Blob",
        whose=SENDERS,
        purpose="the bytes of files",
        basis=Basis.CONTRACT,
        kept="until no file has stood on it for a day",
        fields={"sha256": SECRET},
        plain=("place", "media_type"),
        tidied_by="files.tasks.collect",
    ),
    Table(
        label="files.Variant",
        whose=SENDERS,
        purpose="pictures and videos made of the bytes",
        basis=Basis.CONTRACT,
        kept="as long as the bytes",
        plain=("name", "place", "media_type"),
        tidied_by="files.tasks.collect",
    ),
)
