"""The addresses of the set-up."""

from django.urls import path

from claims.desk.setup import alerts, facts, overview, people, privacy, ratings, security, welcome

urlpatterns = [
    path("setup/", overview.setup, name="setup"),
    path("setup/newsroom/", overview.about_newsroom, name="setup-newsroom"),
    path("setup/texts/", overview.texts, name="setup-texts"),
    path("setup/lists/", overview.lists, name="setup-lists"),
    path("setup/facts/", facts.facts, name="setup-facts"),
    path("setup/alerts/", alerts.alerts, name="setup-alerts"),
    path("setup/alerts/erase/", alerts.erase, name="setup-alerts-erase"),
    path("setup/ratings/", ratings.scales, name="setup-ratings"),
    path("setup/ratings/take/<slug:key>/", ratings.take, name="setup-scale-take"),
    path("setup/ratings/<int:pk>/", ratings.scale, name="setup-scale"),
    path("setup/ratings/<int:pk>/use/", ratings.use, name="setup-scale-use"),
    path("setup/people/", people.people, name="setup-people"),
    path("setup/people/<int:pk>/", people.person, name="setup-person"),
    path("setup/people/<int:pk>/switch/<slug:way>/", people.switch, name="person-switch"),
    path("setup/people/<int:pk>/sign-out/", security.sign_out, name="person-sign-out"),
    path("setup/people/<int:pk>/second-step/reset/", security.reset_second_step, name="person-second-step-reset"),
    path("setup/programs/<slug:kind>/<int:number>/end/", security.end_program, name="program-end"),
    path("setup/roles/<int:pk>/<slug:way>/", people.decide_roles, name="roles-decide"),
    path("setup/people/<int:pk>/data/", privacy.person_data, name="person-data"),
    path("setup/privacy/", privacy.privacy, name="privacy"),
    path("setup/privacy/sender/", privacy.sender, name="privacy-sender"),
    path("account/data/", privacy.own_data_file, name="account-data"),
    path("setup/security/", security.log, name="security-log"),
    path("setup/invitations/<int:pk>/", people.invited_person, name="invited-person"),
    path("setup/invitations/<int:pk>/again/", people.send_again, name="invitation-again"),
    path("setup/invitations/<int:pk>/link/", people.show_link, name="invitation-link"),
    path("setup/invitations/<int:pk>/revoke/", people.revoke, name="invitation-revoke"),
    path("welcome/<str:token>/", welcome.welcome, name="welcome"),
]
