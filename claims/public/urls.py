"""The addresses readers and machines use; none asks for a sign-in but the preview."""

from django.urls import path, re_path, register_converter

from claims.public.filtering import FOLDERS
from claims.public.views import (
    alerts,
    authors,
    changes,
    checks,
    data,
    explainers,
    fairness,
    guests,
    lists,
    machine,
    oembed,
    packs,
    pictures,
    preview,
    record,
    signed,
    site_files,
    texts,
    tips,
)
from claims.verdicts.enums import SiteTextName


class CheckSlug:
    """A check's number and the first words of its wording."""

    regex = r"FC-[0-9]{4,15}(?:-[a-z0-9-]{0,100})?"

    def to_python(self, value: str) -> str:
        """The slug itself."""
        return value

    def to_url(self, value: str) -> str:
        """The slug itself."""
        return value


class ExplainerSlug(CheckSlug):
    """An explainer's number and the first words of its title."""

    regex = r"EX-[0-9]{4,15}(?:-[a-z0-9-]{0,100})?"


class ListPlace:
    """A check's place in the lists, below 0 where it was imported."""

    regex = r"-?[0-9]+"
    LARGEST = 2**63 - 1

    def to_python(self, value: str) -> int:
        """The number, or the nearest that a database knows."""
        return max(-self.LARGEST, min(self.LARGEST, int(value)))

    def to_url(self, value: int) -> str:
        """The number in digits."""
        return str(value)


register_converter(CheckSlug, "check")
register_converter(ExplainerSlug, "explainer")
register_converter(ListPlace, "place")

FOLDER = r"checks/(?P<folder>ratings|topics|claimants|outlets)/(?P<slug>[-a-zA-Z0-9_]{1,120})/"
FORM = r"feed\.(?P<form>atom|rss|json)$"
TEXTS = [name for name in SiteTextName if name is not SiteTextName.SEND]

