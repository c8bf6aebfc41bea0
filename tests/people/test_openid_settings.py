"""The settings of the sign-in provider: what they say, and the sentence for each that is wrong."""

import pytest

from factcheck.environment import ConfigurationError, read_environment

SET = {
    "OIDC_ISSUER": "https://id.paper.example/realms/news",
    "OIDC_CLIENT_ID": "desk",
    "OIDC_CLIENT_SECRET": "x",
    "OIDC_ROLES": "cn=editors,ou=news=editor",
}


def read(monkeypatch, **given):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return read_environment()


def test_the_settings_say_who_the_provider_is(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("from-a-file\n")
    given = SET | {"OIDC_ROLES": "Editors=editor, Heads=editor, Heads=approver", "OIDC_SECOND_STEP": "provider"}
    del given["OIDC_CLIENT_SECRET"]
    made = read(
        monkeypatch, PLUMBLINE_DATA_DIR=str(tmp_path), OIDC_CLIENT_SECRET_FILE=str(tmp_path / "secret"), **given
    )

    assert made.openid.roles == {"Editors": ("editor",), "Heads": ("editor", "approver")}
    assert (made.openid.name, made.openid.client_secret) == ("id.paper.example", "from-a-file")
    assert made.openid.asks_second_step
    assert made.password_sign_in
    assert "from-a-file" not in repr(made.openid)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"OIDC_ISSUER": "http://id.paper.example"}, "must begin with https://"),
        ({"OIDC_ISSUER": ""}, "OIDC_ISSUER is missing"),
        ({"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID is missing"),
        ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET is missing"),
        ({"OIDC_ROLES": "editors=chief"}, "one of these roles"),
        ({"OIDC_SECOND_STEP": "none"}, "desk or provider"),
    ],
)
def test_a_wrong_setting_is_a_sentence(monkeypatch, tmp_path, changed, sentence):
    with pytest.raises(ConfigurationError, match=sentence):
        read(monkeypatch, PLUMBLINE_DATA_DIR=str(tmp_path), **(SET | {"OIDC_ROLES": "Editors=editor"} | changed))


def test_passwords_are_not_switched_off_where_there_is_no_other_way(monkeypatch, tmp_path):
    with pytest.raises(ConfigurationError, match="nobody could sign in"):
        read(monkeypatch, PLUMBLINE_DATA_DIR=str(tmp_path), PASSWORD_SIGN_IN="off")
