"""Other newsrooms whose published checks the desk follows: asked politely, compared with their signatures."""
