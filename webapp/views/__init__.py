"""Views: one blueprint in each module."""
