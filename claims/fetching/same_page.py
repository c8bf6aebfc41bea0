"""One form for all addresses of one page, by which an article is known. It is compared, and never asked."""

import re
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qs

from claims.fetching.urls import DEFAULT_PORTS, WebAddress, parse_url

# Parameters that say where a click came from, or how the page is dressed, and never which page is shown.
_TRACKING: Final = re.compile(
    r"""(?ix) ^(?:
        utm_[a-z0-9_]+ | at_(?:campaign(?:_[a-z]+)?|medium|custom[0-9]+|link_[a-z_]+|format|bbc_team|ptr_name)
      | mtm_[a-z]+ | piwik_[a-z]+
      | pk_(?:vid|campaign|kwd|keyword|source|medium|content|cid)
      | hsa_[a-z]+ | wt[._](?:mc|zmc|tsrc|nav|srch)(?:[._][a-z_]+)?
      | gad_[a-z]+ | ga_(?:source|medium|term|content|campaign|place) | fb_(?:action_ids|action_types|source|ref)
      | fbclid | gclid | gclsrc | gbraid | wbraid | dclid | msclkid | yclid | ysclid | twclid | ttclid | srsltid
      | rdt_cid | sc_cid
      | li_fat_id | igshid | igsh | epik | mc_cid | mc_eid | mkt_tok | _ga | _gl | icid | ncid | s_cid | wickedid
      | _hsenc | _hsmi | __hssc | __hstc | __hsfp | hsctatracking | oly_enc_id | oly_anon_id | vero_id | vero_conv
      | smid | smtyp | mibextid | xtor | xtref | cmpid | cmp | ocid | ito | taid | soc_src | soc_trk
      | __twitter_impression | _branch_match_id | _branch_referrer | sfnsn | cn-track | ftag
      | __tn__ | __cft__.* | guccounter | guce_referrer | guce_referrer_sig | ref_src | ref_url | share_?id | sharetype
      | ns_(?:campaign|mchannel|source|linkname|fee) | trk_[a-z]+ | dicbo | tblci | obclid | referringsource | spm
      | amp | _amp | outputtype | usqp | amp_js_v | amp_gsa
    )$"""
)
# Names before a site's own that show its pages on another device or as AMP.
_FACES: Final = re.compile(r"^(?:www[0-9]?|m|mobile|mobil|touch|amp|wap)\.(?=[^.]+\.)")
_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

# Services whose pages have a number or a name of their own and many addresses: host, path, and the one path.
_SERVICES: Final = (
    (r"(?:m\.|music\.)?youtube(?:-nocookie)?\.com", r"/(?:watch|shorts|embed|live|v)/([\w-]+)", "youtube.com/watch/{}"),
    (r"youtu\.be", r"/([\w-]+)", "youtube.com/watch/{}"),
    (
        r"(?:mobile\.|m\.)?(?:twitter|x|fxtwitter|vxtwitter)\.com",
        r"/(?:\w{1,30}|i/web)/status(?:es)?/(\d+)(?:/.*)?",
        "x.com/i/status/{}",
    ),
    (r"(?:m\.)?instagram\.com", r"/(?:[\w.]+/)?(?:p|reel|tv)/([\w-]+)", "instagram.com/p/{}"),
    (r"(?:m\.)?tiktok\.com", r"/@[\w.-]+/video/(\d+)", "tiktok.com/video/{}"),
    (r"(?:t|telegram)\.me", r"/(?:s/)?(\w+/\d+)", "t.me/{}"),
)
_KNOWN: Final = tuple((re.compile(host), re.compile(path), form) for host, path, form in _SERVICES)


def canonical_url(url: str) -> str:
    """One form for addresses that show the same page, used as an article's identity; ``Refused`` if it is no address.

    Host in lower case, IDNA in ASCII, https for http at its usual port, no fragment, no tracking
    parameters, no slash at the end, dot segments resolved and escapes in one form (RFC 3986, 6.2.2). The order of
    parameters stays, since it can carry meaning. Posts of some large services have one address whatever app shared it.
    """
    address = parse_url(url)
    kept = [
        _normal_escapes(pair)
        for pair in address.query.split("&")
        if pair and not _TRACKING.match(_normal_escapes(pair.partition("=")[0]))
    ]
    path = _without_dots(_normal_escapes(address.path))
    usual = address.port == DEFAULT_PORTS[address.scheme]
    tidy = WebAddress(
        scheme="https" if usual else address.scheme,
        host=address.host,
        port=DEFAULT_PORTS["https"] if usual else address.port,
        path=path.rstrip("/") or "/",
        query="&".join(kept),
    )
    return str(_known_service(tidy))


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are one site's, whatever face of it they show: ``www.``, for phones, or as AMP."""
    return _site(one) == _site(other)


def is_front_page(url: str) -> bool:
    """Whether the address is that of a whole site and of no page in it."""
    address = parse_url(url)
    return not address.query and bool(re.fullmatch(r"/(?:(?:index|home|default)(?:\.\w{2,5})?/?)?", address.path, re.I))


def twin(url: str) -> str:
    """The same canonical address with ``www.`` before its host, or without; nearly every site answers to both."""
    scheme, mark, rest = url.partition("://")
    return f"{scheme}{mark}{rest.removeprefix('www.') if rest.startswith('www.') else f'www.{rest}'}"


def _site(url: str) -> str:
    return _FACES.sub("", parse_url(url).host)


def _known_service(address: WebAddress) -> WebAddress:
    shown = address.path
    if shown == "/watch" and (video := parse_qs(address.query).get("v")):
        shown = f"/watch/{video[0]}"
    for host, path, form in _KNOWN:
        if host.fullmatch(address.host.removeprefix("www.")) and (found := path.fullmatch(shown)):
            name, _slash, rest = form.format(found[1]).partition("/")
            return replace(address, host=name, path=f"/{rest}", query="")
    return address


def _normal_escapes(part: str) -> str:
    def normal(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    return _ESCAPE.sub(normal, part)


def _without_dots(path: str) -> str:
    """Resolve "." and ".." as RFC 3986, 5.2.4 does."""
    segments: list[str] = []
    parts = path.split("/")[1:]
    for position, part in enumerate(parts):
        last = position == len(parts) - 1
        if part == "..":
            segments = segments[:-1]
        elif part != ".":
            segments.append(part)
            continue
        if last:
            segments.append("")
    return "/" + "/".join(segments)
