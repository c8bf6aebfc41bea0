"""What tests about people's data share."""

from tests.api.conftest import fresh_budgets, program_of

__all__ = ["fresh_budgets", "program_of"]
