"""The demo newsroom's sign-ins; they work only where settings.DEMO_SIGN_INS is on."""

from claims.accounts.models import User

DEMO_PASSWORD = "plumbline-demo"  # noqa: S105 - known to everybody, which is why it works on this machine only


def demo_people() -> list[User]:
    """The people of the demo newsroom with their roles, in order of their names."""
    return list(User.objects.active().filter(is_demo=True).prefetch_related("groups").order_by("display_name"))
