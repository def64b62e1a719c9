from html import unescape

from django.utils.html import escape, strip_tags

from campaigns.services.terms import render_terms, terms_html


def test_on_a_page_what_people_wrote_has_a_direction_of_its_own(collaboration):
    terms = collaboration.terms
    terms["brand"] |= {"name": "أطلس", "legal_name": "<b>أطلس</b> 12"}
    terms["campaign"]["title"] = "زيت أركان"
    terms["deliverables"][0]["notes"] = "بالدارجة"
    terms["rules"]["do"] = ["هاشتاغ #1"]
    html = terms_html(terms, render_terms(terms))
    for isolated in ("أطلس", "&lt;b&gt;أطلس&lt;/b&gt; 12", "Amina", "زيت أركان", "بالدارجة", "هاشتاغ #1"):
        assert f"<bdi>{isolated}</bdi>" in html
    assert unescape(strip_tags(html)) == render_terms(terms)


def test_a_contract_from_which_a_name_was_taken_is_shown_as_it_stands(collaboration):
    left = collaboration.terms_text.replace("Amina", "<…>")
    assert terms_html(collaboration.terms, left) == escape(left)
