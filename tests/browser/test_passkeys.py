"""Passkeys in a real browser with an authenticator of its own: added, used in the place of a password, removed."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(context):
    """A page of a browser that has a device with passkeys."""
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def forget(page):
    """Take the session away once the page asks for nothing more: its counts would be refused, rightly, and say so."""
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()


def test_a_passkey_signs_in_without_a_password(page, live_server, edo):
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}{reverse('login')}")
    page.get_by_label("User name or e-mail").fill("edo")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(f"{live_server.url}{reverse('mfa_index')}")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_role("button", name="Add a passkey").press("Enter")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{live_server.url}{reverse('mfa_index')}")
    expect(page.get_by_text("My laptop").first).to_be_visible()

    forget(page)
    page.goto(f"{live_server.url}{reverse('login')}")
    page.get_by_role("button", name="Use a passkey").press("Enter")
    expect(page.get_by_role("link", name="Edo Baker")).to_be_visible()

    forget(page)
    page.goto(f"{live_server.url}{reverse('login')}")
    page.get_by_label("User name or e-mail").fill("edo")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name="Edo Baker")).to_be_visible()

    page.goto(f"{live_server.url}{reverse('mfa_index')}")
    page.get_by_role("link", name="Remove My laptop").click()
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("My laptop")).to_have_count(0)
    assert not Authenticator.objects.exists()
    assert said == []


def test_a_device_without_a_passkey_is_told(page, live_server, edo):
    page.goto(f"{live_server.url}{reverse('login')}")
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("The browser gave no passkey.")
