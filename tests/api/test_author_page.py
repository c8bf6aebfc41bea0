"""A program reads and sets what readers may know about its person."""


def test_a_program_shows_the_page_and_takes_it_back(program_of, ana, client):
    mine = program_of(ana)
    empty = {"is_public": False, "role": "", "background": "", "slug": ""}
    assert mine.get("me/author-page/").json() == empty
    kept = mine.put("me/author-page/", {"is_public": True, "role": "Reviewer"})
    assert kept.json() == {"is_public": True, "role": "Reviewer", "background": "", "slug": "ana-costa"}
    assert client.get("/checks/authors/ana-costa/").status_code == 200
    mine.put("me/author-page/", {"is_public": False})
    assert client.get("/checks/authors/ana-costa/").status_code == 410
    assert mine.put("me/author-page/", {"is_public": True, "role": "r" * 121}).status_code == 400
