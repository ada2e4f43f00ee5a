"""Conversations as the page shows and keeps them: no Gradio, no index needed to show them again."""
