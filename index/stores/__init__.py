"""How vectors are kept and searched, by their number: the one folder that knows FAISS (`index/store.py` chooses)."""
