"""The schema: no warnings, and the live API answers nothing that it does not say."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, Phase, given, strategies
from hypothesis import settings as hypothesis_settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from claims.accounts.roles import Role
from claims.api.representation import Body
from claims.api.views.documents import current_schema
from claims.people.tokens import issue
from claims.tracking.enums import ClaimState
from factcheck.wsgi import application
from tests.factories import CandidateFactory, PersonFactory, RunFactory
from tests.workflow import stories


def test_the_schema_has_no_warnings_and_is_valid_openapi_3_1():
    GENERATOR_STATS.reset()
    document = SchemaGenerator().get_schema(request=None, public=True)
    assert not GENERATOR_STATS
    assert document["openapi"] == "3.1.0"
    validate_schema(document)


def test_every_operation_says_what_it_is_for_and_how_it_can_fail():
    document = current_schema()
    for address, item in document["paths"].items():
        for method, operation in item.items():
            where = f"{method} {address}"
            assert operation.get("summary"), where
            assert operation.get("description"), where
            assert {"400", "401", "403", "404", "429"} <= set(operation["responses"]), where
            taken = {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "header"}
            assert ("Idempotency-Key" in taken) == (method == "post"), where
            assert ("If-Match" in taken) == ("428" in operation["responses"]), where


def test_every_object_has_an_example_that_keeps_to_its_schema():
    document = current_schema()
    for name, component in document["components"]["schemas"].items():
        if component.get("type") != "object":
            continue
        assert component["examples"], name
        whole = {**component, "components": document["components"]}
        for example in component["examples"]:
            Draft202012Validator(whole).validate(example)


def test_the_example_of_every_body_would_be_read():
    for body in bodies_of(Body):
        if body.example:
            reader = body(data=body.example)
            assert reader.is_valid(), (body.__name__, reader.errors)


def bodies_of(kind: type[Body]) -> Iterator[type[Body]]:
    for body in kind.__subclasses__():
        yield body
        yield from bodies_of(body)


schema = schemathesis.openapi.from_dict(current_schema())
# An old version refuses a request as well, also one whose generated faults the hooks below have mended.
schema.config.checks.negative_data_rejection.expected_statuses.append("412")
schema.app = application
turns = itertools.count()


@schema.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Two times in three, a number that is there for one that is none, so that more than 404 is tried.

    What is no number stays: where that is the fault of a request, mending it would leave nothing to refuse.
    """
    if path_parameters and next(turns) % 3:
        for name, value in path_parameters.items():
            if name in ("id", "claim_id") and isinstance(value, int):
                path_parameters[name] = 1
    return path_parameters


@schema.hook
def map_headers(context: Any, headers: dict[str, Any] | None) -> dict[str, Any] | None:
    """Now and then the version that is stored, so that more than 412 is tried."""
    for name in [name for name in headers or {} if name.lower() == "host"]:
        del headers[name]  # a host that is not ours never reaches the API
    if headers and str(headers.get("If-Match", "")).startswith('"v') and next(turns) % 3:
        headers["If-Match"] = f'"v{1 + next(turns) % 4}"'
    return headers


@pytest.fixture
def newsroom(transactional_db, settings):
    """A desk with something in most drawers, and the secrets of two programs."""
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    people = stories.crew()
    stories.claim_in(ClaimState.APPROVED, people)
    RunFactory(version=CandidateFactory().version)
    everything, reader = PersonFactory(roles=list(Role)), PersonFactory(roles=[Role.VIEWER])
    return [
        issue(actor=person, name="program", scopes=["read", "write", "publish"]).secret
        for person in (everything, reader)
    ]


@pytest.mark.faces
def test_the_live_api_keeps_to_its_schema(newsroom):
    for result in schema.get_all_operations():
        operation = result.ok()

        @hypothesis_settings(
            max_examples=4,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        )
        @given(case=strategies.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)))
        def keeps_to_it(case):
            secret = newsroom[next(turns) % 4 == 0]
            response = case.call(headers={"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"})
            # Sign-in has tests of its own; this check takes the token that every case carries for a generated one.
            # And that a rule of the review or an old cursor refuses a well-formed request is what this API is for.
            case.validate_response(response, excluded_checks=[ignored_auth, positive_data_acceptance])

        keeps_to_it()
