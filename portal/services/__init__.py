"""The rules of the portal, and the transactions around what they write."""
