"""Links to pages, pages to documents, documents to chunks."""
