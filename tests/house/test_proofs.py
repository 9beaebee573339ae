"""A proof's table says what was counted, by which command, on which day."""


def test_a_proof_table_holds_its_rows_command_and_day(proof_table):
    path = proof_table("plans-keep-rules", [{"rule": "strip", "broken": 0}, {"rule": "kidneys", "broken": 0}])
    lines = path.read_text().splitlines()
    assert path.name == "plans-keep-rules.md"
    assert lines[0] == "# Plans keep rules"
    assert "test_a_proof_table_holds_its_rows" in lines[2]
    assert lines[4:] == ["| rule | broken |", "| --- | --- |", "| strip | 0 |", "| kidneys | 0 |"]


def test_a_proof_written_by_the_tests_does_not_touch_the_committed_ones(proof_table, tmp_path):
    assert proof_table("anything", [{"n": 1}]).parent == tmp_path


def test_the_committed_proofs_name_their_command_and_day(top):
    for path in (top / "docs/proofs").glob("*.md"):
        if path.name != "README.md":
            said = path.read_text().splitlines()[2]
            assert said.startswith("`"), path
            assert " on 20" in said, path
