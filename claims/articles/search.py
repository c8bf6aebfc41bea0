"""What articles are found by: their current words, address and outlet."""

from claims.searching.index import SearchIndex, Trigger

ARTICLES = SearchIndex(
    table="articles_article_search",
    source=(
        "SELECT a.id AS id, v.title || ' ' || v.deck || ' ' || v.byline || ' ' || COALESCE(o.name, '') || ' '"
        " || a.url || ' ' || v.text AS words FROM articles_article a"
        " JOIN articles_articleversion v ON v.id = a.current_id LEFT JOIN articles_outlet o ON o.id = a.outlet_id"
    ),
    triggers=(
        Trigger("article_search_insert", "INSERT ON articles_article", "new.id"),
        Trigger("article_search_update", "UPDATE OF current_id, outlet_id, url ON articles_article", "new.id"),
        Trigger("article_search_delete", "DELETE ON articles_article", "old.id", gone=True),
        Trigger(
            "article_search_outlet",
            "UPDATE OF name ON articles_outlet",
            "SELECT id FROM articles_article WHERE outlet_id = new.id",
        ),
    ),
)
