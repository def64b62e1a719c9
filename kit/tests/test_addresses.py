import pytest

from kit.addresses import LONGEST, BadAddress, Rules, is_public, parse

RULES = Rules(ports=frozenset({443, 8443}))
HOSTILE = {
    "http://hooks.example.ma/": "scheme",
    "ftp://hooks.example.ma/": "scheme",
    "gopher://127.0.0.1:70/_x": "scheme",
    "file:///etc/passwd": "scheme",
    "//hooks.example.ma/": "scheme",
    "javascript:alert(1)": "scheme",
    "https://user:word@hooks.example.ma/": "userinfo",
    "https://hooks.example.ma@127.0.0.1/": "userinfo",
    "https://127.0.0.1/": "inside",
    "https://127.1/": "number",
    "https://127.0.1/": "number",
    "https://2130706433/": "number",
    "https://0x7f000001/": "number",
    "https://0x7f.0.0.1/": "number",
    "https://0177.0.0.1/": "number",
    "https://017700000001/": "number",
    "https://00/": "number",
    "https://0/": "number",
    "https://0.0.0.0/": "inside",
    "https://10.1.2.3/": "inside",
    "https://100.64.0.1/": "inside",
    "https://169.254.169.254/latest/meta-data/": "inside",
    "https://172.16.0.1/": "inside",
    "https://192.168.1.1/": "inside",
    "https://192.0.0.192/": "inside",
    "https://198.18.0.1/": "inside",
    "https://224.0.0.1/": "inside",
    "https://255.255.255.255/": "inside",
    "https://[::1]/": "inside",
    "https://[::]/": "inside",
    "https://[::ffff:127.0.0.1]/": "inside",
    "https://[::ffff:a9fe:a9fe]/": "inside",
    "https://[::127.0.0.1]/": "inside",
    "https://[64:ff9b::7f00:1]/": "inside",
    "https://[64:ff9b:1::a00:1]/": "inside",
    "https://[2002:7f00:1::]/": "inside",
    "https://[2001:0:7f00:1::]/": "inside",
    "https://[fe80::1]/": "inside",
    "https://[fd00:ec2::254]/": "inside",
    "https://[ff02::1]/": "inside",
    "https://[fe80::1%25eth0]/": "malformed",
    "https://localhost/": "inside",
    "https://LOCALHOST./": "inside",
    "https://api.localhost/": "inside",
    "https://intranet/": "inside",
    "https://metadata.google.internal/": "inside",
    "https://db.local/": "inside",
    "https://127。0。0。1/": "inside",
    "https://127\uff0e0\uff0e0\uff0e1/": "inside",
    "https://①②⑦.⓪.⓪.①/": "inside",
    "https://\uff11\uff16\uff19.254.169.254/": "inside",
    "https://localhost。/": "inside",
    "https://hooks.example.ma:22/": "port",
    "https://hooks.example.ma:6379/": "port",
    "https://hooks.example.ma:80/": "port",
    "https://hooks.example.ma:0/": "port",
    "https://hooks.example.ma:99999/": "port",
    "https://hooks.example.ma/#x": "malformed",
    "https://hooks.example.ma\\@127.0.0.1/": "malformed",
    "https://hooks.example.ma/a b": "malformed",
    "https://hooks.example.ma/\r\nX: 1": "malformed",
    "https://hooks.exa\tmple.ma/": "malformed",
    "https://ho%6fks.example.ma/": "malformed",
    "https://hooks_.example.ma/": "malformed",
    "https://[::1/": "malformed",
    "https:///x": "malformed",
    "https://hooks.example.ma/é": "malformed",
    "https://hooks.example.ma/" + "a" * 2000: "malformed",
    # In the letters of the DNS the name is seven signs longer, and the whole too long to be kept.
    "https://café.example.ma/" + "a" * (LONGEST - 24): "malformed",
    "": "malformed",
}


@pytest.mark.parametrize(("text", "reason"), HOSTILE.items())
def test_no_way_leads_inside(text, reason):
    with pytest.raises(BadAddress) as refused:
        parse(text, RULES)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("text", "host", "port", "target"),
    [
        ("https://hooks.example.ma/in?a=1", "hooks.example.ma", 443, "/in?a=1"),
        ("https://Hooks.Example.MA.:8443", "hooks.example.ma", 8443, "/"),
        ("https://café.example.ma/", "xn--caf-dma.example.ma", 443, "/"),
        ("https://8.8.8.8/", "8.8.8.8", 443, "/"),
        ("https://[2606:4700::1111]/", "2606:4700::1111", 443, "/"),
    ],
)
def test_what_is_of_the_internet_may_be_called(text, host, port, target):
    address = parse(text, RULES)
    assert (address.host, address.port, address.target, address.is_loop) == (host, port, target, False)


def test_this_machine_may_be_called_where_the_rules_say_so_and_nothing_else_inside():
    rules = Rules(may_loop=True)
    assert str(parse("http://127.0.0.1:8123/x", rules)) == "http://127.0.0.1:8123/x"
    assert str(parse("http://[::1]:8123/x", rules)) == "http://[::1]:8123/x"
    for text in ("http://127.0.0.2/", "http://10.0.0.1/", "http://[::ffff:127.0.0.1]/"):
        with pytest.raises(BadAddress):
            parse(text, rules)


@pytest.mark.parametrize("number", ["8.8.8.8", "196.200.130.1", "2606:4700::1111", "2a00:1450:4003::1"])
def test_numbers_of_the_internet(number):
    assert is_public(number)


@pytest.mark.parametrize("number", ["fe80::1%eth0", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"])
def test_numbers_that_hide_another(number):
    assert not is_public(number)
