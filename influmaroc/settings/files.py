"""Files of people: where they lie, how large they may be, who else may see them, who looks for viruses."""

from pathlib import Path
from typing import Any

from botocore.config import Config

from influmaroc import env

MB = 1024 * 1024
FILE_LIMITS = {"image": 10 * MB, "video": 100 * MB, "pdf": 20 * MB}
FILE_QUOTA = 1024 * MB  # of one person
FILE_DAILY = 1024 * MB  # that one person may send in 24 hours, removed ones too
FILE_BULK = {"files": 20, "bytes": 200 * MB}
# A function (user, file) -> bool of the app that owns the purpose: who besides the owner may read.
FILE_READERS = {
    "message": "messaging.selectors.may_read_file",
    "deliverable": "campaigns.selectors.may_read_work",
    "evidence": "campaigns.selectors.may_read_evidence",
}
FILE_PUBLIC = ["portfolio"]  # anybody may read these once they are ready
FILE_LINK_S = 300
FILE_LINK_VIDEO_S = 3600  # a video is asked for in parts for as long as it is watched

# Where the bytes lie without a bucket, and (always on this machine) what is still arriving.
FILES_ROOT = env.text("FILES_ROOT", str(Path(__file__).resolve().parent.parent.parent / "private"))
FILES_PARTS = env.text("FILES_PARTS", f"{FILES_ROOT}-parts")
# A private bucket, or "" for a folder of this machine. Keys may come from the machine's role instead.
FILES_S3 = {
    "bucket": env.text("FILES_S3_BUCKET", ""),
    "region": env.text("FILES_S3_REGION", ""),
    "endpoint": env.text("FILES_S3_ENDPOINT", ""),
    "key": env.text("FILES_S3_ACCESS_KEY_ID", ""),
    "secret": env.text("FILES_S3_SECRET_ACCESS_KEY", ""),
    "style": env.text("FILES_S3_ADDRESSING", "virtual"),
    "origin": env.text("FILES_S3_ORIGIN", ""),  # where its signed addresses lead, for the page's policy
}


def bucket(values: dict[str, str]) -> dict[str, Any]:
    """STORAGES["files"] for a bucket: private, signed, nothing ever written over."""
    options = {
        "bucket_name": values["bucket"],
        "region_name": values["region"] or None,
        "endpoint_url": values["endpoint"] or None,
        "access_key": values["key"] or None,
        "secret_key": values["secret"] or None,
        "client_config": Config(
            s3={"addressing_style": values["style"]},
            signature_version="s3v4",
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 3},
        ),
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
        "querystring_expire": FILE_LINK_S,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def folder(place: str) -> dict[str, Any]:
    """STORAGES["files"] for a folder that only this account reads. It has no address."""
    options = {"location": place, "base_url": None, "file_permissions_mode": 0o600}
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {**options, "directory_permissions_mode": 0o700},
    }


STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "files": bucket(FILES_S3) if FILES_S3["bucket"] else folder(FILES_ROOT),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# tcp://host:3310 or unix:///run/clamav/clamd.ctl; "" means that nobody scans.
CLAMD_URL = env.text("CLAMD_URL", "")
