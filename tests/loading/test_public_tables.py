"""The public tables: saved queries rely on their names, columns and types."""

from imr_tui.corpus.session import Corpus
from tests.conftest import CASES, ITEMS

COLUMNS = {
    "cases": "case_id case_number generation source_path decision_date assigned_date injury_date ur_denial_date "
    "received_date priority licensure_states specialties patient_age patient_gender clinical_summary "
    "documents_reviewed item_count upheld_count overturned_count outcome problems unread",
    "items": "item_id case_id item_no title decision item_type item_subtype claims_guideline maximus_guideline "
    "rationale",
    "citations": "item_id party source section pages",
    "letters": "source_path size modified_at content_hash case_id status problems unread",
}
LISTS = {"licensure_states", "specialties", "problems", "unread"}


def test_columns(corpus: Corpus) -> None:
    for table, names in COLUMNS.items():
        described = corpus.cursor().execute(f"DESCRIBE corpus.main.{table}").fetchall()
        assert [row[0] for row in described] == names.split()
        for name, kind, *_ in described:
            assert (kind == "VARCHAR[]") == (name in LISTS)
            assert (kind == "DATE") == name.endswith("_date")


def test_marks_are_there_in_every_session(corpus: Corpus) -> None:
    described = corpus.cursor().execute("DESCRIBE memory.main.marks").fetchall()
    assert [row[0] for row in described] == ["item_id", "mark", "tags", "note", "updated_at"]


def test_keys_and_counts_hold_together(corpus: Corpus) -> None:
    cursor = corpus.cursor()
    assert cursor.execute("SELECT count(*), count(DISTINCT item_id) FROM corpus.main.items").fetchall() == [
        (ITEMS, ITEMS)
    ]
    assert cursor.execute("SELECT count(*), count(DISTINCT case_id) FROM corpus.main.cases").fetchall() == [
        (CASES, CASES)
    ]
    wrong = cursor.execute(
        """
        SELECT case_id FROM corpus.main.cases JOIN (
            SELECT case_id, count(*) AS items, count(*) FILTER (decision = 'Upheld') AS upheld,
                   count(*) FILTER (decision = 'Overturned') AS overturned
            FROM corpus.main.items GROUP BY case_id
        ) USING (case_id)
        WHERE (item_count, upheld_count, overturned_count) IS DISTINCT FROM (items, upheld, overturned)
        """
    ).fetchall()
    assert wrong == []
    lone = "SELECT count(*) FROM corpus.main.citations ANTI JOIN corpus.main.items USING (item_id)"
    assert cursor.execute(lone).fetchall() == [(0,)]
    assert cursor.execute(
        "SELECT count(*) FROM corpus.main.items WHERE item_id <> case_id || '#' || item_no"
    ).fetchall() == [(0,)]


def test_values(corpus: Corpus) -> None:
    cursor = corpus.cursor()

    def values(column: str, table: str) -> set[object]:
        return {value for (value,) in cursor.execute(f"SELECT DISTINCT {column} FROM corpus.main.{table}").fetchall()}

    assert values("decision", "items") == {"Upheld", "Overturned", "Unclear"}
    assert values("outcome", "cases") <= {"All upheld", "All overturned", "Mixed", "Unclear"}
    assert values("generation", "cases") == {"A", "B", "C", "D"}
    assert values("priority", "cases") == {"Standard", "Expedited", None}
    assert values("patient_gender", "cases") <= {"male", "female", None}
    assert values("party", "citations") == {"claims_administrator", "reviewer"}
