"""PDFs: their text with its paragraphs, headings and pages."""
