"""The names of persons, places and bodies that an archive attests."""
