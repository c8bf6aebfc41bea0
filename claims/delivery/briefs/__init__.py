"""The shift brief: what it tells a person, and the letter that brings it in the morning."""
