"""The ways to ask beside the page: HTTP, MCP, and OpenAI's protocol. All of them give what `ask --json` does."""
