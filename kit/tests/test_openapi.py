from kit.openapi import add_problems


def test_every_operation_says_how_it_refuses():
    get = {"responses": {"200": {}, "404": {"description": "Nothing here."}}}
    schema = {"paths": {"/api/x": {"get": get, "parameters": []}}, "components": {}}
    add_problems(schema, None, None, True)
    assert get["responses"]["200"] == {}
    for status in ("404", "default"):
        assert "application/problem+json" in get["responses"][status]["content"]
    assert "code" in schema["components"]["schemas"]["Problem"]["required"]
