"""Numbers of many answers: means, intervals, two runs compared, what confidence is worth."""
