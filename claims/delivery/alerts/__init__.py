"""E-mail alerts of readers: asked for, confirmed, sent, ended."""
