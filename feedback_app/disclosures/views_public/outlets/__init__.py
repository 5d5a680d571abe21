"""What can be taken along: feeds, downloads, an interface for programs, a column for portals, the sitemap (Article 10).

All of it is read from the records as they stand at that moment, and only what is public of them. Nobody is to keep it
without asking again: what came down is gone from every outlet at once.
"""

from feedback_app.disclosures.views_public.outlets import api, column, downloads, feeds, sitemap
from feedback_app.disclosures.views_public.outlets.blueprint import outlets

__all__ = ["api", "column", "downloads", "feeds", "outlets", "sitemap"]
