"""Routes of the files: the API, and the one address where bytes are handed out."""

from django.urls import path

from files.api import direct, files, serving, tus, uploads

serving_urlpatterns = [path("fichiers/<uuid:pk>/<slug:variant>", serving.Serve.as_view(), name="file")]
api_urlpatterns = [
    path("files", files.Files.as_view(), name="api-files"),
    path("files/upload", uploads.UploadFile.as_view(), name="api-file-upload"),
    path("files/bulk-upload", uploads.UploadFiles.as_view(), name="api-file-bulk-upload"),
    path("files/direct", direct.BeginDirect.as_view(), name="api-file-direct"),
    path("files/<uuid:pk>/complete", direct.CompleteDirect.as_view(), name="api-file-complete"),
    path("files/tus", tus.Uploads.as_view(), name="api-file-tus"),
    path("files/tus/<uuid:pk>", tus.OneUpload.as_view(), name="api-file-tus-one"),
    path("files/<uuid:pk>", files.FileView.as_view(), name="api-file"),
]
