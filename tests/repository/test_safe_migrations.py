"""What a release must not do to the tables while the one before it still runs."""

import subprocess

import pytest

from tests.repository.safe_migrations import findings, last_release


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ('ALTER TABLE "claims_tip" ADD COLUMN "kind" varchar(9) DEFAULT \'\' NOT NULL', []),
        ('ALTER TABLE "claims_tip" ADD COLUMN "kind" varchar(9) NULL', []),
        ('ALTER TABLE "claims_tip" ADD COLUMN "kind" varchar(9) NOT NULL', ["NOT NULL constraint on columns"]),
        ('ALTER TABLE "claims_tip" DROP COLUMN "more" CASCADE', ["DROPPING columns"]),
        ('ALTER TABLE "claims_tip" RENAME TO "claims_message"', ["RENAMING tables"]),
    ],
)
def test_what_old_code_cannot_go_on_beside_is_found(statement, found):
    assert findings([statement]) == found


def test_the_last_release_is_the_newest_tag(tmp_path):
    def git(*words):
        subprocess.run(
            ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b.example", *words], check=True
        )

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "one")
    assert last_release(tmp_path) == ""
    git("tag", "v1.2.0")
    git("commit", "-q", "--allow-empty", "-m", "two")
    git("tag", "other")
    assert last_release(tmp_path) == "v1.2.0"
