"""Questions: asked once a run, answered or closed once, by whoever comes first."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.offload.callback.question import Contradiction, NoSuchQuestion, Question, TooLate
from functions.offload.callback.questions import Questions
from functions.offload.step import StepJob
from tests.unit.offload.question_table import JOB, NEXT_RUN, NOW, WITHIN, an_answer, question_table


@pytest.fixture
def questions() -> Iterator[Questions]:
    with question_table() as questions:
        yield questions


def ask(questions: Questions, token: str = "first", job: StepJob = JOB, at: float = NOW) -> Question:
    return questions.ask("approval", job, token, {"amount": 5}, within_seconds=WITHIN, now=at)


def test_a_question_asked_again_is_the_same_with_the_new_token(questions: Questions) -> None:
    first = ask(questions)
    again = ask(questions, "second", at=NOW + 60)
    assert again == first.model_copy(update={"token": "second"})
    assert questions.find(first.id) == again


def test_another_run_asks_anew_and_so_does_another_kind(questions: Questions) -> None:
    other_kind = questions.ask("delivery", JOB, "t", {}, within_seconds=WITHIN, now=NOW)
    assert len({ask(questions).id, ask(questions, job=NEXT_RUN).id, other_kind.id}) == 3


def test_an_answer_stands_and_the_next_turn_finds_it(questions: Questions) -> None:
    asked = ask(questions)
    answered = questions.answer(asked.id, an_answer(), now=NOW)
    assert answered.answer == an_answer()
    assert questions.answer(asked.id, an_answer(at=NOW + 5), now=NOW + 5) == answered
    with pytest.raises(Contradiction) as contradiction:
        questions.answer(asked.id, an_answer("reject"), now=NOW)
    assert contradiction.value.answer == an_answer()
    assert ask(questions, "second").answer == an_answer()


def test_a_closed_question_is_not_answered_and_an_answered_one_not_closed(questions: Questions) -> None:
    closed, answered = ask(questions), ask(questions, job=NEXT_RUN)
    questions.close("approval", JOB, "cancelled", now=NOW)
    questions.answer(answered.id, an_answer(), now=NOW)
    with pytest.raises(TooLate, match="cancelled"):
        questions.answer(closed.id, an_answer(), now=NOW)
    standing = questions.close("approval", NEXT_RUN, "cancelled", now=NOW)
    assert standing is not None
    assert (standing.answer, standing.closed) == (an_answer(), None)


def test_what_is_withdrawn_before_it_was_asked_is_not_asked_later(questions: Questions) -> None:
    assert questions.close("approval", JOB, "undone", now=NOW) is None
    late = ask(questions)
    assert late.closed == "undone"
    assert questions.open("approval", limit=9).questions == ()
    with pytest.raises(TooLate):
        questions.answer(late.id, an_answer(), now=NOW)


def test_an_answer_after_its_time_is_late_though_nobody_has_closed_the_question(questions: Questions) -> None:
    asked = ask(questions)
    with pytest.raises(TooLate, match="over"):
        questions.answer(asked.id, an_answer(), now=NOW + WITHIN)


def test_an_id_that_nobody_gave_out_is_unknown(questions: Questions) -> None:
    with pytest.raises(NoSuchQuestion):
        questions.answer("0" * 32, an_answer(), now=NOW)


def test_open_questions_are_listed_the_oldest_first_page_by_page(questions: Questions) -> None:
    asked = [ask(questions, job=JOB.model_copy(update={"run": run}), at=NOW + run) for run in range(1, 6)]
    questions.answer(asked[1].id, an_answer(), now=NOW + 9)
    questions.close("approval", JOB.model_copy(update={"run": 3}), "cancelled", now=NOW + 9)
    listed, after = [], None
    while True:
        page = questions.open("approval", limit=2, after=after)
        listed += [question.id for question in page.questions]
        if page.next is None:
            break
        after = page.next
    assert listed == [asked[0].id, asked[3].id, asked[4].id]
    assert questions.open("delivery", limit=2).questions == ()


ACTS = st.sampled_from(["ask", "approve", "reject", "close", "wait"])


@settings(max_examples=15, deadline=None)
@given(acts=st.lists(ACTS, max_size=8))
def test_whatever_comes_in_whatever_order_the_first_to_end_it_counts(acts: list[str]) -> None:
    with question_table() as questions:
        now, ended, asked = NOW, "", ask(questions)
        for turn, act in enumerate(acts):
            match act:
                case "ask":
                    ask(questions, f"token {turn}", at=now)
                case "wait":
                    now += WITHIN
                case "close":
                    questions.close("approval", JOB, "closed", now=now)
                    ended = ended or "closed"
                case word:
                    in_time = ended == word or (not ended and now < asked.answer_by)
                    try:
                        questions.answer(asked.id, an_answer(word), now=now)
                    except (Contradiction, TooLate):
                        assert not in_time
                    else:
                        assert in_time
                        ended = word
            standing = questions.find(asked.id)
            assert standing is not None
            assert (standing.answer.word if standing.answer else standing.closed or "") == ended
            assert bool(questions.open("approval", limit=1).questions) is (not ended)
