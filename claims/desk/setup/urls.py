"""The addresses of the set-up."""

from django.urls import path

from claims.desk.setup import overview, welcome

urlpatterns = [
    path("setup/", overview.setup, name="setup"),
    path("welcome/<str:token>/", welcome.welcome, name="welcome"),
]
