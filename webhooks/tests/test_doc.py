from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from webhooks.selectors import BY_NAME


def test_the_page_of_the_documentation_is_as_the_table():
    call_command("webhooks_doc", "--check")


def test_the_schema_of_the_api_has_every_event(db):
    schema = SchemaGenerator().get_schema(public=True)
    assert schema["openapi"].startswith("3.1")
    assert schema["webhooks"].keys() == BY_NAME.keys()
    for call in schema["webhooks"].values():
        body = call["post"]["requestBody"]["content"]["application/json"]["schema"]
        Draft202012Validator.check_schema(body)
