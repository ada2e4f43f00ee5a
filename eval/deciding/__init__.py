"""How the decision to answer is fitted: labelled questions, what was known of each, and a logistic regression."""