urlpatterns = [
    path("checks/", lists.home, name="public-home"),
    path("checks/logo.png", site_files.logo, name="public-logo"),
    path("checks/older/<place:before>/", lists.home, name="public-older"),
    re_path(rf"^checks/{FORM}", machine.feed, name="public-feed"),
    path("checks/search/", lists.search, name="public-search"),
    re_path(rf"^checks/search/{FORM}", machine.search_feed, name="public-search-feed"),
    *(path(f"checks/{name.value}/", texts.text, {"name": name.value}, name=f"public-{name.value}") for name in TEXTS),
    path("checks/send-a-claim/", tips.send, name="public-send"),
    re_path(r"^checks/tips/(?P<token>[-_A-Za-z0-9]{20,43})/$", tips.follow, name="public-tip"),
    path("checks/alerts/", alerts.ask, name="public-alerts"),
    path("checks/alerts/asked/", alerts.asked, name="public-alerts-asked"),
    re_path(r"^checks/alerts/(?P<token>[-_A-Za-z0-9]{20,43})/$", alerts.alert, name="public-alert"),
    path("checks/explainers/", explainers.explainers, name="public-explainers"),
    path("checks/explainers/older/<int:before>/", explainers.explainers, name="public-explainers-older"),
    re_path(rf"^checks/explainers/{FORM}", explainers.feed, name="public-explainers-feed"),
    path("checks/explainers.json", explainers.listed_data, name="public-explainers-data"),
    path("checks/explainers/older/<int:before>.json", explainers.listed_data, name="public-explainers-data-older"),
    path("checks/explainers/<explainer:slug>/", explainers.explainer, name="public-explainer"),
    path("checks/explainers/<explainer:slug>/<int:number>/", explainers.number, name="public-explainer-number"),
    path(
        "checks/explainers/<explainer:slug>/changes/<int:before>-<int:after>/",
        explainers.compared,
        name="public-explainer-changes",
    ),
    path("checks/explainers/<explainer:slug>/explainer.json", explainers.data, name="public-explainer-data"),
    path("checks/fairness/", fairness.fairness, name="public-fairness"),
    re_path(r"^guest/(?P<token>[-_A-Za-z0-9]{43})/$", guests.confirm, name="guest-confirm"),
    re_path(r"^guest/(?P<token>[-_A-Za-z0-9]{43})/read/$", guests.read, name="guest-read"),
    path("checks/feeds/", texts.feeds, name="public-feeds"),
    path("checks/corrections/", lists.correction_log, name="public-corrections"),
    re_path(rf"^checks/corrections/{FORM}", machine.corrections_feed, name="public-corrections-feed"),
    path("checks/corrections/older/<int:before>/", lists.correction_log, name="public-corrections-older"),
    *(
        path(f"checks/{folder}/", lists.directory, {"folder": folder}, name=f"public-{folder}")
        for folder in lists.DIRECTORIES
    ),
    re_path(rf"^{FOLDER}$", lists.filed, name="public-filed"),
    re_path(rf"^{FOLDER}older/(?P<before>-?[0-9]{{1,18}})/$", lists.filed, name="public-filed-older"),
    re_path(rf"^{FOLDER}{FORM}", machine.feed, name="public-filed-feed"),
    path("checks/checks.json", data.listed, name="public-checks-data"),
    path("checks/checks/older/<place:before>.json", data.listed, name="public-checks-data-older"),
    *(
        path(f"checks/{folder}.json", data.directory, {"folder": folder}, name=f"public-{folder}-data")
        for folder in FOLDERS
    ),
    path("checks/newsroom.json", data.about_newsroom, name="public-newsroom-data"),
    path("checks/claimreviews.json", machine.data_feed, name="public-data"),
    path("checks/claimreviews/older/<place:before>.json", machine.data_feed, name="public-data-older"),
    path("checks/claimreviews-all.json", machine.whole_data_feed, name="public-data-all"),
    path("checks/authors/<slug:slug>/", authors.author, name="public-author"),
    path("checks/authors/<slug:slug>/older/<int:before>/", authors.author, name="public-author-older"),
    path("checks/authors/<slug:slug>/portrait.webp", authors.portrait, name="public-author-portrait"),
    path("checks/pictures/<str:sha256>.webp", pictures.picture, name="public-picture"),
    path("checks/seals.txt", record.seals, name="public-seals"),
    path("checks/oembed", oembed.by_address, name="public-oembed"),
    path("sitemap.xml", machine.sitemap, name="public-sitemap"),
    re_path(
        r"^checks/sitemap-(?P<name>pages|(?:imported-)?[0-9]{1,6})\.xml$",
        machine.sitemap_part,
        name="public-sitemap-part",
    ),
    *(path(name, site_files.icon, {"name": name}, name=f"public-{name}") for name in site_files.ICONS),
    path("manifest.webmanifest", site_files.manifest, name="public-manifest"),
    path(".well-known/security.txt", site_files.security_txt, name="public-security-txt"),
    path(".well-known/plumbline-keys.txt", machine.signing_keys, name="public-signing-keys"),
    path("robots.txt", machine.robots, name="public-robots"),
    path("checks/publications.json", signed.publications, name="public-publications"),
    path("checks/publications/older/<int:before>.json", signed.publications, name="public-publications-older"),
    path("checks/<check:slug>/", checks.check, name="public-check"),
    path("checks/<check:slug>/<int:number>/", checks.number, name="public-check-number"),
    path("checks/<check:slug>/changes/<int:before>-<int:after>/", changes.compared, name="public-check-changes"),
    path("checks/<check:slug>/claimreview.json", checks.markup, name="public-check-markup"),
    path("checks/<check:slug>/report-an-error/", tips.report_error, name="public-report-error"),
    path("checks/<check:slug>/pack.zip", packs.download, name="public-check-pack"),
    path("checks/<check:slug>/check.json", data.check, name="public-check-data"),
    path("checks/<check:slug>/<int:number>/check.json", data.check, name="public-check-number-data"),
    path("checks/<check:slug>/<int:number>/page.json", signed.page, name="public-check-page-data"),
    path("checks/<check:slug>/oembed.<str:form>", oembed.of_check, name="public-check-oembed"),
    path("checks/<check:slug>/share.png", checks.share_image, name="public-check-image"),
    path("checks/<check:slug>/embed/", checks.embed, name="public-check-embed"),
    # Whatever else is asked for among the checks is answered by the readers' own page, not by the desk's.
    re_path(r"^checks/.*(?:/|\.[a-z0-9]+)$", lists.nothing, name="public-nothing"),
    path("claims/<int:pk>/preview/", preview.preview, name="publication-preview"),
    path("claims/<int:pk>/preview/share.png", preview.preview_image, name="publication-preview-image"),
    path("claims/<int:pk>/preview/page/", preview.preview_page, name="publication-preview-page"),
]
