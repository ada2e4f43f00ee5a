"""The browser chat; the one folder that knows Gradio."""
