"""The engine for archives that outgrow one machine: a cluster of OpenSearch (docs/cluster.md)."""
