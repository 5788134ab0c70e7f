"""Lists that analysts edit: names, frames, stop words, people and places, verbs of speech."""
