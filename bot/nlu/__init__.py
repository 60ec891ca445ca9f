"""Components of Rasa's language pipeline that stock Rasa lacks or has too heavy."""
