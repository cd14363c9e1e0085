"""Drawing: the map of a story or a campaign, and the pictures that are made of it."""
