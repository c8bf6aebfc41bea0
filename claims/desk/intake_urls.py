"""The addresses of what comes in by itself or in bulk, and of lists that go out as files."""

from django.urls import path

from claims.desk.views import downloads, feeds, hooks, imports, newsrooms

urlpatterns = [
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/<int:feed_id>/", feeds.feed, name="feed"),
    path("feeds/<int:feed_id>/follow/", feeds.feed_follow, name="feed-follow"),
    path("feeds/<int:feed_id>/ask/", feeds.feed_ask, name="feed-ask"),
    path("newsrooms/", newsrooms.newsrooms, name="newsrooms"),
    path("newsrooms/<int:newsroom_id>/", newsrooms.newsroom, name="newsroom"),
    path("newsrooms/<int:newsroom_id>/change/", newsrooms.newsroom_change, name="newsroom-change"),
    path("newsrooms/<int:newsroom_id>/ask/", newsrooms.newsroom_ask, name="newsroom-ask"),
    path("newsrooms/<int:newsroom_id>/keys/", newsrooms.newsroom_keys, name="newsroom-keys"),
    path("imports/", imports.imports, name="imports"),
    path("imports/old-addresses/<slug:format>/", imports.addresses, name="import-old-addresses"),
    path("imports/<int:batch_id>/", imports.one, name="import"),
    path("imports/<int:batch_id>/columns/", imports.columns, name="import-columns"),
    path("imports/<int:batch_id>/ratings/", imports.ratings, name="import-ratings"),
    path("imports/<int:batch_id>/carry-out/", imports.carry_out, name="import-carry-out"),
    path("imports/<int:batch_id>/stop/", imports.stop, name="import-stop"),
    path("imports/<int:batch_id>/result/<slug:format>/", imports.result, name="import-result"),
    path("hooks/", hooks.hooks, name="hooks"),
    path("hooks/<int:hook_id>/", hooks.hook, name="hook"),
    path("hooks/<int:hook_id>/end/", hooks.hook_end, name="hook-end"),
    path("articles/download/<slug:format>/", downloads.articles, name="articles-download"),
    path("queue/download/<slug:format>/", downloads.queue, name="queue-download"),
]
