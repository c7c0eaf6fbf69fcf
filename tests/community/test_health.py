from django.db import DatabaseError, connection


def test_a_living_process_says_so_without_the_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"alive\n")
    assert "no-store" in response["Cache-Control"]


def test_a_process_is_ready_when_its_database_answers(client, db):
    assert client.get("/readyz").status_code == 200


def test_without_a_database_it_is_alive_but_not_ready(client, db, monkeypatch):
    def broken():
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", broken)
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
