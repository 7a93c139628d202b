"""The embedded engine: our segments in a Whoosh index. Only these modules import whoosh."""
