// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.Answer;
import io.photon.api.Caller;
import io.photon.api.Download;
import io.photon.api.PhotonApi;
import io.photon.api.ProjectionView;
import io.photon.api.UseCases;
import io.photon.codec.FailureJson;
import io.photon.muon.eventstore.StoreQuestion;
import io.photon.muon.stack.server.MuonService;
import io.photon.muon.stack.server.StreamSink;
import io.photon.muon.wire.SubscriptionRequest;
import io.photon.question.Asked;
import io.photon.question.Cost;
import io.photon.question.Params;
import io.photon.question.Question;
import io.photon.question.Question.Carriage;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.task.Steady;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Questions that are asked by subscribing to one stream; which of them it is, its fixed fields say. Thread-safe. */
final class QuestionStream implements MuonService.StreamEndpoint {

    private final List<Question> questions;
    private final UseCases useCases;
    private final Callers callers;
    private final Executor workers;
    private final Executor folds;
    private final Executor answers;

    QuestionStream(
            List<Question> questions,
            UseCases useCases,
            Callers callers,
            Executor workers,
            Executor folds,
            Executor answers) {
        this.questions = questions.stream()
                .sorted(Comparator.comparing(question -> -question.fixed().size()))
                .toList();
        this.useCases = useCases;
        this.callers = callers;
        this.workers = workers;
        this.folds = folds;
        this.answers = answers;
    }

    @Override
    public void subscribe(SubscriptionRequest request, StreamSink sink) {
        StoreQuestion fields = StoreQuestion.of(request.args());
        Question question = questions.stream()
                .filter(each -> each.fixed().entrySet().stream()
                        .allMatch(field -> field.getValue().equals(fields.text(field.getKey()))))
                .findFirst()
                .orElse(questions.get(questions.size() - 1));
        Caller caller = callers.of(request.token());
        if (question.params().contains(Params.WAIT)) {
            onceThere(caller, question, fields, sink);
            return;
        }
        if (question.carriage() == Carriage.PIECES) {
            Lazily answer = new Lazily(() -> ask(caller, question, fields).then(QuestionStream::download));
            sink.accept(new PulledItems(sink, answer, folds));
            return;
        }
        try {
            if (question.cost() == Cost.FOLD) {
                ToldItems told = new ToldItems(sink);
                sink.accept(
                        told); // now: who asks does not wait long for that, but as long as it takes for what is told
                folds.execute(guarded(sink, () -> tell(ask(caller, question, fields), told, sink)));
            } else {
                workers.execute(guarded(sink, () -> states(ask(caller, question, fields), sink)));
            }
        } catch (RejectedExecutionException e) {
            String what = question.cost() == Cost.FOLD ? "questions" : "requests";
            sink.failed(Failure.Kind.OVERLOADED, "too many " + what + " wait already; try again in a moment");
        }
    }

    /** An answer that waits for something holds no thread until that is there. */
    private void onceThere(Caller caller, Question question, StoreQuestion fields, StreamSink sink) {
        try {
            workers.execute(guarded(
                    sink, () -> Answers.later(ask(caller, question, fields), answers, json -> pieces(json, sink))));
        } catch (RejectedExecutionException e) {
            sink.failed(Failure.Kind.OVERLOADED, "too many requests wait already; try again in a moment");
        }
    }

    private void pieces(Result<byte[]> json, StreamSink sink) {
        if (json instanceof Result.Err<byte[]> err) {
            sink.failed(err.failure().kind(), EventStreams.text(err.failure()));
        } else {
            sink.accept(new PulledItems(sink, Lazily.whole(json.value()), folds));
        }
    }

    /** On a thread of the door no one else would tell who asked. */
    private static Runnable guarded(StreamSink sink, Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException | VirtualMachineError | LinkageError e) {
                Steady.report("muon: a question", e);
                sink.failed(Failure.Kind.INTERNAL, "the question failed: " + Fault.words(e) + "; see Photon's log");
            }
        };
    }

    private Result<Answer> ask(Caller caller, Question question, StoreQuestion fields) {
        Result<Asked> asked = QuestionEndpoints.read(question, fields);
        return asked.then(known -> useCases.ask(caller, known));
    }

    private static Result<Download> download(Answer answer) {
        return Result.ok(
                answer instanceof Answer.Chunks chunks
                        ? chunks.download()
                        : Lazily.whole(((Answer.Json) answer).json()));
    }

    private static void states(Result<Answer> answer, StreamSink sink) {
        if (answer.isOk()) {
            ((Answer.Stream) answer.value())
                    .states()
                    .subscribe(new Relay<>(sink, ProjectionView::json, PhotonApi::failureOf));
        } else {
            sink.failed(answer.failure().kind(), EventStreams.text(answer.failure()));
        }
    }

    private static void tell(Result<Answer> answer, ToldItems told, StreamSink sink) {
        if (answer.isOk()) {
            tell(((Answer.Told) answer.value()).work(), told);
        } else if (answer.failure().kind() == Failure.Kind.DENIED) {
            // Clients of a verification take its last line for the verdict.
            told.tell(FailureJson.text(answer.failure()));
            told.end();
        } else {
            sink.failed(answer.failure().kind(), EventStreams.text(answer.failure()));
        }
    }

    private static void tell(Answer.Work work, ToldItems told) {
        if (told.isOver()) { // who asked has gone while it waited for a thread
            work.drop();
            return;
        }
        try {
            work.run(told::isEmpty, told::tell);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            Steady.report("muon: a verification", e);
            told.tell(FailureJson.text(Failure.of(
                    Failure.Kind.INTERNAL, "the verification failed: " + Fault.words(e), "see Photon's log")));
        } finally {
            told.end();
        }
    }
}
