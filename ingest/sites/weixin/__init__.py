"""WeChat articles (mp.weixin.qq.com)."""

from ingest.sites.weixin.site import matches, parse, read

__all__ = ["matches", "parse", "read"]
