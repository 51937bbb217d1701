"""Polls: a question with two to twelve answers under the first words of a topic.

Words: *option* (an answer to choose), *vote* (somebody's choice of one option). The topic's author asks when starting
it and may close it early; whoever may write in the topic votes, and may vote otherwise until the poll is closed.
Numbers are shown to who has voted, and to everybody once it is closed; who voted for what is shown to nobody, and is
forgotten when the poll is closed (docs/decisions/008-polls.md).
"""
