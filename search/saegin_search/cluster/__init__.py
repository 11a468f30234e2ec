"""Keeping the posts of many blogs in an OpenSearch cluster."""
