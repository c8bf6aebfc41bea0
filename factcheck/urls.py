"""All addresses of the project."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("claims.api.urls")),
    path("", include("claims.public.urls")),
    path("", include("claims.desk.urls")),
]

handler404 = "factcheck.errors.not_found"
handler400 = "factcheck.errors.bad_request"
handler500 = "factcheck.errors.server_error"
