"""Answering a question under a post that takes them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.audience.doors import open_to
from collegium.blogs import questions
from collegium.blogs.views.find import find_work
from collegium.blogs.views.writing import blog_of_writers, enter
from collegium.discussion.actions import Refused
from collegium.discussion.forms import WordsForm
from collegium.discussion.views import see_other
from collegium.discussion.views.found import reply_for


@open_to("registered")
def answer_question(request: HttpRequest, blog: str, post: str, reply: int) -> HttpResponse:
    """`/blogs/<blog>/<post>/answer/<reply>/`: the leader answers, and the answer stands under the question."""
    work = find_work(blog_of_writers(request, blog, post), post, request.reader)
    question = reply_for(request, reply)
    enter(questions.refusal_to_answer(work, question, request.reader), request)
    form = WordsForm(request.POST or None, reader=request.reader, piece=work)
    if request.method == "POST" and form.is_valid():
        try:
            origin = form.cleaned_data["token"]
            questions.answer_question(work, question, form.words, request.reader, origin=origin)
            return see_other(f"{work.get_absolute_url()}#reply-{question.number}")
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "post": work, "question": question}
    return render(request, "blogs/answer_question.html", context, status=422 if form.is_bound else 200)
