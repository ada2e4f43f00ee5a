"""What the reader brings: telling what answers, ranking, finding the sentence, and what it costs."""

WITHOUT, READER = "without", "reader"
"""The names under which figures stand: of encoders and search alone, and with the reader."""
CLOSED, ALONE = "AUC, passage given", "AUC, passage given, by the reader alone"
REMOVED = "AUC, gold removed"
GIVEN, AMONG = "evidence@1, passage given", "evidence@1, first three"
"""What is measured beside ranks: whether it answers, and which sentence does."""
