from kit.openapi import add_problems, say_null


def test_every_operation_says_how_it_refuses():
    get = {"responses": {"200": {}, "404": {"description": "Nothing here."}}}
    schema = {"paths": {"/api/x": {"get": get, "parameters": []}}, "components": {}}
    add_problems(schema, None, None, True)
    assert get["responses"]["200"] == {}
    for status in ("404", "default"):
        assert "application/problem+json" in get["responses"][status]["content"]
    assert "code" in schema["components"]["schemas"]["Problem"]["required"]


def test_what_may_be_missing_is_one_more_type():
    schema = {"a": [{"type": "string", "nullable": True}], "properties": {"nullable": {"type": "boolean"}}}
    say_null(schema, None, None, True)
    assert schema == {"a": [{"type": ["string", "null"]}], "properties": {"nullable": {"type": "boolean"}}}
