"""The claim under review that these tests share with those of the workflow."""

from tests.workflow.review import claim, scale

__all__ = ["claim", "scale"]
